package alexnet.trainer.data;

import java.util.List;

/**
 * Reads mini-batches of one epoch ahead of the consumer, in a thread of its own.
 *
 * @param <T> the targets, used in turn
 */
public final class BatchLoader<T extends BatchTarget> implements AutoCloseable {

    /**
     * Starts reading.
     *
     * @param ring at least two targets, used in turn
     * @param firstBatch where in the epoch to start
     */
    public BatchLoader(PackedDataset dataset, BatchPlan plan, List<T> ring, int epoch, int firstBatch) {
        throw new IllegalStateException("not there yet " + dataset + plan + ring + epoch + firstBatch);
    }

    /**
     * The next filled target, or null after the last of the epoch. The one given before goes back to the reader, so
     * its upload has to be complete.
     *
     * @throws DataException what went wrong in the reading thread
     */
    public T next() {
        throw new IllegalStateException("not there yet");
    }

    /** Nanoseconds that {@link #next} has waited so far. */
    public long waitedNanos() {
        throw new IllegalStateException("not there yet");
    }

    /** Stops the thread and waits for it; afterwards the targets are the caller's again. */
    @Override
    public void close() {}
}
