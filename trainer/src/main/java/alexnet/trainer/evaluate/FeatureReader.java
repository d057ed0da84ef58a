package alexnet.trainer.evaluate;

import alexnet.model.SplitNetwork;
import alexnet.trainer.data.batch.BatchLoader;
import alexnet.trainer.data.batch.BatchPlan;
import alexnet.trainer.data.batch.CropView;
import alexnet.trainer.data.image.RgbImage;
import alexnet.trainer.data.packed.PackedDataset;
import alexnet.trainer.failure.CheckpointException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The features of pictures: what the last fully connected layer reads (4,096 values in the paper's network), of the centre
 * crop, without dropout.
 */
public final class FeatureReader implements AutoCloseable {

    private static final int READ_AHEAD = 2;

    private final TrainedModel model;
    private final SplitNetwork network;
    private final CropView view;

    /** Receives each picture's number in the set and its features; the listener may keep the array. */
    @FunctionalInterface
    public interface Listener {
        void picture(int image, float[] features);
    }

    /**
     * Loads a network.
     *
     * @param fallback whose mean picture is taken where the weights have none
     */
    public FeatureReader(TrainedModel model, TrainedModel.Loading loading, PackedDataset fallback) {
        this.model = model;
        network = model.load(loading, fallback);
        view = CropView.centre(model.sourceSize(), network.network().cropSize());
    }

    /**
     * Reads a whole set, in its order.
     *
     * @throws CheckpointException where a feature is no finite number
     */
    public void read(PackedDataset set, Listener listener) {
        int[] unlabelled = new int[set.classes().size()];
        Arrays.fill(unlabelled, -1);
        List<HostBatchTarget> ring = new ArrayList<>();
        try {
            IntStream.range(0, READ_AHEAD)
                    .forEach(i -> ring.add(new HostBatchTarget(network.newHostBatch(), unlabelled)));
            BatchPlan plan = BatchPlan.evaluation(set, ring.get(0).capacity(), view);
            try (BatchLoader<HostBatchTarget> loader = new BatchLoader<>(set, plan, ring, 1, 0)) {
                for (int index = 0; index < plan.batches(); index++) {
                    float[][] features = finite(network.features(loader.next().batch()));
                    int[] images = plan.batch(1, index).images();
                    for (int i = 0; i < images.length; i++) {
                        listener.picture(images[i], features[i]);
                    }
                }
            }
        } finally {
            ring.forEach(HostBatchTarget::close);
        }
    }

    /**
     * Reads pictures of the size that the network's crops are taken from.
     *
     * @throws CheckpointException where a feature is no finite number
     */
    public List<float[]> read(List<RgbImage> pictures) {
        List<float[]> features = new ArrayList<>();
        try (HostBatchTarget target = new HostBatchTarget(network.newHostBatch(), new int[0])) {
            for (int start = 0; start < pictures.size(); start += target.capacity()) {
                target.fill(pictures.subList(start, Math.min(start + target.capacity(), pictures.size())));
                target.view(view);
                features.addAll(List.of(finite(network.features(target.batch()))));
            }
        }
        return features;
    }

    private float[][] finite(float[][] features) {
        for (float[] values : features) {
            for (int i = 0; i < values.length; i++) {
                if (!Float.isFinite(values[i])) {
                    throw new CheckpointException(
                            model.weights().toString(),
                            "feature " + i + " of a picture (expected a finite number, found " + values[i] + ")",
                            "take an earlier checkpoint, from before the weights overflowed",
                            null);
                }
            }
        }
        return features;
    }

    @Override
    public void close() {
        network.close();
    }
}
