package alexnet.model;

import java.util.List;

/**
 * The copies between GPUs before a layer's forward pass and after its backward pass.
 *
 * <p>The receiver pulls on its own stream, after an event of the sender. The sender overwrites a buffer only after the
 * receiver's event that it has been read. The host waits for nothing.
 */
sealed interface Exchange extends AutoCloseable permits PartExchange, BorderExchange {

    /** The exchange before {@code reader}, which reads from several GPUs. */
    static Exchange of(PlannedLayer producer, PlannedLayer reader, List<GpuPart> gpus) {
        return reader.spec().readsBoth()
                ? new PartExchange(producer, reader, gpus)
                : new BorderExchange(producer, reader, gpus);
    }

    /** Delays the producer on {@code gpu} until its last output has been read elsewhere. */
    void beforeProducer(GpuPart gpu);

    /** Queues the copies of the reader's input, after the producer and before the reader. */
    void forward();

    /** Delays the reader's backward pass on {@code gpu} until the results of its last one have been read elsewhere. */
    void beforeReaderBackward(GpuPart gpu);

    /**
     * Queues the copies that the reader's backward passes need of each other, after {@link
     * alexnet.model.layer.Layer#beforeBackward} of all parts and before their backward passes.
     */
    default void withinReaderBackward() {}

    /** Queues the copies of gradients to the producer, after the reader's backward pass and before the producer's. */
    default void backward() {}

    @Override
    void close();
}
