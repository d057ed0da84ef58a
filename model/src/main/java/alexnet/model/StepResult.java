package alexnet.model;

/**
 * Sums over the images of one training step, not means.
 *
 * @param loss cross-entropy
 * @param top1 images whose label came first; ties count in part
 * @param top5 images whose label was among the first five; ties count in part
 * @param samples images in the batch
 */
public record StepResult(double loss, double top1, double top5, int samples) {}
