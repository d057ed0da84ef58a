package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.LaunchGeometry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The registers that tell a thread where it is and what time it is (PTX ISA, chapter 10). */
final class SpecialRegistersTest {

    private static final int BX = 5;
    private static final int BY = 7;
    private static final int BZ = 2;
    private static final int GX = 2;
    private static final int GY = 3;
    private static final int GZ = 2;

    /** Stores each register of the list for each thread: result [block][thread][register]. */
    private static int[] read(String declarations, LaunchGeometry geometry, List<String> registers) {
        int blocks = (int) geometry.blocks();
        int threads = geometry.threadsPerBlock();
        StringBuilder body = new StringBuilder("""
                mov.u32 %r1, %tid.x; mov.u32 %r2, %tid.y; mov.u32 %r3, %tid.z;
                mov.u32 %r4, %ntid.x; mov.u32 %r5, %ntid.y; mov.u32 %r6, %ntid.z;
                mad.lo.u32 %r7, %r3, %r5, %r2; mad.lo.u32 %r7, %r7, %r4, %r1;
                mov.u32 %r8, %ctaid.x; mov.u32 %r9, %ctaid.y; mov.u32 %r10, %ctaid.z;
                mov.u32 %r11, %nctaid.x; mov.u32 %r12, %nctaid.y;
                mad.lo.u32 %r13, %r10, %r12, %r9; mad.lo.u32 %r13, %r13, %r11, %r8;
                mul.lo.u32 %r14, %r4, %r5; mul.lo.u32 %r14, %r14, %r6;
                mad.lo.u32 %r15, %r13, %r14, %r7;
                """);
        body.append("mad.wide.u32 %rd10, %r15, ").append(4 * registers.size()).append(", %rd0;\n");
        for (int i = 0; i < registers.size(); i++) {
            body.append("mov.u32 %r20, ").append(registers.get(i)).append("; ");
            body.append("st.global.u32 [%rd10+").append(4 * i).append("], %r20;\n");
        }
        int[] out = new int[blocks * threads * registers.size()];
        PtxProgram.run(PtxProgram.kernel(declarations, 1, body.toString()), geometry, out);
        return out;
    }

    @Test
    void placesOfThreads() {
        List<String> registers = List.of(
                "%tid.x",
                "%tid.y",
                "%tid.z",
                "%ntid.x",
                "%ntid.y",
                "%ntid.z",
                "%ctaid.x",
                "%ctaid.y",
                "%ctaid.z",
                "%nctaid.x",
                "%nctaid.y",
                "%nctaid.z",
                "%laneid",
                "%warpid",
                "%nwarpid",
                "%lanemask_eq",
                "%lanemask_lt",
                "%lanemask_le",
                "%lanemask_gt",
                "%lanemask_ge",
                "WARP_SZ");
        int[] found = read("", new LaunchGeometry(GX, GY, GZ, BX, BY, BZ, 0), registers);
        int at = 0;
        for (int block = 0; block < GX * GY * GZ; block++) {
            for (int z = 0; z < BZ; z++) {
                for (int y = 0; y < BY; y++) {
                    for (int x = 0; x < BX; x++) {
                        int lane = (x + BX * (y + BY * z)) % 32;
                        int warp = (x + BX * (y + BY * z)) / 32;
                        int[] expected = {
                            x,
                            y,
                            z,
                            BX,
                            BY,
                            BZ,
                            block % GX,
                            block / GX % GY,
                            block / (GX * GY),
                            GX,
                            GY,
                            GZ,
                            lane,
                            warp,
                            (BX * BY * BZ + 31) / 32,
                            mask(lane, lane),
                            mask(0, lane - 1),
                            mask(0, lane),
                            mask(lane + 1, 31),
                            mask(lane, 31),
                            32
                        };
                        for (int i = 0; i < expected.length; i++) {
                            assertThat(found[at++])
                                    .as("%s of thread (%d,%d,%d) of block %d", registers.get(i), x, y, z, block)
                                    .isEqualTo(expected[i]);
                        }
                    }
                }
            }
        }
    }

