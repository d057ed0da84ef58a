package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.KernelFaultException;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.PtxSource;
import alexnet.engine.emulator.EmulatorOptions.Reconvergence;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** bar, barrier and bar.warp.sync. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class BarrierTest {

    private static final String SHARED = ".shared .align 4 .b8 s[4096];\nmov.u32 %r5, s;\nshl.b32 %r6, %r0, 2;\n"
            + "add.s32 %r5, %r5, %r6;\nmul.wide.u32 %rd9, %r0, 4;\nadd.s64 %rd9, %rd9, %rd0;\n";
    private static final String STORE = "\nst.global.u32 [%rd9], %r1;\n";

    private static int[] run(Reconvergence order, int threads, String body) {
        int[] out = new int[threads];
        PtxProgram.run(
                EmulatorOptions.defaults().withReconvergence(order),
                PtxProgram.kernel(1, SHARED + body),
                PtxProgram.threads(threads),
                out);
        return out;
    }

    /** Warp 0 makes rounds of values, warp 1 takes them; each tells the other through a barrier of its own. */
    @ParameterizedTest
    @EnumSource
    void producerAndConsumer(Reconvergence order) {
        String body = """
                mov.u32 %r1, 0;
                mov.u32 %r10, 0;
                setp.ge.u32 %p0, %r0, 32;
                @%p0 bra consumer;
                producer:
                bar.sync 2, 64;
                mad.lo.u32 %r11, %r10, 100, %r0;
                st.shared.u32 [%r5], %r11;
                bar.arrive 1, 64;
                add.u32 %r10, %r10, 1;
                setp.lt.u32 %p1, %r10, 5;
                @%p1 bra producer;
                bra done;
                consumer:
                barrier.arrive.aligned 2, 64;
                again:
                bar.sync 1, 64;
                ld.shared.u32 %r11, [%r5+-128];
                add.u32 %r10, %r10, 1;
                mad.lo.u32 %r1, %r11, %r10, %r1;
                setp.ge.u32 %p1, %r10, 5;
                @%p1 bra done;
                barrier.arrive 2, 64;
                bra again;
                done:
                """;
        int[] out = run(order, 64, body + STORE);
        for (int t = 0; t < 64; t++) {
            int expected = 0;
            for (int round = 0; round < 5 && t >= 32; round++) {
                expected += (100 * round + t - 32) * (round + 1);
            }
            assertThat(out[t]).as("thread %d", t).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "bar.red.popc.u32 %r1, 0, %p1; 33",
                "bar.red.popc.u32 %r1, 3, !%p1; 67",
                "barrier.red.popc.u32 %r1, 3, 128, %p1; 33",
                "barrier.red.popc.aligned.u32 %r1, 3, 128, %p1; 33",
                "barrier.cta.red.popc.u32 %r1, %r20, !%p1; 67"
            })
    void countsOverTheBlock(String instruction, int expected) {
        for (Reconvergence order : Reconvergence.values()) {
            String body = "mov.u32 %r20, 7;\nrem.u32 %r2, %r0, 3;\nsetp.eq.u32 %p1, %r2, 1;\n";
            assertThat(run(order, 100, body + instruction + ";" + STORE)).containsOnly(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void reductionsOfPredicates(Reconvergence order) {
        // A bit for each of: all of (t < 96), all of (t < 95), some (t == 95), some (t == 96), under divergence some.
        String body = """
                setp.lt.u32 %p1, %r0, 96;
                bar.red.and.pred %p2, 1, %p1;
                selp.u32 %r1, 1, 0, %p2;
                setp.lt.u32 %p1, %r0, 95;
                barrier.red.and.aligned.pred %p2, 1, %p1;
                selp.u32 %r2, 2, 0, %p2;
                or.b32 %r1, %r1, %r2;
                setp.ne.u32 %p1, %r0, 95;
                bar.red.or.pred %p2, 1, 96, !%p1;
                selp.u32 %r2, 4, 0, %p2;
                or.b32 %r1, %r1, %r2;
                setp.eq.u32 %p1, %r0, 96;
                barrier.red.or.aligned.pred %p2, 1, %p1;
                selp.u32 %r2, 8, 0, %p2;
                or.b32 %r1, %r1, %r2;
                setp.lt.u32 %p3, %r0, 64;
                @!%p3 bra other;
                setp.eq.u32 %p1, %r0, 63;
                bar.red.or.pred %p2, 5, 64, %p1;
                selp.u32 %r2, 16, 0, %p2;
                bra join;
                other:
                setp.eq.u32 %p1, %r0, 63;
                barrier.red.and.pred %p2, 6, 32, !%p1;
                selp.u32 %r2, 32, 0, %p2;
                join:
                or.b32 %r1, %r1, %r2;
                """;
        int[] out = run(order, 96, body + STORE);
        PtxProgram.assertThreads(out, t -> t < 64 ? 1 + 4 + 16 : 1 + 4 + 32);
    }

    /** Each pair of warps has a barrier whose number is in a register; the second warp of a pair reads the first's. */
    @ParameterizedTest
    @EnumSource
    void barriersOfPairsOfWarps(Reconvergence order) {
        String body = """
                shr.u32 %r2, %r0, 6;
                add.u32 %r3, %r2, 4;
                mov.u32 %r4, 64;
                and.b32 %r7, %r0, 32;
                setp.ne.u32 %p1, %r7, 0;
                @%p1 bra second;
                mul.lo.u32 %r8, %r0, 3;
                st.shared.u32 [%r5], %r8;
                mov.u32 %r1, 5;
                bar.sync %r3, %r4;
                bra done;
                second:
                bar.sync %r3, %r4;
                ld.shared.u32 %r1, [%r5+-128];
                done:
                """;
        int[] out = run(order, 256, body + STORE);
        PtxProgram.assertThreads(out, t -> (t & 32) == 0 ? 5 : (t - 32) * 3);
    }

    /** A predicate that is the same for each warp, and warps at different instructions of one barrier. */
    @ParameterizedTest
    @EnumSource
    void guardedBarriers(Reconvergence order) {
        String body = """
                setp.lt.u32 %p1, %r0, 64;
                add.u32 %r2, %r0, 7;
                @!%p1 st.shared.u32 [%r5+-256], %r2;
                @%p1 bar.sync 0;
                @!%p1 bar.sync 0;
                @%p1 ld.shared.u32 %r1, [%r5];
                @!%p1 mov.u32 %r1, 1;
                """;
        int[] out = run(order, 128, body + STORE);
        PtxProgram.assertThreads(out, t -> t < 64 ? t + 64 + 7 : 1);
    }

    /** Not aligned: threads of one warp meet at one barrier from two instructions. */
    @ParameterizedTest
    @EnumSource
    void barriersThatAreNotAligned(Reconvergence order) {
        String body = """
                and.b32 %r2, %r0, 1;
                setp.eq.u32 %p1, %r2, 0;
                @%p1 bra even;
                add.u32 %r3, %r0, 50;
                st.shared.u32 [%r5+-4], %r3;
                barrier.sync 9;
                mov.u32 %r1, 2;
                bra done;
                even:
                barrier.sync 9;
                ld.shared.u32 %r1, [%r5];
                done:
                """;
        int[] out = run(order, 96, body + STORE);
        PtxProgram.assertThreads(out, t -> t % 2 == 0 ? t + 1 + 50 : 2);
    }

    /** The even threads of the mask wait for the odd ones, which come there on another way. */
    @ParameterizedTest
    @EnumSource
    void warpBarriersWaitForTheirMembers(Reconvergence order) {
        String body = """
                and.b32 %r2, %r0, 1;
                setp.eq.u32 %p1, %r2, 0;
                and.b32 %r7, %r0, 16;
                setp.ne.u32 %p2, %r7, 0;
                mov.u32 %r1, 3;
                @%p2 bra done;
                @%p1 bra even;
                add.u32 %r3, %r0, 50;
                st.shared.u32 [%r5+-4], %r3;
                bar.warp.sync 0xffff;
                mov.u32 %r1, 2;
                bra done;
                even:
                bar.warp.sync 0xffff;
                ld.shared.u32 %r1, [%r5];
                done:
                """;
        int[] out = run(order, 64, body + STORE);
        PtxProgram.assertThreads(out, t -> (t & 16) != 0 ? 3 : t % 2 == 0 ? t + 1 + 50 : 2);
    }

    private static void assertFault(int threads, String body, String... words) {
        for (Reconvergence order : Reconvergence.values()) {
            assertThatThrownBy(() -> run(order, threads, body))
                    .as("%s", order)
                    .isInstanceOf(KernelFaultException.class)
                    .hasMessageContainingAll(words);
        }
    }

    @Test
    void threadsOfAWarpAtTwoBarriersAreNamedWithBothLines() {
        PtxSource ptx = PtxProgram.source("""
                .visible .entry k(.param .u64 p)
                {
                .reg .b32 %r<4>;
                .reg .pred %p<4>;
                mov.u32 %r0, %tid.x;
                setp.lt.u32 %p1, %r0, 5;
                .loc 1 20 3
                @%p1 bra first;
                .loc 1 24 3
                bar.sync 0;
                bra done;
                first:
                .loc 1 21 3
                bar.sync 0;
                done:
                ret;
                }
                .file 1 "/somewhere/two.cu"
                """);
        for (Reconvergence order : Reconvergence.values()) {
            assertThatThrownBy(() -> PtxProgram.run(
                            EmulatorOptions.defaults().withReconvergence(order),
                            ptx,
                            LaunchGeometry.of(1, 1, 1, 32, 1),
                            new int[1]))
                    .isInstanceOf(KernelFaultException.class)
                    .hasMessageContaining("barrier divergence: no thread can go on;")
                    .hasMessageContaining("5 threads from (0,0,0) wait at the bar.sync in line 17 (two.cu:21)")
                    .hasMessageContaining("27 threads from (5,0,0) wait at the bar.sync in line 13 (two.cu:24)")
                    .hasMessageContaining("for the other threads of its warp");
        }
    }

    @Test
    void countsThatAreNeverMet() {
        assertFault(
                64,
                "setp.ge.u32 %p1, %r0, 32;\n@%p1 ret;\nbar.sync 1, 64;",
                "barrier divergence",
                "32 threads from (0,0,0) wait at the bar.sync",
                "at barrier 1, where 32 of 64 threads have arrived",
                "and 32 threads have exited");
        assertFault(64, "bar.sync 3, 96;", "barrier 3 waits for 96 threads, but the block has only 64");
        assertFault(40, "bar.sync 3, 96;", "barrier 3 waits for 96 threads, but the block has only warps for 64");
    }

    @Test
    void countsAndNumbersInRegisters() {
        assertFault(64, "mov.u32 %r1, 48;\nbar.sync 1, %r1;", "barrier 1", "multiple of the warp size", "found 48");
        assertFault(64, "mov.u32 %r1, 0;\nbar.arrive 1, %r1;", "multiple of the warp size", "found 0");
        assertFault(64, "mov.u32 %r1, 16;\nbar.sync %r1;", "barrier 16 does not exist");
    }

    @Test
    void warpsThatWaitAtDifferentBarriers() {
        assertFault(
                64,
                "shr.u32 %r1, %r0, 5;\nbar.sync %r1;",
                "32 threads from (0,0,0) wait",
                "at barrier 0, where 32 of 64 threads have arrived",
                "32 threads from (32,0,0) wait",
                "at barrier 1, where 32 of 64 threads have arrived");
    }

    @Test
    void predicatesThatDifferWithinAWarp() {
        assertFault(
                64,
                "setp.lt.u32 %p1, %r0, 40;\n@%p1 bar.sync 0;",
                "the barrier's predicate holds for thread (32,0,0) and not for this thread",
                "thread (40,0,0)");
    }

    @Test
    void instructionsThatDoNotGoTogether() {
        String body = """
                setp.lt.u32 %p1, %r0, 32;
                setp.lt.u32 %p2, %r0, 7;
                @%p1 bra first;
                bar.sync 2;
                bra done;
                first:
                bar.red.popc.u32 %r1, 2, %p2;
                done:
                """;
        assertFault(64, body, "barrier 2: bar.", "for all threads meets bar.");
        assertFault(
                96,
                body.replace("bar.red.popc.u32 %r1, 2, %p2", "bar.sync 2, 64"),
                "barrier 2: bar.sync in line",
                "for 64 threads",
                "for all threads");
    }

    @Test
    void membersOfAWarpBarrierThatNeverCome() {
        assertFault(
                32,
                """
                setp.lt.u32 %p1, %r0, 8;
                @%p1 bra first;
                bar.sync 0;
                bra done;
                first:
                bar.warp.sync 0xffff;
                done:
                """,
                "8 threads from (0,0,0) wait at the bar.warp.sync",
                "for the other members of its mask 0xffff",
                "24 threads from (8,0,0) wait at the bar.sync");
        assertFault(
                32,
                "setp.lt.u32 %p1, %r0, 8;\n@%p1 bar.warp.sync 0xf0;",
                "bar.warp.sync: the member mask 0xf0 does not name the thread itself",
                "thread (0,0,0)");
    }
}
