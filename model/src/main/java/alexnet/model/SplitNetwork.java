package alexnet.model;

import alexnet.engine.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A network on the devices that its file names by number: GPU g of the file is the g-th device of the list. The list
 * may name one device more than once; each GPU of the file then has a stream of its own on it. Bits do not depend on
 * the list.
 */
public final class SplitNetwork implements AutoCloseable {

    private final Network network;
    private final ModelOptions options;

    /**
     * Puts the network on the devices; all weights and momenta are zero then.
     *
     * @throws NetworkException when there are fewer devices than the network has GPUs, or the source images are smaller
     *     than the crop, or an optional library is asked for that a device does not have
     * @throws alexnet.engine.OutOfDeviceMemoryException when it does not fit
     */
    public SplitNetwork(Network network, ModelOptions options, List<Device> devices) {
        this.network = network;
        this.options = options;
    }

    public Network network() {
        return network;
    }

    public ModelOptions options() {
        return options;
    }

    /** A batch of the size that {@link #trainStep} and {@link #evaluate} take; the caller closes it. */
    public HostBatch newHostBatch() {
        throw new IllegalStateException("being written");
    }

    /** Sets the mean image that is subtracted from every crop: (S,S,3) with S the source size. It is zero before. */
    public void setMean(float[] mean) {
        throw new IllegalStateException("being written");
    }

    /** Fills the weights from a seed and zeroes the momenta; a tensor's values depend on seed and name only. */
    public void initialise(long seed) {
        throw new IllegalStateException("being written");
    }

    /**
     * One step of stochastic gradient descent on the mean loss over the batch's images.
     *
     * @param step number of the step, from which (with the options' seed) the dropout masks follow
     */
    public StepResult trainStep(HostBatch batch, long step, Hyperparameters hyperparameters) {
        throw new IllegalStateException("being written");
    }

    /** Loss, scores and probabilities for every image of the batch, without dropout. */
    public Evaluation evaluate(HostBatch batch) {
        throw new IllegalStateException("being written");
    }

    /** For every image, what the last fully connected layer reads (4,096 values at full size), without dropout. */
    public float[][] features(HostBatch batch) {
        throw new IllegalStateException("being written");
    }

    /** Names and shapes of all trained tensors, sorted by name. */
    public List<Safetensors.Entry> tensors() {
        throw new IllegalStateException("being written");
    }

    public Tensor readTensor(String name) {
        throw new IllegalStateException("being written");
    }

    /** @throws WeightsException when there is no such tensor or its shape differs */
    public void writeTensor(Tensor tensor) {
        throw new IllegalStateException("being written");
    }

    public Tensor readMomentum(String name) {
        throw new IllegalStateException("being written");
    }

    /** @throws WeightsException when there is no such tensor or its shape differs */
    public void writeMomentum(Tensor tensor) {
        throw new IllegalStateException("being written");
    }

    /** Writes all weights as safetensors and flushes them to disk. */
    public void saveWeights(Path file, Map<String, String> metadata) throws IOException {
        throw new IllegalStateException("being written");
    }

    /** Writes all momenta as safetensors, under the names of their weights, and flushes them to disk. */
    public void saveMomentum(Path file, Map<String, String> metadata) throws IOException {
        throw new IllegalStateException("being written");
    }

    /** @throws WeightsException when the file is damaged or its tensors are not exactly this network's */
    public void loadWeights(Path file) throws IOException {
        throw new IllegalStateException("being written");
    }

    /** @throws WeightsException when the file is damaged or its tensors are not exactly this network's */
    public void loadMomentum(Path file) throws IOException {
        throw new IllegalStateException("being written");
    }

    /** The network as a table, for this batch size. */
    public NetworkSummary summary() {
        return NetworkSummary.of(network, options.batchSize());
    }

    /** Frees what lies on the devices; the devices stay open. */
    @Override
    public void close() {}
}
