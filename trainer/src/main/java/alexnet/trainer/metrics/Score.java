package alexnet.trainer.metrics;

/**
 * Loss and error rates of a network over some pictures.
 *
 * @param loss mean cross-entropy
 * @param top1 accuracy of the first guess, in percent
 * @param top5 share of pictures with the right class among the first five guesses, in percent
 */
public record Score(double loss, double top1, double top5) {}
