package alexnet.engine.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.KernelFaultException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Barriers in shared memory: {@code mbarrier.init}, {@code mbarrier.inval}, {@code mbarrier.arrive},
 * {@code mbarrier.arrive_drop}, {@code mbarrier.test_wait}, {@code mbarrier.pending_count}, and
 * {@code cp.async.mbarrier.arrive} for copies.
 */
final class ArrivalBarrierTest {

    private static final int THREADS = 64;

    /** Thread 0 makes the barrier for so many arrivals; {@code %l2} is its address for instructions with this space. */
    private static String setup(String space, int count) {
        return """
                .shared .align 8 .b64 bar;
                .shared .align 16 .b8 held[1024];
                mov.u64 %l2, bar;
                setp.eq.u32 %p1, %r0, 0;
                mov.u32 %r20, COUNT;
                """.replace("COUNT", "" + count)
                + (space.isEmpty() ? "cvta.shared.u64 %l2, %l2;\n" : "")
                + "@%p1 mbarrier.init" + space + ".b64 [%l2], %r20;\nbar.sync 0;\n"
                + "mul.wide.u32 %l3, %r0, 16;\nadd.s64 %l4, %l0, %l3;\n";
    }

    private static int[] run(String body) {
        byte[] out = new byte[THREADS * 16];
        ByteProgram.run(ByteProgram.text("", 1, body), ByteProgram.threads(THREADS), out);
        int[] words = new int[THREADS * 4];
        for (int i = 0; i < words.length; i++) {
            words[i] = (int) ByteProgram.number(out, 4 * i, 4);
        }
        return words;
    }

    private static String test(String space, String state, int result) {
        return "mbarrier.test_wait" + space + ".b64 %p2, [%l2], " + state + ";\nselp.u32 %r" + result
                + ", 1, 0, %p2;\n";
    }

    /** Two phases, each of one arrival of every thread; the first half of the threads comes first. */
    @ParameterizedTest
    @ValueSource(strings = {"", ".shared"})
    void phasesEndWithTheLastArrival(String space) {
        String arrive = "mbarrier.arrive" + space + ".b64 ";
        int[] out = run(setup(space, THREADS) + "setp.ge.u32 %p3, %r0, 32;\n"
                + "@!%p3 " + arrive + "%l10, [%l2];\n@!%p3 "
                + test(space, "%l10", 10).replaceFirst(";\n", ";\n@!%p3 ")
                + "@%p3 " + arrive + "%l10, [%l2];\n" + test(space, "%l10", 11)
                + arrive + "%l11, [%l2];\n" + test(space, "%l10", 12).replace("%l10", "%l11")
                + "mbarrier.pending_count.b64 %r13, %l11;\n"
                + "st.global.v4.u32 [%l4], {%r10, %r11, %r12, %r13};\n");
        for (int t = 0; t < THREADS; t++) {
            assertThat(out[4 * t]).as("half of the first phase, thread %d", t).isZero();
            assertThat(out[4 * t + 1]).as("first phase, thread %d", t).isEqualTo(1);
            assertThat(out[4 * t + 2]).as("second phase, thread %d", t).isEqualTo(1);
            assertThat(out[4 * t + 3])
                    .as("arrivals missing before, thread %d", t)
                    .isEqualTo(THREADS - t);
        }
    }

    /** Who drops out counts in the phase under way and in none after it. */
    @ParameterizedTest
    @ValueSource(strings = {"", ".shared"})
    void droppingOut(String space) {
        int[] out = run(setup(space, THREADS) + "setp.lt.u32 %p3, %r0, 60;\n"
                + "@%p3 mbarrier.arrive_drop" + space + ".b64 %l10, [%l2];\n"
                + "@!%p3 mbarrier.arrive" + space + ".b64 %l10, [%l2];\n" + test(space, "%l10", 10)
                + "mov.u32 %r11, 9;\n@!%p3 mbarrier.arrive" + space + ".b64 %l11, [%l2];\n"
                + "@!%p3 mbarrier.test_wait" + space + ".b64 %p4, [%l2], %l11;\n@!%p3 selp.u32 %r11, 1, 0, %p4;\n"
                + "mov.u32 %r12, 0;\nst.global.v4.u32 [%l4], {%r10, %r11, %r12, %r12};\n");
        for (int t = 0; t < THREADS; t++) {
            assertThat(out[4 * t]).isEqualTo(1);
            assertThat(out[4 * t + 1]).isEqualTo(t < 60 ? 9 : 1);
        }
    }

