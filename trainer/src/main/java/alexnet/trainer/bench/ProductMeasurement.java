package alexnet.trainer.bench;

import alexnet.engine.Stream;
import alexnet.engine.emulator.EmulatedDevice;
import alexnet.kernels.KernelLibrary;
import alexnet.kernels.example.ExampleOperands;
import java.util.List;
import java.util.function.Consumer;

/** Times products on an emulated device with one worker, and next to them plain Java loops on one thread. */
public final class ProductMeasurement {

    /** A float32 sum of n products may be off by n roundings of its largest part; the operands are at most 0.5. */
    private static final double ROUNDING = 0x1p-24;

    /**
     * One product.
     *
     * @param workers threads that ran the emulator
     * @param gflops 10^9 floating-point operations per second on the emulator
     * @param gflopsPerCore the same by the number of workers
     * @param gflopsPerCpuSecond the same by processor time, or null
     * @param ratioToNaive per core, by the naive loops
     * @param ratioToBlocked per core, by the blocked loops
     * @param cpuRatioToNaive the same by processor time, which a busy machine changes less; or null
     * @param cpuRatioToBlocked the same by processor time, or null
     * @param largestError largest difference to what plain loops made, as a share of what roundings explain
     */
    public record Result(
            String name,
            String shape,
            List<WatchedStream.Launch> launches,
            long flops,
            int workers,
            Timing timing,
            double gflops,
            double gflopsPerCore,
            Double gflopsPerCpuSecond,
            Plain naive,
            Plain blocked,
            double ratioToNaive,
            double ratioToBlocked,
            Double cpuRatioToNaive,
            Double cpuRatioToBlocked,
            double largestError) {

        /** Whether the emulator and the plain loops agree. */
        boolean agrees() {
            return largestError <= 1;
        }
    }

    /**
     * Plain Java loops on one thread.
     *
     * @param loops what they are, in words
     */
    public record Plain(String loops, Timing timing, double gflops, Double gflopsPerCpuSecond) {}

    private final Sampler sampler;

    ProductMeasurement(Effort effort) {
        sampler = new Sampler(effort);
    }

    Result measure(Product product) {
        Plain naive = plain(product, product::naive, "in the order of the definition, one array per operand");
        Plain blocked = plain(product, product::blocked, product.blockedLoops());
        int workers = 1;
        try (EmulatedDevice device = EmulatedDevice.withWorkers(0, workers);
                KernelLibrary kernels = new KernelLibrary(device);
                StreamRounds rounds = new StreamRounds(device);
                ExampleOperands operands = ExampleOperands.plain(kernels)) {
            Consumer<Stream> launch = product.prepare(operands);
            List<WatchedStream.Launch> launches = rounds.launches(launch);
            Timing timing = sampler.measure(rounds.of(launch));
            double gflops = timing.giga(product.flops());
            float[] found = product.deviceResult();
            double error = Math.max(
                    largestError(product, found, product.naiveResult()),
                    largestError(product, found, product.blockedResult()));
            return new Result(
                    product.name(),
                    product.shape(),
                    launches,
                    product.flops(),
                    workers,
                    timing,
                    gflops,
                    gflops / workers,
                    timing.gigaPerCpuSecond(product.flops()),
                    naive,
                    blocked,
                    gflops / workers / naive.gflops(),
                    gflops / workers / blocked.gflops(),
                    cpuRatio(timing, naive),
                    cpuRatio(timing, blocked),
                    error);
        }
    }

    private static Double cpuRatio(Timing emulated, Plain plain) {
        double cpuSeconds = plain.timing().cpuSeconds();
        return emulated.cpuSeconds() > 0 && cpuSeconds > 0 ? cpuSeconds / emulated.cpuSeconds() : null;
    }

    private Plain plain(Product product, Runnable code, String loops) {
        Timing timing = sampler.measure(StreamRounds.host(code));
        return new Plain(loops, timing, timing.giga(product.flops()), timing.gigaPerCpuSecond(product.flops()));
    }

    /** Both sums may be off by a rounding for each term of magnitude 1/4 that they hold at most. */
    private static double largestError(Product product, float[] found, float[] expected) {
        double allowed = 2 * product.terms() * ROUNDING * product.terms() / 4.0;
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs((double) found[i] - expected[i]) / allowed;
            // Not a number compares with nothing: it must not pass.
            if (!(error <= largest)) {
                largest = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
            }
        }
        return largest;
    }
}
