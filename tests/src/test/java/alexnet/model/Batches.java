package alexnet.model;

import java.util.Random;

/** Mini-batches made from a seed. */
final class Batches {

    private Batches() {}

    /** Fills {@code batch} with {@code count} images of noise, labels, crops, mirroring and colour shifts. */
    static void fillRandomly(HostBatch batch, Network network, int count, long seed) {
        Random random = new Random(seed);
        byte[] image = new byte[3 * batch.sourceSize() * batch.sourceSize()];
        int offsets = batch.sourceSize() - network.cropSize() + 1;
        for (int n = 0; n < count; n++) {
            random.nextBytes(image);
            batch.images().put(n * image.length, image);
            batch.labels().put(n, random.nextInt(network.classes()));
            batch.cropX().put(n, random.nextInt(offsets));
            batch.cropY().put(n, random.nextInt(offsets));
            batch.mirror().put(n, random.nextInt(2));
            for (int c = 0; c < 3; c++) {
                batch.colour().put(c * batch.capacity() + n, (float) random.nextGaussian());
            }
        }
        batch.setCount(count);
    }

    /** A mean image (S,S,3) near the middle of the grey levels. */
    static float[] mean(int sourceSize, long seed) {
        Random random = new Random(seed);
        float[] mean = new float[3 * sourceSize * sourceSize];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = 120 + random.nextFloat() * 16;
        }
        return mean;
    }
}
