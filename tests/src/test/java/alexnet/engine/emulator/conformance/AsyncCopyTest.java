package alexnet.engine.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.KernelFaultException;
import alexnet.engine.PtxException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Copies under way: {@code cp.async.ca.shared.global}, {@code cp.async.cg.shared.global}, {@code cp.async.commit_group},
 * {@code cp.async.wait_group}, {@code cp.async.wait_all}.
 */
final class AsyncCopyTest {

    private static final int THREADS = 40;

    /** Addresses of each thread's 16 bytes: {@code %l4} in the input, {@code %r4} in shared memory, {@code %l5} results. */
    private static final String SETUP = """
            .shared .align 16 .b8 held[2560];
            mul.wide.u32 %l2, %r0, 16;
            add.s64 %l4, %l0, %l2;
            mul.lo.u32 %r4, %r0, 16;
            mov.u32 %r5, held;
            add.u32 %r4, %r4, %r5;
            mul.wide.u32 %l3, %r0, 64;
            add.s64 %l5, %l1, %l3;
            """;

    private static String report(int at) {
        return "ld.shared.v4.b32 {%r10, %r11, %r12, %r13}, [%r4];\nst.global.v4.b32 [%l5+" + at
                + "], {%r10, %r11, %r12, %r13};\n";
    }

    private static byte[] data() {
        byte[] data = new byte[THREADS * 16 * 4];
        new Random(43).nextBytes(data);
        return data;
    }

    private static byte[] run(byte[] data, String body) {
        byte[] out = new byte[THREADS * 64];
        ByteProgram.run(ByteProgram.text("", 2, SETUP + body), ByteProgram.threads(THREADS), data.clone(), out);
        return out;
    }

    private static byte[] sixteen(byte[] from, int at) {
        return Arrays.copyOfRange(from, at, at + 16);
    }

    @ParameterizedTest
    @CsvSource({
        "cp.async.ca.shared.global, 4",
        "cp.async.ca.shared.global, 8",
        "cp.async.ca.shared.global, 16",
        "cp.async.cg.shared.global, 16",
        "cp.async.cg.shared.global.L2::128B, 16",
    })
    void bytesAreThereAfterTheWaitAndNotBefore(String form, int size) {
        byte[] data = data();
        byte[] out = run(
                data,
                "mov.b32 %r6, 0x11111111;\nst.shared.v4.b32 [%r4], {%r6, %r6, %r6, %r6};\n"
                        + form + " [%r4], [%l4], " + size + ";\n" + report(0)
                        + "bar.sync 0;\n" + report(16) + "cp.async.wait_all;\n" + report(32));
        byte[] before = new byte[16];
        Arrays.fill(before, (byte) 0x11);
        for (int t = 0; t < THREADS; t++) {
            byte[] after = before.clone();
            System.arraycopy(data, 16 * t, after, 0, size);
            assertThat(sixteen(out, 64 * t)).as("before the wait").isEqualTo(before);
            assertThat(sixteen(out, 64 * t + 16)).as("after a barrier only").isEqualTo(before);
            assertThat(sixteen(out, 64 * t + 32)).as("after the wait").isEqualTo(after);
        }
    }

    /** Three groups on one place, one after the other: each wait brings the next one. */
    @Test
    void groupsArriveInTheirOrder() {
        byte[] data = data();
        byte[] out = run(
                data,
                """
                cp.async.ca.shared.global [%r4], [%l4], 16;
                cp.async.commit_group;
                cp.async.ca.shared.global [%r4], [%l4+640], 16;
                cp.async.commit_group;
                cp.async.ca.shared.global [%r4], [%l4+1280], 16;
                cp.async.commit_group;
                cp.async.ca.shared.global [%r4], [%l4+1920], 16;
                cp.async.wait_group 3;
                """ + report(0) + "cp.async.wait_group 1;\n" + report(16) + "cp.async.wait_group 0;\n"
                        + report(32) + "cp.async.wait_all;\n" + report(48));
        for (int t = 0; t < THREADS; t++) {
            assertThat(sixteen(out, 64 * t)).as("three pending").isEqualTo(new byte[16]);
            assertThat(sixteen(out, 64 * t + 16)).as("one pending").isEqualTo(sixteen(data, 640 + 16 * t));
            assertThat(sixteen(out, 64 * t + 32)).as("none pending").isEqualTo(sixteen(data, 1280 + 16 * t));
            assertThat(sixteen(out, 64 * t + 48)).as("no group").isEqualTo(sixteen(data, 1920 + 16 * t));
        }
    }

