package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Event;
import alexnet.engine.Kernel;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.PtxSource;
import alexnet.engine.Stream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Order of work between streams and devices, and that it decides nothing but the order. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class StreamsTest {

    private static final PtxSource ADD = PtxProgram.kernel(2, """
            mov.u32 %r1, %ctaid.x;
            mov.u32 %r2, %ntid.x;
            mad.lo.s32 %r0, %r1, %r2, %r0;
            mul.wide.u32 %rd5, %r0, 4;
            add.s64 %rd6, %rd0, %rd5;
            add.s64 %rd7, %rd1, %rd5;
            ld.global.f32 %f1, [%rd6];
            fma.rn.f32 %f1, %f1, 0f3F8CCCCD, 0f3DCCCCCD;
            st.global.f32 [%rd7], %f1;
            """);

    /** A value goes back and forth between two devices; every step waits for the one before through events only. */
    @Test
    void pingPong() {
        int n = 4096;
        try (EmulatedDevice a = new EmulatedDevice(0);
                EmulatedDevice b = new EmulatedDevice(1)) {
            Stream onA = a.createStream();
            Stream onB = b.createStream();
            Kernel kernelA = a.load(ADD).kernel("k");
            Kernel kernelB = b.load(ADD).kernel("k");
            DeviceBuffer bufferA = a.allocate(4 * n, "a");
            DeviceBuffer bufferB = b.allocate(4 * n, "b");
            Event doneA = a.createEvent();
            Event doneB = b.createEvent();
            LaunchGeometry geometry = LaunchGeometry.linear(n, 128);
            float expected = 0;
            for (int round = 0; round < 50; round++) {
                onA.launch(
                        kernelA,
                        geometry,
                        new KernelArguments().pointer(bufferA).pointer(bufferA));
                onA.record(doneA);
                onB.await(doneA);
                onB.copy(bufferB, bufferA);
                onB.launch(
                        kernelB,
                        geometry,
                        new KernelArguments().pointer(bufferB).pointer(bufferB));
                onB.record(doneB);
                onA.await(doneB);
                onA.copy(bufferA.slice(0, 4 * n), bufferB);
                expected = Math.fma(Math.fma(expected, 1.1f, 0.1f), 1.1f, 0.1f);
            }
            onA.synchronize();
            onB.synchronize();
            float[] values = bufferA.toFloats();
            float[] all = new float[n];
            Arrays.fill(all, expected);
            assertThat(values).isEqualTo(all);
            assertThat(doneB.millisecondsSince(doneB)).isZero();
        }
    }

    /** A sum over lanes, warps and blocks in a fixed order has the same bits in every run. */
    @Test
    void repeatedRunsHaveTheSameBits() {
        PtxSource ptx = PtxProgram.kernel(1, """
                mov.u32 %r1, %ctaid.x;
                mad.lo.s32 %r2, %r1, 64, %r0;
                cvt.rn.f32.u32 %f1, %r2;
                rcp.rn.f32 %f1, %f1;
                mov.u32 %r3, 16;
                next:
                mov.b32 %r4, %f1;
                shfl.sync.bfly.b32 %r5, %r4, %r3, 31, 0xffffffff;
                mov.b32 %f2, %r5;
                add.rn.f32 %f1, %f1, %f2;
                shr.u32 %r3, %r3, 1;
                setp.ne.u32 %p1, %r3, 0;
                @%p1 bra next;
                mul.wide.u32 %rd5, %r2, 4;
                add.s64 %rd5, %rd5, %rd0;
                st.global.f32 [%rd5], %f1;
                """);
        int[] first = null;
        for (int run = 0; run < 10; run++) {
            int[] out = new int[64 * 200];
            PtxProgram.run(ptx, LaunchGeometry.of(200, 1, 1, 64, 1), out);
            first = first == null ? out : first;
            assertThat(out).isEqualTo(first);
        }
        float expected = 0;
        float[] warp = new float[32];
        for (int i = 0; i < 32; i++) {
            warp[i] = 1f / (64 + i);
        }
        for (int step = 16; step > 0; step /= 2) {
            float[] next = new float[32];
            for (int i = 0; i < 32; i++) {
                next[i] = warp[i] + warp[i ^ step];
            }
            warp = next;
        }
        expected = warp[5];
        assertThat(Float.intBitsToFloat(first[64 + 5])).isEqualTo(expected);
    }
}
