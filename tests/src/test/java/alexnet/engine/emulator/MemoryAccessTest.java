package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.LaunchGeometry;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loads, stores and atomics in all state spaces. */
final class MemoryAccessTest {

    private static int[] random(int length) {
        return new Random(1).ints(length).toArray();
    }

    /** The patterns that are copied by rows, and others, from global and through shared memory. */
    @ParameterizedTest
    @CsvSource({
        "32,4,1,4,128,512", "32,4,1,0,4,0", "32,4,1,4,0,0", "32,4,1,8,256,0", "8,4,2,4,64,512", "8,4,2,0,12,100",
        "33,3,1,-4,200,0", "1,7,1,4,4,4", "64,1,1,4,0,0", "5,5,5,4,20,100", "5,5,5,4,24,100", "16,2,1,0,0,0"
    })
    void addressesOfAllPatterns(int x, int y, int z, int sx, int sy, int sz) {
        int threads = x * y * z;
        int[] in = random(2000);
        int[] out = new int[2 * threads];
        String address = "mul.lo.s32 %r5, %r0, " + sx + ";\nmad.lo.s32 %r5, %r1, " + sy
                + ", %r5;\nmad.lo.s32 %r5, %r2, " + sz + ", %r5;\nadd.s32 %r5, %r5, 160;\n";
        String body = ".shared .align 4 .b8 s[8000];\nmov.u32 %r1, %tid.y;\nmov.u32 %r2, %tid.z;\n"
                + "mad.lo.s32 %r3, %r2, " + y + ", %r1;\nmad.lo.s32 %r3, %r3, " + x + ", %r0;\n" + address
                + "mul.wide.s32 %rd5, %r3, 4;\nadd.s64 %rd6, %rd1, %rd5;\n"
                // Float register from global memory.
                + "cvt.s64.s32 %rd7, %r5;\nadd.s64 %rd7, %rd7, %rd0;\nld.global.nc.f32 %f1, [%rd7];\n"
                + "st.global.f32 [%rd6], %f1;\n"
                // All of the input to shared memory, then an integer register from there.
                + "mov.u32 %r6, %r3;\nfill:\nmul.wide.u32 %rd8, %r6, 4;\nadd.s64 %rd8, %rd8, %rd0;\n"
                + "ld.global.u32 %r7, [%rd8];\nshl.b32 %r8, %r6, 2;\nmov.u32 %r9, s;\nadd.s32 %r8, %r8, %r9;\n"
                + "st.shared.u32 [%r8], %r7;\nadd.s32 %r6, %r6, " + threads + ";\nsetp.lt.u32 %p0, %r6, 2000;\n"
                + "@%p0 bra fill;\nbar.sync 0;\nadd.s32 %r5, %r5, %r9;\nld.shared.u32 %r10, [%r5+4];\n"
                + "st.global.u32 [%rd6+" + 4 * threads + "], %r10;\n";
        PtxProgram.run(PtxProgram.kernel(2, body), new LaunchGeometry(1, 1, 1, x, y, z, 0), in, out);
        for (int t = 0; t < threads; t++) {
            int index = (160 + t % x * sx + t / x % y * sy + t / x / y * sz) / 4;
            assertThat(out[t]).as("global, thread %d", t).isEqualTo(in[index]);
            assertThat(out[threads + t]).as("shared, thread %d", t).isEqualTo(in[index + 1]);
        }
    }

