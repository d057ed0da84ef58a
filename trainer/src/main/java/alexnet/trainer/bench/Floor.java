package alexnet.trainer.bench;

import alexnet.engine.DeviceProperties;
import alexnet.engine.emulator.profile.Gpu;
import java.util.Locale;

/**
 * The peak rates of a device, which give a lower bound of the time: no operation is faster than its arithmetic at
 * {@code gflops} or its memory traffic at {@code gigabytesPerSecond}, whichever takes longer.
 *
 * @param gflops 10^9 floating-point operations per second
 * @param gigabytesPerSecond 10^9 bytes per second
 * @param source where the two figures come from
 */
public record Floor(double gflops, double gigabytesPerSecond, String source) {

    /** Floats of one array of the memory loop: three of them are far larger than any cache. */
    private static final int ADDED = 8 << 20;

    /** Rows and columns of the product that stands for arithmetic. */
    private static final int PRODUCT = 512;

    /** The emulator's: what plain Java loops reach here and now on one thread, times the workers. */
    static Floor ofPlainLoops(Effort effort, int workers) {
        Sampler sampler = new Sampler(effort);
        float[][] a = rows();
        float[][] b = rows();
        float[][] c = new float[PRODUCT][PRODUCT];
        Timing product =
                sampler.measure(StreamRounds.host(() -> PlainLoops.blockedProduct(PRODUCT, PRODUCT, PRODUCT, a, b, c)));
        float[] first = BenchValues.of(ADDED);
        float[] second = BenchValues.of(ADDED);
        float[] sum = new float[ADDED];
        Timing adding = sampler.measure(StreamRounds.host(() -> PlainLoops.add(first, second, sum)));
        return new Floor(
                workers * product.giga(2.0 * PRODUCT * PRODUCT * PRODUCT),
                workers * adding.giga(3.0 * Float.BYTES * ADDED),
                "plain Java loops on one thread (matrix product, sum of two arrays) times " + workers + " workers");
    }

    private static float[][] rows() {
        float[][] rows = new float[PRODUCT][];
        for (int i = 0; i < PRODUCT; i++) {
            rows[i] = BenchValues.of(PRODUCT);
        }
        return rows;
    }

    /** A GPU's peaks, from its data sheet; null where it is none of those that the profile knows. */
    static Floor ofGpu(DeviceProperties properties) {
        String description = properties.description().toLowerCase(Locale.ROOT);
        return Gpu.ALL.stream()
                // Boards of one name differ: an H100 for PCIe has fewer multiprocessors.
                .filter(gpu ->
                        description.contains(gpu.name()) && gpu.multiprocessors() == properties.multiprocessors())
                .findFirst()
                .map(gpu -> new Floor(
                        gpu.floatFlops() / 1e9,
                        gpu.dramBytesPerSecond() / 1e9,
                        "peak rates of the " + gpu.description()))
                .orElse(null);
    }

    /** The least seconds in which the device could do so many floating-point operations and move so many bytes. */
    double seconds(long flops, long bytes) {
        return Math.max(flops / gflops, bytes / gigabytesPerSecond) / 1e9;
    }
}