    /** Groups belong to threads: those that go another way wait for their own only. */
    @Test
    void eachThreadWaitsForItsOwnCopies() {
        byte[] data = data();
        byte[] out = run(data, """
                and.b32 %r6, %r0, 1;
                setp.eq.u32 %p1, %r6, 0;
                cp.async.cg.shared.global [%r4], [%l4], 16;
                @%p1 bra waiting;
                cp.async.commit_group;
                cp.async.wait_group 1;
                bra over;
                waiting:
                cp.async.commit_group;
                cp.async.wait_group 0;
                over:
                """ + report(0));
        for (int t = 0; t < THREADS; t++) {
            assertThat(sixteen(out, 64 * t))
                    .as("thread %d", t)
                    .isEqualTo(t % 2 == 0 ? sixteen(data, 16 * t) : new byte[16]);
        }
    }

    /** Threads with an odd number leave the source alone, whose address is then no matter. */
    @ParameterizedTest
    @CsvSource({"size", "predicate", "constant"})
    void restIsFilledWithZeros(String how) {
        byte[] data = data();
        String operand = how.equals("size") ? "%r8" : how.equals("predicate") ? "%p1" : "7";
        byte[] out = run(
                data,
                """
                mov.b32 %r6, 0x11111111;
                st.shared.v4.b32 [%r4], {%r6, %r6, %r6, %r6};
                and.b32 %r7, %r0, 1;
                setp.ne.u32 %p1, %r7, 0;
                and.b32 %r8, %r0, 15;
                selp.b32 %r8, 0, %r8, %p1;
                """ + (how.equals("constant") ? "" : "selp.b64 %l4, 0, %l4, %p1;\n")
                        + "cp.async.ca.shared.global [%r4], [%l4], 16, " + operand + ";\ncp.async.wait_all;\n"
                        + report(0));
        for (int t = 0; t < THREADS; t++) {
            int size = how.equals("constant") ? 7 : t % 2 == 1 ? 0 : how.equals("size") ? t & 15 : 16;
            byte[] expected = new byte[16];
            System.arraycopy(data, 16 * t, expected, 0, size);
            assertThat(sixteen(out, 64 * t)).as("%s, thread %d", how, t).isEqualTo(expected);
        }
    }

    /** What the source held when the copy was issued arrives, whatever is written there later. */
    @Test
    void sourceIsReadWhenTheCopyIsIssued() {
        byte[] data = data();
        byte[] out = run(
                data,
                "cp.async.ca.shared.global [%r4], [%l4], 8;\nst.global.u64 [%l4], 5;\ncp.async.wait_all;\n"
                        + report(0));
        for (int t = 0; t < THREADS; t++) {
            assertThat(ByteProgram.number(out, 64 * t, 8)).isEqualTo(ByteProgram.number(data, 16 * t, 8));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "cp.async.ca.shared.global [%r4], [%l4+4], 8;      misaligned read of 8 bytes",
                "cp.async.ca.shared.global [%r4+2], [%l4], 4;      misaligned write of 4 bytes",
                "cp.async.cg.shared.global [%r4], [%l4+2560], 16;  outside memory",
                "cp.async.cg.shared.global [%r4+2560], [%l4], 16;  outside memory",
                "cp.async.ca.shared.global [%r4], [%l4], 4, %r20;  the size of the source (expected 0 to 4 bytes found 5)",
            })
    void badCopiesAreReportedWhereTheyAreIssued(String instruction, String message) {
        assertThatThrownBy(() -> run(data(), "mov.u32 %r20, 5;\n" + instruction + ";\n"))
                .isInstanceOf(KernelFaultException.class)
                .hasMessageContaining("case.ptx:20")
                .hasMessageContaining("cp.async")
                .hasMessageContaining("thread (0,0,0)")
                .satisfies(e -> assertThat(e.getMessage().replace(",", "")).contains(message.replace(",", "")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "cp.async.ca.shared.global [%r4], [%l4], 12; copies 12 bytes (expected 4, 8 or 16)",
                "cp.async.cg.shared.global [%r4], [%l4], 8;  copies 8 bytes (expected 16)",
                "cp.async.wait_group %r1;                    cp.async.wait_group",
                "cp.async.ca.global.shared [%l4], [%r4], 4;  cp.async.ca.global.shared",
                "cp.async.bulk.commit_group;                 it came with PTX ISA 8.0",
            })
    void formsThatThereAreNot(String instruction, String message) {
        assertThatThrownBy(() -> run(data(), instruction + ";\n"))
                .isInstanceOf(PtxException.class)
                .hasMessageContaining("case.ptx:19:1")
                .hasMessageContaining(message);
    }
}