    /** Bits {@code from} to {@code to}. */
    private static int mask(int from, int to) {
        int mask = 0;
        for (int i = from; i <= to; i++) {
            mask |= 1 << i;
        }
        return mask;
    }

    @Test
    void sharedMemorySizesAndProcessors() {
        List<String> registers = List.of(
                "%dynamic_smem_size", "%total_smem_size", "%smid", "%nsmid", "%envreg0", "%envreg1", "%envreg31");
        LaunchGeometry geometry = new LaunchGeometry(1, 1, 1, 2, 1, 1, 40);
        int[] found = read(".shared .align 4 .b8 fixed[100];", geometry, registers);
        // 100 bytes are 112 with the alignment of the dynamic part; all of it is given in units of 128.
        assertThat(found).containsExactly(40, 256, 0, 1, 0, 0, 0, 40, 256, 0, 1, 0, 0, 0);
    }

    @Test
    void launchesHaveNumbersOfTheirOwn() {
        String body = "mov.u64 %rd5, %gridid; st.global.u64 [%rd0], %rd5;";
        int[] first = new int[2];
        int[] second = new int[2];
        PtxProgram.run(PtxProgram.kernel(1, body), PtxProgram.threads(3), first);
        PtxProgram.run(PtxProgram.kernel(1, body), PtxProgram.threads(3), second);
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void clocksMoveOn() {
        String body = """
                mov.u64 %rd1, %clock64; mov.u32 %r1, %clock; mov.u32 %r2, %clock_hi; mov.u64 %rd2, %clock64;
                and.b32 %r3, %r0, 1; setp.eq.u32 %p0, %r3, 0;
                @%p0 bra even;
                mov.u64 %rd3, %clock64; mov.u32 %r4, %clock;
                bra join;
                even: mov.u64 %rd3, %clock64; mov.u32 %r4, %clock;
                join:
                mad.wide.u32 %rd10, %r0, 40, %rd0;
                st.global.u64 [%rd10], %rd1; st.global.u32 [%rd10+8], %r1; st.global.u32 [%rd10+12], %r2;
                st.global.u64 [%rd10+16], %rd2; st.global.u64 [%rd10+24], %rd3; st.global.u32 [%rd10+32], %r4;
                """;
        int[] out = new int[4 * 10];
        PtxProgram.run(PtxProgram.kernel(1, body), PtxProgram.threads(4), out);
        for (int thread = 0; thread < 4; thread++) {
            int at = thread * 10;
            long first = word(out, at);
            long middle = out[at + 2] & 0xffff_ffffL | (long) out[at + 3] << 32;
            long second = word(out, at + 4);
            long third = word(out, at + 6);
            assertThat(second).isGreaterThan(first);
            assertThat(third).isGreaterThan(second);
            // The halves are read one after the other, so the upper one may be one ahead.
            assertThat(middle - first).isBetween(0L, second - first + (1L << 32));
            assertThat(out[at + 8] - (int) third).isNotNegative();
        }
    }

    @Test
    void globalTimerIsTheTimeOfDay() {
        String body = """
                mov.u32 %r1, %globaltimer_hi; mov.u64 %rd1, %globaltimer; mov.u32 %r2, %globaltimer_lo;
                st.global.u32 [%rd0], %r1; st.global.u32 [%rd0+4], %r2; st.global.u64 [%rd0+8], %rd1;
                """;
        int[] out = new int[4];
        PtxProgram.run(PtxProgram.kernel(1, body), PtxProgram.threads(1), out);
        long timer = word(out, 2);
        assertThat(Math.abs(timer / 1_000_000 - System.currentTimeMillis())).isLessThan(600_000);
        assertThat((timer >>> 32) - (out[0] & 0xffff_ffffL)).isBetween(0L, 1L);
        assertThat(out[1] - (int) timer).isNotNegative();
    }

    private static long word(int[] values, int at) {
        return values[at] & 0xffff_ffffL | (long) values[at + 1] << 32;
    }
}
