package alexnet.model.layer;

import java.util.List;

/**
 * One trained tensor of a layer on one GPU.
 *
 * @param role {@code weight} or {@code bias}, the end of the tensor's name
 * @param shape extents, the outermost first
 * @param fanIn products that are summed for one output of the layer
 * @param deviation standard deviation of the Gaussian from which it starts; 0 for a constant start
 * @param constant the value to which the Gaussian is added
 * @param decayed whether weight decay applies (to weights, never to biases: docs/reproducing.md, point 10)
 */
public record Parameter(
        String role, List<Integer> shape, int fanIn, double deviation, double constant, boolean decayed) {

    public Parameter {
        shape = List.copyOf(shape);
    }

    /** Filters (K,C,R,S), banks of filters (P,Q,K,C,R,S) or a matrix (outputs,inputs), Gaussian around 0. */
    static Parameter weight(double deviation, int fanIn, Integer... shape) {
        return new Parameter("weight", List.of(shape), fanIn, deviation, 0, true);
    }

    /** One value per output (of an image, where the layer shares none between pixels), all {@code constant} at the start. */
    static Parameter bias(double constant, int fanIn, Integer... shape) {
        return new Parameter("bias", List.of(shape), fanIn, 0, constant, false);
    }

    /** Number of values. */
    public int elements() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }
}