    @Test
    void vectors() {
        int[] in = random(4 * 40);
        int[] out = new int[4 * 40];
        PtxProgram.run(PtxProgram.kernel(2, """
                        mul.wide.u32 %rd5, %r0, 16;
                        add.s64 %rd6, %rd0, %rd5;
                        add.s64 %rd7, %rd1, %rd5;
                        ld.global.v4.f32 {%f1, %f2, %f3, %f4}, [%rd6];
                        st.global.v2.f32 [%rd7], {%f4, %f3};
                        ld.global.v2.u64 {%rd8, %rd9}, [%rd6];
                        shr.u64 %rd8, %rd8, 32;
                        cvt.u32.u64 %r1, %rd8;
                        cvt.u32.u64 %r2, %rd9;
                        st.global.v2.u32 [%rd7+8], {%r1, %r2};
                        """), PtxProgram.threads(40), in, out);
        for (int t = 0; t < 40; t++) {
            int[] expected = {in[4 * t + 3], in[4 * t + 2], in[4 * t + 1], in[4 * t + 2]};
            assertThat(new int[] {out[4 * t], out[4 * t + 1], out[4 * t + 2], out[4 * t + 3]})
                    .as("thread %d", t)
                    .isEqualTo(expected);
        }
    }

    @Test
    void bytesAndShorts() {
        int[] in = random(64);
        int[] out = new int[4 * 100 + 25];
        PtxProgram.run(PtxProgram.kernel(2, """
                        cvt.u64.u32 %rd5, %r0;
                        add.s64 %rd6, %rd0, %rd5;
                        add.s64 %rd7, %rd6, %rd5;
                        mul.wide.u32 %rd8, %r0, 16;
                        add.s64 %rd8, %rd8, %rd1;
                        ld.global.u8 %r1, [%rd6];
                        ld.global.s8 %r2, [%rd6];
                        ld.global.u16 %h1, [%rd7];
                        ld.global.s16 %r4, [%rd7];
                        cvt.u32.u16 %r3, %h1;
                        st.global.v4.u32 [%rd8], {%r1, %r2, %r3, %r4};
                        add.s64 %rd9, %rd1, %rd5;
                        add.s32 %r5, %r1, 1;
                        st.global.u8 [%rd9+1600], %r5;
                        """), PtxProgram.threads(100), in, out);
        for (int t = 0; t < 100; t++) {
            int octet = in[t / 4] >> 8 * (t % 4);
            int half = in[t / 2] >> 16 * (t % 2);
            assertThat(out[4 * t]).isEqualTo(octet & 0xff);
            assertThat(out[4 * t + 1]).isEqualTo((byte) octet);
            assertThat(out[4 * t + 2]).isEqualTo(half & 0xffff);
            assertThat(out[4 * t + 3]).isEqualTo((short) half);
            assertThat(out[400 + t / 4] >> 8 * (t % 4) & 0xff).isEqualTo(octet + 1 & 0xff);
        }
    }

    @Test
    void constantGlobalLocalAndGenericMemory() {
        int[] out = new int[4 * 33];
        PtxProgram.run(PtxProgram.kernel("""
                        .const .align 4 .u32 table[4] = {10, 20, 30, 0x28};
                        .global .align 4 .f32 factors[2] = {0f40000000, 0f40400000};
                        """, 1, """
                        .local .align 8 .b8 stack[32];
                        .shared .align 4 .b8 s[132];
                        and.b32 %r1, %r0, 3;
                        mul.wide.u32 %rd5, %r1, 4;
                        mov.u64 %rd6, table;
                        add.s64 %rd6, %rd6, %rd5;
                        ld.const.u32 %r2, [%rd6];
                        mov.u64 %rd7, factors;
                        ld.global.f32 %f1, [%rd7+4];
                        cvt.rzi.s32.f32 %r3, %f1;
                        mov.u64 %rd8, stack;
                        add.s64 %rd9, %rd8, %rd5;
                        st.local.u32 [%rd8], 1;
                        st.local.u32 [%rd8+4], 2;
                        st.local.u32 [%rd8+8], 3;
                        st.local.u32 [%rd8+12], 4;
                        st.local.u32 [%rd9], %r0;
                        ld.local.u32 %r4, [stack+8];
                        cvta.local.u64 %rd10, %rd8;
                        ld.u32 %r5, [%rd10+4];
                        mul.wide.u32 %rd11, %r0, 4;
                        mov.u64 %rd12, s;
                        cvta.shared.u64 %rd13, %rd12;
                        add.s64 %rd14, %rd13, %rd11;
                        st.u32 [%rd14], %r5;
                        add.s64 %rd15, %rd12, %rd11;
                        ld.shared.u32 %r6, [%rd15];
                        add.s32 %r6, %r6, 100;
                        mul.wide.u32 %rd16, %r0, 16;
                        add.s64 %rd17, %rd0, %rd16;
                        st.global.v4.u32 [%rd17], {%r2, %r3, %r4, %r6};
                        """), PtxProgram.threads(33), out);
        for (int t = 0; t < 33; t++) {
            assertThat(out[4 * t]).isEqualTo(10 * (t % 4 + 1));
            assertThat(out[4 * t + 1]).isEqualTo(3);
            assertThat(out[4 * t + 2]).isEqualTo(t % 4 == 2 ? t : 3);
            assertThat(out[4 * t + 3]).isEqualTo(100 + (t % 4 == 1 ? t : 2));
        }
    }

