package alexnet.model;

import java.util.List;

/**
 * What crosses between GPUs in front of a layer and on the way back. It is made of {@link
 * Transfer}s, so the host waits for nothing.
 */
sealed interface Exchange extends AutoCloseable permits PartExchange, BorderExchange {

    /** The exchange in front of {@code reader}, which reads from several GPUs. */
    static Exchange of(PlannedLayer producer, PlannedLayer reader, List<GpuPart> gpus) {
        return reader.spec().readsBoth()
                ? new PartExchange(producer, reader, gpus)
                : new BorderExchange(producer, reader, gpus);
    }

    /** Holds back the producer on {@code gpu} until its last output has been read elsewhere. */
    void beforeProducer(GpuPart gpu);

    /** Queues the copies of what the reader needs, behind the producer and ahead of the reader. */
    void forward();

    /** Holds back the reader's backward pass on {@code gpu} until what its last one made has been read elsewhere. */
    void beforeReaderBackward(GpuPart gpu);

    /**
     * Queues what the reader's backward passes need of each other, behind {@link
     * alexnet.model.layer.Layer#beforeBackward} of all parts and ahead of their backward passes.
     */
    default void withinReaderBackward() {}

    /** Queues the way back to the producer, behind the reader's backward pass and ahead of the producer's. */
    default void backward() {}

    @Override
    void close();
}