    /** One thread arrives for several. */
    @ParameterizedTest
    @ValueSource(strings = {"", ".shared"})
    void arrivalsForOthers(String space) {
        int[] out = run(setup(space, 10) + "mov.u32 %r10, 0; mov.u32 %r11, 0; mov.u32 %r12, 0; mov.u32 %r13, 0;\n"
                + "@!%p1 bra over;\n"
                + "mbarrier.arrive.noComplete" + space + ".b64 %l10, [%l2], 6;\n"
                + "mbarrier.arrive_drop.noComplete" + space + ".b64 %l11, [%l2], 3;\n"
                + test(space, "%l10", 10)
                + "mbarrier.arrive" + space + ".b64 _, [%l2];\n" + test(space, "%l10", 11)
                + "mbarrier.arrive" + space + ".b64 %l12, [%l2];\n"
                + "mbarrier.pending_count.b64 %r12, %l11;\nmbarrier.pending_count.b64 %r13, %l12;\n"
                + "mbarrier.inval" + space + ".b64 [%l2];\n"
                + "over:\nst.global.v4.u32 [%l4], {%r10, %r11, %r12, %r13};\n");
        assertThat(new int[] {out[0], out[1], out[2], out[3]}).containsExactly(0, 1, 4, 7);
    }

    /** An arrival of the copies' own, or one that the thread makes after them: either way the bytes are there. */
    @ParameterizedTest
    @ValueSource(strings = {"cp.async.mbarrier.arrive.noinc.shared.b64", "cp.async.mbarrier.arrive.shared.b64"})
    void copiesArrive(String form) {
        byte[] data = new byte[THREADS * 16];
        new Random(47).nextBytes(data);
        byte[] out = new byte[THREADS * 16];
        String arrive = form.contains("noinc") ? "" : "mbarrier.arrive.shared.b64 %l11, [%l2];\n";
        ByteProgram.run(
                ByteProgram.text(
                        "",
                        2,
                        setup(".shared", THREADS) + """
                        add.s64 %l5, %l1, %l3;
                        mov.u64 %l6, held;
                        add.s64 %l6, %l6, %l3;
                        mov.u64 %l11, 0;
                        cp.async.ca.shared.global [%l6], [%l4], 16;
                        """ + form + " [%l2];\n" + arrive
                                + "ld.shared.v4.b32 {%r10, %r11, %r12, %r13}, [%l6];\n"
                                + "ld.shared.b64 %l12, [%l2];\nmbarrier.pending_count.b64 %r14, %l12;\n"
                                + "@%p1 add.u32 %r10, %r10, %r14;\n"
                                + "st.global.v4.b32 [%l5], {%r10, %r11, %r12, %r13};\n"),
                ByteProgram.threads(THREADS),
                data.clone(),
                out);
        // The phase has ended, so the next one waits for all threads.
        ByteProgram.put(data, 0, 4, ByteProgram.number(data, 0, 4) + THREADS);
        assertThat(out).isEqualTo(data);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "mbarrier.arrive.shared.b64 %l10, [held];                there is no mbarrier at this address",
                "mbarrier.test_wait.shared.b64 %p2, [held], %l10;        there is no mbarrier at this address",
                "mbarrier.arrive.noComplete.shared.b64 %l10, [%l2], 65;  more arrivals than the mbarrier's phase has left",
                "mbarrier.arrive.noComplete.shared.b64 %l10, [%l2], 64;  .noComplete completes the phase",
                "mbarrier.init.shared.b64 [held], 0;                     count (expected 1 to 1048575, found 0)",
                "mbarrier.arrive.b64 %l10, [%l4];                        not in shared memory",
                "mbarrier.arrive.shared.b64 %l10, [held+4];              misaligned",
            })
    void misuseIsReported(String instruction, String message) {
        assertThatThrownBy(() -> run(setup(".shared", THREADS) + "@%p1 " + instruction + ";\n"))
                .isInstanceOf(KernelFaultException.class)
                .hasMessageContaining("mbarrier.")
                .hasMessageContaining("thread (0,0,0)")
                .hasMessageContaining(message);
    }

    /** The barrier starts without a mark: memory is zero at the start of each block. */
    @Test
    void eachBlockHasItsOwn() {
        byte[] out = new byte[4];
        assertThatThrownBy(() -> ByteProgram.run(
                        ByteProgram.text("", 1, ".shared .align 8 .b64 bar;\nmbarrier.arrive.shared.b64 _, [bar];\n"),
                        ByteProgram.threads(1),
                        out))
                .isInstanceOf(KernelFaultException.class)
                .hasMessageContaining("there is no mbarrier at this address");
    }
}
