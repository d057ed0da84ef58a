package alexnet.trainer.data.batch;

import alexnet.trainer.data.packed.PackedDataset;

/**
 * Which pictures make up each mini-batch, and what is random about each: functions of (seed, epoch, position) only, so
 * that training that is resumed anywhere sees the same bits. Thread-safe.
 */
public sealed interface BatchPlan permits TrainingPlan, EvaluationPlan {

    /** Mini-batches in an epoch. */
    int batches();

    /** N, columns of a mini-batch. */
    int batchSize();

    /**
     * One mini-batch.
     *
     * @param epoch any number
     * @param index 0 to {@code batches() - 1}
     */
    Batch batch(int epoch, int index);

    /**
     * A mini-batch; {@code images.length} of its columns hold pictures, the others only pad.
     *
     * @param images the pictures' numbers in the data set
     * @param views the window of each
     * @param colour (count, 3) what is added to red, green and blue of each
     * @param scale what all their values are multiplied by, mean subtracted
     */
    record Batch(int[] images, CropView[] views, float[] colour, float scale) {}

    /**
     * The training plan: whole batches only. What is left over at the end of an epoch is dropped; shuffled, these are
     * other pictures each time.
     *
     * @throws IllegalArgumentException where the set has fewer pictures than a batch, or the crop is larger than they
     */
    static BatchPlan training(
            PackedDataset dataset, int batchSize, int cropSize, AugmentOptions augment, boolean shuffle, long seed) {
        return new TrainingPlan(
                dataset.count(), dataset.size(), dataset.pca(), batchSize, cropSize, augment, shuffle, seed);
    }

    /** The evaluation plan: every picture once, in order, the same view of all; the last batch is padded. */
    static BatchPlan evaluation(PackedDataset dataset, int batchSize, CropView view) {
        return new EvaluationPlan(dataset.count(), batchSize, view);
    }
}
