package alexnet.trainer.data.batch;

import alexnet.kernels.Philox;
import alexnet.trainer.data.ColourPca;
import alexnet.trainer.data.RandomPurpose;
import alexnet.trainer.data.Shuffle;

/**
 * Shuffled or sequential mini-batches with the paper's augmentation.
 *
 * <p>Per picture and epoch, in this order: first column and first row of the crop, each of 0 to S - crop equally
 * likely; mirrored or not, evenly; and three normal numbers n. All six are drawn whether used or not, so one kind of
 * augmentation can be switched without changing the others. Colour noise is the sum over the axes k of n_k * deviation_k *
 * eigenvector_k ({@link ColourNoise}). Where crops are shared, all pictures of a group have the first one's crop and
 * mirror; groups are counted from the start of the epoch, so they do not depend on the batch size.
 */
public final class TrainingPlan implements BatchPlan {

    private final int count;
    private final int batchSize;
    private final int offsets; // places that a crop can start at, along one side
    private final CropView centre;
    private final AugmentOptions augment;
    private final boolean shuffle;
    private final long seed;
    private final double[][] axes = new double[3][3]; // eigenvector times the deviation of the noise

    private int orderEpoch;
    private int[] order;

    TrainingPlan(
            int count,
            int size,
            ColourPca pca,
            int batchSize,
            int cropSize,
            AugmentOptions augment,
            boolean shuffle,
            long seed) {
        if (batchSize < 1 || batchSize > count) {
            throw new IllegalArgumentException("--batch-size: out of range (expected 1 to the " + count
                    + " pictures of the training set, found " + batchSize + ")");
        }
        this.count = count;
        this.batchSize = batchSize;
        this.centre = CropView.centre(size, cropSize);
        this.offsets = size - cropSize + 1;
        this.augment = augment;
        this.shuffle = shuffle;
        this.seed = seed;
        for (int k = 0; k < 3; k++) {
            for (int channel = 0; channel < 3; channel++) {
                axes[k][channel] = augment.noise().deviation(pca.eigenvalues()[k]) * pca.eigenvectors()[k][channel];
            }
        }
    }

    @Override
    public int batches() {
        return count / batchSize;
    }

    @Override
    public int batchSize() {
        return batchSize;
    }

    @Override
    public Batch batch(int epoch, int index) {
        if (index < 0 || index >= batches()) {
            throw new IllegalArgumentException("batch: expected 0 to " + (batches() - 1) + ", found " + index);
        }
        int[] images = new int[batchSize];
        CropView[] views = new CropView[batchSize];
        float[] colour = new float[3 * batchSize];
        boolean hasNoise = augment.hasNoise(epoch);
        int[] epochOrder = shuffle ? order(epoch) : null;
        for (int column = 0; column < batchSize; column++) {
            int position = index * batchSize + column;
            images[column] = shuffle ? epochOrder[position] : position;
            Philox random = random(epoch, position);
            CropView own = view(random); // drawn in any case: its numbers come before those of the colour
            int first = position - position % augment.cropSharing();
            views[column] = first == position ? own : view(random(epoch, first));
            if (hasNoise) {
                noise(random, colour, 3 * column);
            }
        }
        float scale = hasNoise ? (float) (1 / augment.noise().divisor()) : 1;
        return new Batch(images, views, colour, scale);
    }

    private Philox random(int epoch, int position) {
        return new Philox(seed, RandomPurpose.AUGMENT, (long) epoch << 32 | position);
    }

    private CropView view(Philox random) {
        int x = random.nextInt(offsets);
        int y = random.nextInt(offsets);
        boolean mirror = random.nextBoolean();
        return new CropView(
                augment.crop() ? x : centre.x(), augment.crop() ? y : centre.y(), augment.mirror() && mirror);
    }

    private void noise(Philox random, float[] colour, int at) {
        double red = 0;
        double green = 0;
        double blue = 0;
        for (double[] axis : axes) {
            double n = random.nextGaussian();
            red += n * axis[0];
            green += n * axis[1];
            blue += n * axis[2];
        }
        colour[at] = (float) red;
        colour[at + 1] = (float) green;
        colour[at + 2] = (float) blue;
    }

    private synchronized int[] order(int epoch) {
        if (order == null || orderEpoch != epoch) {
            order = Shuffle.permutation(count, new Philox(seed, RandomPurpose.ORDER, epoch));
            orderEpoch = epoch;
        }
        return order;
    }
}
