package alexnet.model;

/**
 * What one update takes besides the gradient: v = momentum * v - weightDecay * learningRate * w - learningRate * g; w +=
 * v (paper, section 5). Biases are updated without decay.
 */
public record Hyperparameters(double learningRate, double momentum, double weightDecay) {}
