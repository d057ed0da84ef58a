package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;

/**
 * Softmax over the classes, the cross-entropy with the label, whether the label is among the best one and five, and the
 * gradient of the logits.
 *
 * <p>Label -1 marks a column that only pads the batch: its probabilities are made, its loss, scores and gradient are 0.
 * Where a logit is NaN or +infinity the loss is NaN and the scores are 0; the same holds for a label outside -1 to K-1,
 * so that neither can pass unseen. Sums run in a fixed order: same bits on every run and device.
 */
public record SoftmaxCrossEntropy(KernelLibrary library) {

    private static final int IMAGES = 32;
    private static final int SLICES = 16;
    private static final int CLASSES_PER_BLOCK = 8;

    /**
     * Queues probabilities, losses and scores.
     *
     * <p>A score is 1 when the label is surely among the best k logits and 0 when surely not; where the logit of the
     * label is one of e equal ones and g are larger, it is min(1, (k - g) / e), the share of the places left (as in the
     * original program).
     *
     * @param classes K
     * @param batch N
     * @param logits (K,N)
     * @param labels int32 (N), from -1 to K-1
     * @param probabilities (K,N): exp(z_k - max z) / sum of the same
     * @param loss (N): log(sum exp(z - max z)) - (z_label - max z)
     * @param top1 (N): score for k = 1
     * @param top5 (N): score for k = 5
     * @throws IllegalArgumentException when an extent is below 1, or a buffer too small, on another device or shared
     */
    public void forward(
            Stream stream,
            int classes,
            int batch,
            DeviceBuffer logits,
            DeviceBuffer labels,
            DeviceBuffer probabilities,
            DeviceBuffer loss,
            DeviceBuffer top1,
            DeviceBuffer top5) {
        String shape = shape("softmax cross-entropy forward", classes, batch);
        Operands.of("softmax cross-entropy forward", library, stream)
                .floats("logits", logits, (long) classes * batch, shape)
                .ints("labels", labels, batch, shape)
                .floats("probabilities", probabilities, (long) classes * batch, shape)
                .floats("loss", loss, batch, shape)
                .floats("top1", top1, batch, shape)
                .floats("top5", top5, batch, shape)
                .apart("probabilities", "logits");
        stream.launch(
                library.kernel("softmax_cross_entropy", "softmax_cross_entropy_forward"),
                LaunchGeometry.of((batch + IMAGES - 1) / IMAGES, 1, 1, IMAGES, SLICES),
                new KernelArguments()
                        .i32(classes)
                        .i32(batch)
                        .pointer(logits)
                        .pointer(labels)
                        .pointer(probabilities)
                        .pointer(loss)
                        .pointer(top1)
                        .pointer(top5));
    }

    /**
     * Queues dLogits = (probability - (1 for the label, else 0)) * scale; 0 in columns of label -1.
     *
     * @param classes K
     * @param batch N
     * @param probabilities (K,N), as {@link #forward} left them
     * @param labels int32 (N), from -1 to K-1
     * @param scale factor, usually 1 / (images of the mini-batch)
     * @param dLogits (K,N); may be the probabilities
     * @throws IllegalArgumentException when an extent is below 1, or a buffer too small, on another device or shared
     */
    public void gradient(
            Stream stream,
            int classes,
            int batch,
            DeviceBuffer probabilities,
            DeviceBuffer labels,
            float scale,
            DeviceBuffer dLogits) {
        String shape = shape("softmax cross-entropy gradient", classes, batch);
        Operands.of("softmax cross-entropy gradient", library, stream)
                .floats("probabilities", probabilities, (long) classes * batch, shape)
                .ints("labels", labels, batch, shape)
                .floats("dLogits", dLogits, (long) classes * batch, shape)
                .sameOrApart("dLogits", "probabilities");
        stream.launch(
                library.kernel("softmax_cross_entropy", "softmax_cross_entropy_gradient"),
                LaunchGeometry.of(
                        (classes + CLASSES_PER_BLOCK - 1) / CLASSES_PER_BLOCK,
                        (batch + IMAGES - 1) / IMAGES,
                        1,
                        IMAGES,
                        CLASSES_PER_BLOCK),
                new KernelArguments()
                        .i32(classes)
                        .i32(batch)
                        .f32(scale)
                        .pointer(probabilities)
                        .pointer(labels)
                        .pointer(dLogits));
    }

    private static String shape(String operation, int classes, int batch) {
        if (classes < 1 || batch < 1) {
            throw new IllegalArgumentException(operation + ": classes and batch must be at least 1 (found " + classes
                    + " classes, batch " + batch + ")");
        }
        return classes + " classes, batch " + batch;
    }
}