    @Test
    void dynamicSharedMemoryLiesBehindTheStaticPart() {
        int[] out = new int[64];
        PtxProgram.run(
                PtxProgram.kernel(".extern .shared .align 16 .b8 dynamic[];", 1, """
                        .shared .align 4 .b8 fixed[20];
                        mov.u32 %r1, fixed;
                        mov.u32 %r2, 7;
                        st.shared.u32 [%r1+16], %r2;
                        shl.b32 %r3, %r0, 2;
                        mov.u32 %r4, dynamic;
                        add.s32 %r5, %r4, %r3;
                        st.shared.u32 [%r5], %r0;
                        bar.sync 0;
                        xor.b32 %r3, %r3, 4;
                        add.s32 %r5, %r4, %r3;
                        ld.shared.u32 %r6, [%r5];
                        ld.shared.u32 %r7, [%r1+16];
                        mad.lo.s32 %r6, %r7, 1000, %r6;
                        mul.wide.u32 %rd5, %r0, 4;
                        add.s64 %rd5, %rd5, %rd0;
                        st.global.u32 [%rd5], %r6;
                        """),
                new LaunchGeometry(1, 1, 1, 64, 1, 1, 256),
                out);
        for (int t = 0; t < 64; t++) {
            assertThat(out[t]).isEqualTo(7000 + (t ^ 1));
        }
    }

    @Test
    void atomics() {
        int[] values = new int[8];
        values[4] = -1;
        PtxProgram.run(PtxProgram.kernel(1, """
                        mov.u32 %r1, %ctaid.x;
                        mad.lo.s32 %r2, %r1, 50, %r0;
                        red.global.add.u32 [%rd0], %r2;
                        atom.global.max.s32 %r3, [%rd0+4], %r2;
                        atom.global.or.b32 %r3, [%rd0+8], %r2;
                        atom.global.inc.u32 %r3, [%rd0+12], 6;
                        atom.global.min.u32 %r3, [%rd0+16], %r2;
                        cvt.u64.u32 %rd5, %r2;
                        red.global.add.u64 [%rd0+24], %rd5;
                        """), LaunchGeometry.of(20, 1, 1, 50, 1), values);
        assertThat(values).containsExactly(499500, 999, 1023, 1000 % 7, 0, 0, 499500, 0);
    }

    /** Where threads store to one address, the highest thread's value stays; it is the same in each run. */
    @Test
    void collidingStores() {
        int[] out = new int[2];
        PtxProgram.run(
                PtxProgram.kernel(
                        1,
                        "shr.u32 %r1, %r0, 5;\nmul.wide.u32 %rd5, %r1, 4;\nadd.s64 %rd5, %rd5, %rd0;\n"
                                + "st.global.u32 [%rd5], %r0;\n"),
                PtxProgram.threads(64),
                out);
        assertThat(out).containsExactly(31, 63);
    }
}
