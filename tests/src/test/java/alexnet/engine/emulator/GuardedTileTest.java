package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Multiply-adds whose left factor comes from shared memory, but for some threads from a guarded load after it. */
final class GuardedTileTest {

    private static final int THREADS = 64;

    @Test
    void theGuardedLoadCounts() {
        int[] other = new int[THREADS];
        int[] result = new int[THREADS];
        for (int i = 0; i < THREADS; i++) {
            other[i] = Float.floatToRawIntBits(100 + i);
        }
        PtxProgram.run(PtxProgram.kernel(2, """
                        .shared .align 16 .b8 words[16];
                        mov.u32 %r1, 0x40000000;
                        mov.u32 %r2, 0x40400000;
                        st.shared.u32 [words], %r1;
                        st.shared.u32 [words+4], %r2;
                        bar.sync 0;
                        mul.wide.u32 %rd3, %r0, 4;
                        add.s64 %rd4, %rd0, %rd3;
                        add.s64 %rd5, %rd1, %rd3;
                        cvt.rn.f32.u32 %f3, %r0;
                        add.f32 %f4, %f3, 0f3F800000;
                        mov.f32 %f5, 0f41200000;
                        and.b32 %r3, %r0, 1;
                        setp.eq.u32 %p1, %r3, 0;
                        ld.shared.f32 %f1, [words];
                        ld.shared.f32 %f2, [words+4];
                        @%p1 ld.global.f32 %f1, [%rd4];
                        fma.rn.f32 %f6, %f1, %f3, %f5;
                        fma.rn.f32 %f7, %f2, %f4, %f6;
                        st.global.f32 [%rd5], %f7;
                        """), PtxProgram.threads(THREADS), other, result);
        for (int i = 0; i < THREADS; i++) {
            float left = i % 2 == 0 ? 100 + i : 2;
            assertThat(Float.intBitsToFloat(result[i])).as("thread " + i).isEqualTo(10 + left * i + 3f * (i + 1));
        }
    }
}
