package alexnet.kernels.example;

import alexnet.kernels.MomentumSgd;
import alexnet.kernels.check.CheckResult;
import alexnet.kernels.reference.MomentumSgdReference;
import java.util.List;

/** {@link MomentumSgd} against {@link MomentumSgdReference}. */
public final class MomentumSgdExamples extends KernelExamples {

    private static final float RATE = 0.01f;
    private static final float MOMENTUM = 0.9f;
    private static final float DECAY = 0.0005f;
    private static final int FC7_WEIGHTS = 2048 * 4096;

    private static final int[] LENGTHS = {
        1, 2, 3, 5, 31, 32, 33, 96, 127, 128, 255, 256, 257, 363, 509, 1000, 1021, 1024, 2305, 4096, 34848, 65537
    };

    MomentumSgdExamples() {
        super(180, 140);
    }

    /** One step with the rate, momentum and decay of the paper. */
    public static ExampleCall update(int elements) {
        return update(elements, MOMENTUM, DECAY);
    }

    private static ExampleCall update(int elements, float momentum, float decay) {
        String shape = Lengths.text(elements) + ", momentum " + momentum + ", decay " + decay;
        // Weights and velocity are read and written, the gradient is read.
        return new ExampleCall("momentum_sgd", "update", shape, 5L * elements * Float.BYTES, operands -> {
            Floats weights = operands.floats("weights", elements);
            Floats velocity = operands.floats("velocity", elements, 0.1f);
            Floats gradient = operands.floats("gradient", elements, 2);
            MomentumSgd sgd = new MomentumSgd(operands.kernels());
            return new Prepared(
                    stream -> sgd.update(
                            stream,
                            elements,
                            new MomentumSgd.Rates(RATE, momentum, decay),
                            weights.buffer(),
                            velocity.buffer(),
                            gradient.buffer()),
                    () -> compare(elements, momentum, decay, weights, velocity, gradient));
        });
    }

    private static CheckResult compare(
            int elements, float momentum, float decay, Floats weights, Floats velocity, Floats gradient) {
        double[] w = weights.values();
        double[] v = velocity.values();
        double[] g = gradient.values();
        MomentumSgdReference.update(elements, RATE, momentum, decay, w, v, g);
        double[] magnitudeW = weights.magnitudes();
        double[] magnitudeV = velocity.magnitudes();
        for (int i = 0; i < elements; i++) {
            magnitudeV[i] = momentum * magnitudeV[i] + RATE * (decay * magnitudeW[i] + Math.abs(g[i]));
            magnitudeW[i] += magnitudeV[i];
        }
        // Fused sum, product, fused sum; one more sum for the weights.
        return velocity.compare(v, magnitudeV, 3).and(weights.compare(w, magnitudeW, 4));
    }

    /** With and without momentum and decay. */
    @Override
    List<ExampleCall> checks() {
        return Lengths.of(LENGTHS).stream()
                .map(elements -> update(elements, elements % 3 == 0 ? 0 : MOMENTUM, elements % 2 == 0 ? 0 : DECAY))
                .toList();
    }

    @Override
    List<RepresentativeLaunch> launches() {
        return List.of(
                new RepresentativeLaunch("fc7 update", List.of("momentum_sgd_update"), 0, n -> update(FC7_WEIGHTS)));
    }
}
