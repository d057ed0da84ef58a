package alexnet.kernels.reference;

/** What {@link alexnet.kernels.MomentumSgd} computes, in double precision. */
public final class MomentumSgdReference {

    private MomentumSgdReference() {}

    /** v = m v - wd lr w - lr g; w = w + v. */
    public static void update(
            int elements,
            double learningRate,
            double momentum,
            double weightDecay,
            double[] weights,
            double[] velocity,
            double[] gradient) {
        for (int i = 0; i < elements; i++) {
            velocity[i] = momentum * velocity[i] - weightDecay * learningRate * weights[i] - learningRate * gradient[i];
            weights[i] += velocity[i];
        }
    }
}
