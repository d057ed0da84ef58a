package alexnet.trainer.data;

/**
 * Which pictures make up each mini-batch, and what is random about each: functions of (seed, epoch, position) only.
 */
public interface BatchPlan {

    /** Mini-batches in an epoch. */
    int batches();

    /** Columns of a mini-batch. */
    int batchSize();

    /** One mini-batch; {@code images.length} of its columns hold pictures, the others only pad. */
    Batch batch(int epoch, int index);

    /**
     * A mini-batch.
     *
     * @param images the pictures' numbers in the data set
     * @param views the window of each
     * @param colour (count, 3) what is added to red, green and blue of each
     */
    record Batch(int[] images, CropView[] views, float[] colour) {}

    /**
     * The training plan: whole batches only; what is left over at the end of an epoch is dropped (another part each
     * epoch when shuffled).
     */
    static BatchPlan training(
            PackedDataset dataset, int batchSize, int cropSize, AugmentOptions augment, boolean shuffle, long seed) {
        throw new IllegalStateException("not there yet " + dataset + batchSize + cropSize + augment + shuffle + seed);
    }

    /** The evaluation plan: every picture once, in order, the same view of all; the last batch is padded. */
    static BatchPlan evaluation(PackedDataset dataset, int batchSize, CropView view) {
        throw new IllegalStateException("not there yet " + dataset + batchSize + view);
    }
}
