package alexnet.trainer.bench;

import alexnet.engine.Device;
import alexnet.kernels.Philox;
import alexnet.model.HostBatch;
import alexnet.model.Hyperparameters;
import alexnet.model.ModelOptions;
import alexnet.model.Network;
import alexnet.model.SplitNetwork;
import alexnet.model.StepResult;
import alexnet.trainer.settings.NetworkChoice;
import java.nio.ByteBuffer;
import java.util.List;

/** A network that takes the trainer's steps on one batch of noise, which stays in memory. */
final class TrainingSteps implements AutoCloseable {

    private static final Hyperparameters RATES = new Hyperparameters(0.01, 0.9, 0.0005);

    private final SplitNetwork network;
    private final HostBatch batch;
    private long step;
    private StepResult last;

    /** @param options whose source size is that of {@link #options} */
    TrainingSteps(Network network, ModelOptions options, List<Device> devices) {
        this.network = new SplitNetwork(network, options, devices);
        HostBatch made = null;
        try {
            this.network.initialise(options.dropout().seed());
            made = this.network.newHostBatch();
            fill(made, network, options);
        } catch (RuntimeException e) {
            if (made != null) {
                made.close();
            }
            this.network.close();
            throw e;
        }
        batch = made;
    }

    /** Options for images of the size that the trainer packs for such a network. */
    static ModelOptions options(Network network, int batchSize) {
        return ModelOptions.of(batchSize, NetworkChoice.sourceSize(network.cropSize()));
    }

    private static void fill(HostBatch batch, Network network, ModelOptions options) {
        Philox random = new Philox(options.dropout().seed(), 0, 0);
        ByteBuffer images = batch.images();
        while (images.remaining() >= Integer.BYTES) {
            images.putInt(random.nextInt());
        }
        int offsets = options.sourceSize() - network.cropSize() + 1;
        for (int n = 0; n < batch.capacity(); n++) {
            batch.labels().put(n, random.nextInt(network.classes()));
            batch.cropX().put(n, random.nextInt(offsets));
            batch.cropY().put(n, random.nextInt(offsets));
            batch.mirror().put(n, random.nextInt(2));
        }
        batch.setCount(batch.capacity());
    }

    /** Rounds of whole steps: upload, augmentation, forward, backward and update. */
    Sampler.Round rounds() {
        return calls -> {
            long begun = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                last = network.trainStep(batch, ++step, RATES);
            }
            return (System.nanoTime() - begun) / 1e9;
        };
    }

    /** Mean loss of the last step. */
    double loss() {
        return last.loss() / last.samples();
    }

    @Override
    public void close() {
        batch.close();
        network.close();
    }
}
