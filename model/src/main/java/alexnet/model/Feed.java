package alexnet.model;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Stream;
import alexnet.kernels.Augment;
import alexnet.kernels.AugmentShape;
import alexnet.kernels.KernelLibrary;
import alexnet.model.BatchLayout.Section;

/** One GPU's copy of a mini-batch as uint8 images with labels, and the making of float images from it. */
final class Feed implements AutoCloseable {

    private final AugmentShape shape;
    private final Pixels pixels;
    private final BatchLayout layout;
    private final Stream stream;
    private final Augment augment;
    private final DeviceBuffer data;
    private final DeviceBuffer memory;

    /** @param data where the float images (3,O,O,N) go; null where no layer of this GPU reads them */
    Feed(Network network, ModelOptions options, KernelLibrary kernels, Stream stream, DeviceBuffer data) {
        this.stream = stream;
        this.data = data;
        this.pixels = options.pixels();
        int source = options.sourceSize();
        shape = new AugmentShape(options.batchSize(), source, network.cropSize(), network.inputSize());
        layout = new BatchLayout(options.batchSize(), source);
        augment = new Augment(kernels);
        memory =
                kernels.device().allocate(layout.mean().offset() + layout.mean().bytes(), "source images");
    }

    /** int32 (N). */
    DeviceBuffer labels() {
        return section(layout.labels());
    }

    /** (S,S,3). */
    void setMean(float[] values) {
        section(layout.mean()).write(values);
    }

    /** Queues the upload and the making of float images. */
    void take(HostBatch host) {
        stream.upload(memory.slice(0, layout.bytes()), host.memory());
        if (data != null) {
            augment.apply(
                    stream,
                    shape,
                    section(layout.images()),
                    section(layout.cropX()),
                    section(layout.cropY()),
                    section(layout.mirror()),
                    section(layout.colour()),
                    section(layout.mean()),
                    pixels.rule(shape, host.scale()),
                    data);
        }
    }

    private DeviceBuffer section(Section section) {
        return memory.slice(section.offset(), section.bytes());
    }

    @Override
    public void close() {
        memory.close();
    }
}
