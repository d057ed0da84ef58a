package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;

/**
 * Stochastic gradient descent with momentum and weight decay (paper, section 5): v = m v - wd lr w - lr g, w = w + v.
 *
 * <p>Roundings, each to nearest float32, in this order: t = wd * w + g (one, fused); u = lr * t (one); v = m * v - u
 * (one, fused); w = w + v (one). Java's {@code float} and {@link Math#fma(float, float, float)} repeat it bit for bit.
 */
public record MomentumSgd(KernelLibrary library) {

    private static final int BLOCK = 256;
    private static final int PER_THREAD = 4;

    /**
     * The constants of an update.
     *
     * @param learningRate lr
     * @param momentum m
     * @param weightDecay wd
     */
    public record Rates(float learningRate, float momentum, float weightDecay) {

        /** @throws IllegalArgumentException when one is not finite */
        private void requireFinite() {
            if (!Float.isFinite(learningRate) || !Float.isFinite(momentum) || !Float.isFinite(weightDecay)) {
                throw new IllegalArgumentException("momentum sgd: rates must be finite (found learning rate "
                        + learningRate + ", momentum " + momentum + ", weight decay " + weightDecay + ")");
            }
        }
    }

    /**
     * Queues one update of a tensor.
     *
     * @param elements length of the three buffers
     * @param weights w, changed
     * @param velocity v, changed; 0 before the first step
     * @param gradient g, mean over the mini-batch; only read
     * @throws IllegalArgumentException when {@code elements} is below 1, a rate is not finite, or a buffer is too small,
     *     on another device or shared
     */
    public void update(
            Stream stream,
            int elements,
            Rates rates,
            DeviceBuffer weights,
            DeviceBuffer velocity,
            DeviceBuffer gradient) {
        if (elements < 1) {
            throw new IllegalArgumentException("momentum sgd: elements must be at least 1 (found " + elements + ")");
        }
        rates.requireFinite();
        String shape = elements + " elements";
        Operands.of("momentum sgd", library, stream)
                .floats("weights", weights, elements, shape)
                .floats("velocity", velocity, elements, shape)
                .floats("gradient", gradient, elements, shape)
                .apart("weights", "velocity", "gradient")
                .apart("velocity", "gradient");
        stream.launch(
                library.kernel("momentum_sgd", "momentum_sgd_update"),
                LaunchGeometry.of((elements - 1) / (BLOCK * PER_THREAD) + 1, 1, 1, BLOCK, 1),
                new KernelArguments()
                        .i32(elements)
                        .f32(rates.learningRate())
                        .f32(rates.momentum())
                        .f32(rates.weightDecay())
                        .pointer(weights)
                        .pointer(velocity)
                        .pointer(gradient));
    }
}
