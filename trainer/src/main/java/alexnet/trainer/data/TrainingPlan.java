package alexnet.trainer.data;

import alexnet.kernels.Philox;

/**
 * Shuffled or sequential mini-batches with the paper's augmentation.
 *
 * <p>Per picture and epoch, in this order: first column and first row of the crop, each of 0 to S - crop equally
 * likely; mirrored or not, evenly; and three normal numbers n. All six are drawn whether used or not, so one kind of
 * augmentation can be switched without changing the others. Colour noise (paper, section 4.1, as the original program
 * made it): the sum over the axes k of 0.1 * n_k * sqrt(eigenvalue_k) * eigenvector_k.
 */
final class TrainingPlan implements BatchPlan {

    private static final double NOISE = 0.1;

    private final int count;
    private final int batchSize;
    private final int offsets; // places that a crop can start at, along one side
    private final CropView centre;
    private final AugmentOptions augment;
    private final boolean shuffle;
    private final long seed;
    private final double[][] axes = new double[3][3]; // eigenvector times standard deviation

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
                axes[k][channel] = NOISE * Math.sqrt(pca.eigenvalues()[k]) * pca.eigenvectors()[k][channel];
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
        int[] epochOrder = shuffle ? order(epoch) : null;
        for (int column = 0; column < batchSize; column++) {
            int position = index * batchSize + column;
            images[column] = shuffle ? epochOrder[position] : position;
            Philox random = new Philox(seed, RandomPurpose.AUGMENT, (long) epoch << 32 | position);
            int x = random.nextInt(offsets);
            int y = random.nextInt(offsets);
            boolean mirror = random.nextBoolean();
            views[column] = new CropView(
                    augment.crop() ? x : centre.x(), augment.crop() ? y : centre.y(), augment.mirror() && mirror);
            if (augment.colour()) {
                noise(random, colour, 3 * column);
            }
        }
        return new Batch(images, views, colour);
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
