package alexnet.trainer.bench;

import alexnet.engine.Device;
import alexnet.engine.Stream;
import alexnet.kernels.Activation;
import alexnet.kernels.ConvShape;
import alexnet.kernels.KernelLibrary;
import alexnet.kernels.example.ConvExamples;
import alexnet.kernels.example.ExampleOperands;
import java.util.List;
import java.util.function.Consumer;

/** Whether twice the grid takes twice the time: one convolution kernel, and the same with twice the images. */
public final class GridScaling {

    /** A grid of 169 blocks for 128 images: enough that the last portions of a worker do not count. */
    private static final ConvShape SMALL = new ConvShape(16, 13, 13, 128, 64, 3, 3, 1, 1);

    private static final ConvShape LARGE = new ConvShape(16, 13, 13, 256, 64, 3, 3, 1, 1);

    /**
     * @param ratio median of the pairs: time with the large grid by time with the small one
     * @param blocksRatio blocks of the large grid by those of the small one
     */
    public record Result(
            String device,
            WatchedStream.Launch small,
            WatchedStream.Launch large,
            Timing smallTiming,
            Timing largeTiming,
            double ratio,
            double blocksRatio) {}

    private GridScaling() {}

    static Result measure(Device device, Effort effort) {
        try (KernelLibrary kernels = new KernelLibrary(device);
                StreamRounds rounds = new StreamRounds(device);
                ExampleOperands operands = ExampleOperands.plain(kernels)) {
            Consumer<Stream> small = prepare(SMALL, operands);
            Consumer<Stream> large = prepare(LARGE, operands);
            List<WatchedStream.Launch> smallLaunch = rounds.launches(small);
            List<WatchedStream.Launch> largeLaunch = rounds.launches(large);
            Sampler.Pair pair = new Sampler(effort).alternate(rounds.of(small), rounds.of(large));
            return new Result(
                    device.name(),
                    smallLaunch.get(0),
                    largeLaunch.get(0),
                    pair.first(),
                    pair.second(),
                    pair.ratio(),
                    (double) largeLaunch.get(0).blocks() / smallLaunch.get(0).blocks());
        }
    }

    private static Consumer<Stream> prepare(ConvShape shape, ExampleOperands operands) {
        return ConvExamples.forward(shape, Activation.RELU).prepare(operands).launch();
    }
}
