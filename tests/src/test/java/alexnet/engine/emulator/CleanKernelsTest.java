package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;
import alexnet.engine.emulator.SampleKernels.Unset;
import alexnet.engine.emulator.sanitize.SanitizerReport;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Kernels of clean.cu share memory between threads in all the usual ways; no checker reports any of them. */
final class CleanKernelsTest {

    private static final long SEED = 20260722;
    private static final SampleKernels KERNELS = new SampleKernels("clean");

    private static int[] random(int count) {
        SplittableRandom random = new SplittableRandom(SEED);
        return random.ints(count, -1000, 1000).toArray();
    }

    private static LaunchGeometry grid(int blocks, int threads) {
        return LaunchGeometry.of(blocks, 1, 1, threads, 1);
    }

    private static int sum(int[] values, int from, int count) {
        return Arrays.stream(values, from, from + count).sum();
    }

    @Test
    void reductionWithBarriers() {
        int[] in = random(1024);
        int[] out = new int[4];
        assertThat(KERNELS.run("reduction", grid(4, 256), in, out)).isEmpty();
        assertThat(out).containsExactly(sum(in, 0, 256), sum(in, 256, 256), sum(in, 512, 256), sum(in, 768, 256));
    }

    @Test
    void reductionByShuffles() {
        int[] in = random(192);
        int[] out = new int[3];
        assertThat(KERNELS.run("warp_reduction", grid(3, 64), in, out)).isEmpty();
        assertThat(out).containsExactly(sum(in, 0, 64), sum(in, 64, 64), sum(in, 128, 64));
    }

    @Test
    void exchangeWithinWarps() {
        int[] in = random(320);
        int[] out = new int[64];
        assertThat(KERNELS.run("warp_exchange", grid(1, 64), in, out)).isEmpty();
        assertThat(out)
                .containsExactly(IntStream.range(0, 64)
                        .map(t -> IntStream.range(0, 5)
                                .map(i -> in[i * 64 + (t ^ 9)])
                                .sum())
                        .toArray());
    }

    @Test
    void exchangeWithinHalfAWarp() {
        int[] in = random(16);
        int[] out = new int[16];
        assertThat(KERNELS.run("half_warp_exchange", grid(1, 32), in, out)).isEmpty();
        assertThat(out)
                .containsExactly(IntStream.range(0, 16).map(t -> in[15 - t]).toArray());
    }

    @Test
    void doubleBuffering() {
        float[] in = new float[64 * 7];
        Arrays.fill(in, 0.5f);
        float[] out = new float[64];
        assertThat(KERNELS.run("double_buffer", grid(1, 64), in, out, 7)).isEmpty();
        assertThat(out).containsOnly(3.5f);
    }

    @Test
    void histogramByAtomics() {
        byte[] in = new byte[1000];
        int[] expected = new int[16];
        for (int i = 0; i < in.length; i++) {
            in[i] = (byte) (i * i);
            expected[in[i] & 15]++;
        }
        int[] bins = new int[16];
        assertThat(KERNELS.run("histogram", grid(3, 64), in, bins, in.length)).isEmpty();
        assertThat(bins).containsExactly(expected);
    }

    @Test
    void lastBlockSumsUp() {
        int[] in = random(640);
        int[] sum = new int[1];
        assertThat(KERNELS.run("last_block", grid(10, 64), in, new Unset(40), new int[1], sum))
                .isEmpty();
        assertThat(sum).containsExactly(sum(in, 0, 640));
    }

    @Test
    void manyThreadsSetOneFlag() {
        int[] in = random(128);
        int[] found = new int[129];
        assertThat(KERNELS.run("flag", grid(2, 64), in, found)).isEmpty();
        assertThat(found).containsOnly(1);
    }

    @Test
    void inPlace() {
        float[] data = {1, 2, 3, 4, 5};
        assertThat(KERNELS.run("in_place", grid(1, 64), data, 5)).isEmpty();
        assertThat(data).containsExactly(3, 5, 7, 9, 11);
    }

    @Test
    void neighbouringBytesOfDifferentThreads() {
        byte[] in = new byte[64];
        for (int i = 0; i < 64; i++) {
            in[i] = (byte) (i * 3);
        }
        byte[] out = new byte[64];
        assertThat(KERNELS.run("bytes", grid(1, 64), in, out)).isEmpty();
        for (int i = 0; i < 64; i++) {
            assertThat(out[i]).isEqualTo(in[63 - i]);
        }
    }

    @Test
    void vectors() {
        float[] in = new float[128];
        Arrays.fill(in, 4.25f);
        float[] out = new float[128];
        assertThat(KERNELS.run("vectors", grid(1, 32), in, out)).isEmpty();
        assertThat(out).containsOnly(4.25f);
    }

    @Test
    void localArrays() {
        int[] in = random(64);
        int[] out = new int[64];
        assertThat(KERNELS.run("stack", grid(1, 64), in, out)).isEmpty();
        assertThat(out)
                .containsExactly(
                        IntStream.range(0, 64).map(t -> t + (in[t] & 3)).toArray());
    }

    @Test
    void moreSynchronisationThanAStampCanCount() {
        String body = """
                .shared .align 4 .b8 s[128];
                shl.b32 %r1, %r0, 2;
                st.shared.u32 [%r1], %r0;
                mov.u32 %r2, 0;
                again:
                bar.warp.sync -1;
                add.u32 %r2, %r2, 1;
                setp.lt.u32 %p1, %r2, 70000;
                @%p1 bra again;
                xor.b32 %r3, %r1, 124;
                ld.shared.u32 %r4, [%r3];
                mul.wide.u32 %rd5, %r0, 4;
                add.s64 %rd5, %rd5, %rd0;
                st.global.u32 [%rd5], %r4;
                """;
        SanitizerReport report = new SanitizerReport();
        int[] out = new int[32];
        try (EmulatedDevice device =
                        new EmulatedDevice(0, EmulatorOptions.defaults().withSanitizer(report));
                Stream stream = device.createStream();
                DeviceBuffer buffer = device.allocate(128, "out")) {
            stream.launch(
                    device.load(PtxProgram.kernel(1, body)).kernel("k"),
                    grid(2, 32),
                    new KernelArguments().pointer(buffer));
            stream.synchronize();
            buffer.read(out);
        }
        // Both blocks store the same values: that is no race.
        assertThat(report.findings()).isEmpty();
        assertThat(out).containsExactly(IntStream.range(0, 32).map(t -> 31 - t).toArray());
    }
}
