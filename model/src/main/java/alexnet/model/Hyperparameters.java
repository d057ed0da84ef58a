package alexnet.model;

import alexnet.model.layer.Parameter;
import java.util.Map;

/**
 * What one update takes besides the gradient: v = momentum * v - weightDecay * learningRate * w - learningRate * g; w +=
 * v (paper, section 5). Biases are updated without decay, unless an exception gives them one.
 *
 * @param learningRate of all tensors that are no exceptions; 0 still computes their gradients
 * @param weightDecay of all weights that are no exceptions
 * @param exceptions by the name of the tensor, such as {@code conv1.0.weight}
 */
public record Hyperparameters(double learningRate, double momentum, double weightDecay, Map<String, Own> exceptions) {

    /**
     * What one tensor takes instead.
     *
     * @param learningRate 0 freezes the tensor: no gradient is computed, weights and momentum keep their bits
     * @param weightDecay also of a bias
     */
    public record Own(double learningRate, double weightDecay) {}

    public Hyperparameters {
        exceptions = Map.copyOf(exceptions);
    }

    /** The same for all tensors. */
    public Hyperparameters(double learningRate, double momentum, double weightDecay) {
        this(learningRate, momentum, weightDecay, Map.of());
    }

    /** Whether a tensor is left as it is, without a gradient. */
    public boolean isFrozen(String tensor) {
        Own own = exceptions.get(tensor);
        return own != null && own.learningRate == 0;
    }

    /** The learning rate of a tensor. */
    public double learningRate(String tensor) {
        Own own = exceptions.get(tensor);
        return own == null ? learningRate : own.learningRate;
    }

    /** The weight decay of a tensor. */
    public double weightDecay(String tensor, Parameter parameter) {
        Own own = exceptions.get(tensor);
        if (own != null) {
            return own.weightDecay;
        }
        return parameter.decayed() ? weightDecay : 0;
    }
}
