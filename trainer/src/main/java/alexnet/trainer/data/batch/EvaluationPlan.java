package alexnet.trainer.data.batch;

import java.util.Arrays;

/**
 * Every picture once, in order, without anything random.
 *
 * @param count pictures in the set
 * @param batchSize columns of a mini-batch
 * @param view the window of every picture
 */
public record EvaluationPlan(int count, int batchSize, CropView view) implements BatchPlan {

    public EvaluationPlan {
        if (batchSize < 1) {
            throw new IllegalArgumentException("--batch-size: expected at least 1, found " + batchSize);
        }
    }

    @Override
    public int batches() {
        return (int) (((long) count + batchSize - 1) / batchSize);
    }

    @Override
    public Batch batch(int epoch, int index) {
        if (index < 0 || index >= batches()) {
            throw new IllegalArgumentException("batch: expected 0 to " + (batches() - 1) + ", found " + index);
        }
        int first = index * batchSize;
        int[] images = new int[Math.min(batchSize, count - first)];
        for (int i = 0; i < images.length; i++) {
            images[i] = first + i;
        }
        CropView[] views = new CropView[images.length];
        Arrays.fill(views, view);
        return new Batch(images, views, new float[3 * images.length], 1);
    }
}
