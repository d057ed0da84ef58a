package alexnet.trainer.data.batch;

import alexnet.trainer.data.packed.PackedDataset;
import alexnet.trainer.failure.DataException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;

/**
 * Reads the mini-batches of one epoch ahead of the consumer, in a thread of its own: with a ring of n targets, up to n
 * - 1 batches ahead. Exceptions of that thread are thrown by {@link #next}.
 *
 * @param <T> the targets, filled in turn
 */
public final class BatchLoader<T extends BatchTarget> implements AutoCloseable {

    private static final int NO_LABEL = -1;

    /** What the reader hands over: a filled target, or why there is none; both null at the end of the epoch. */
    private record Handover<T>(T target, Throwable failure) {}

    private final PackedDataset dataset;
    private final BatchPlan plan;
    private final int epoch;
    private final int firstBatch;
    private final BlockingQueue<T> free;
    private final BlockingQueue<Handover<T>> filled;
    private final Thread reader;

    private T given;
    private boolean ended;
    private long waitedNanos;

    /**
     * Starts reading.
     *
     * @param ring at least two different targets of at least {@code plan.batchSize()} columns
     * @param firstBatch where in the epoch to start, 0 to {@code plan.batches()}
     */
    public BatchLoader(PackedDataset dataset, BatchPlan plan, List<T> ring, int epoch, int firstBatch) {
        if (new HashSet<>(ring).size() != ring.size() || ring.size() < 2) {
            throw new IllegalArgumentException("batch loader: expected at least two different targets, found " + ring);
        }
        if (firstBatch < 0 || firstBatch > plan.batches()) {
            throw new IllegalArgumentException(
                    "first batch: expected 0 to " + plan.batches() + ", found " + firstBatch);
        }
        long pictureBytes = 3L * dataset.size() * dataset.size();
        for (T target : ring) {
            if (target.capacity() < plan.batchSize() || target.images().remaining() < plan.batchSize() * pictureBytes) {
                throw new IllegalArgumentException("batch loader: target too small (expected " + plan.batchSize()
                        + " columns of " + pictureBytes + " bytes, found " + target.capacity() + " columns in "
                        + target.images().remaining() + " bytes)");
            }
        }
        this.dataset = dataset;
        this.plan = plan;
        this.epoch = epoch;
        this.firstBatch = firstBatch;
        this.free = new ArrayBlockingQueue<>(ring.size(), false, ring);
        this.filled = new ArrayBlockingQueue<>(ring.size() + 1);
        this.reader = new Thread(this::readAll, "alexnet-batches");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * The next filled target, or null after the last of the epoch. The one given before goes back to the reader, so
     * nobody may use it any more.
     *
     * @throws DataException for damaged data, found by the reader
     */
    public T next() {
        if (ended) {
            return null;
        }
        if (given != null) {
            free.add(given);
            given = null;
        }
        Handover<T> handover;
        long start = System.nanoTime();
        try {
            handover = filled.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for a mini-batch");
        } finally {
            waitedNanos += System.nanoTime() - start;
        }
        if (handover.target == null) {
            ended = true;
            rethrow(handover.failure);
        }
        given = handover.target;
        return given;
    }

    /** Nanoseconds that {@link #next} has waited so far. */
    public long waitedNanos() {
        return waitedNanos;
    }

    /** Stops the reader and waits for it; afterwards the targets are the caller's again. */
    @Override
    public void close() {
        ended = true;
        reader.interrupt();
        boolean interrupted = false;
        while (true) {
            try {
                reader.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    private void readAll() {
        Throwable failure = null;
        try {
            for (int index = firstBatch; index < plan.batches(); index++) {
                T target = free.take();
                fill(target, plan.batch(epoch, index));
                if (Thread.interrupted()) {
                    return;
                }
                filled.add(new Handover<>(target, null));
            }
        } catch (InterruptedException closing) {
            return;
        } catch (InternalError e) { // how the JVM reports that a mapped file became shorter
            failure = new DataException(dataset.folder(), "changed while it was read", null, e);
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        filled.add(new Handover<>(null, failure));
    }

    private void fill(T target, BatchPlan.Batch batch) {
        ByteBuffer pixels = target.images();
        int real = batch.images().length;
        for (int column = 0; column < real; column++) {
            dataset.read(batch.images()[column], pixels);
            target.column(
                    column,
                    dataset.label(batch.images()[column]),
                    batch.views()[column],
                    batch.colour()[3 * column],
                    batch.colour()[3 * column + 1],
                    batch.colour()[3 * column + 2]);
        }
        for (int column = real; column < plan.batchSize(); column++) {
            target.column(column, NO_LABEL, batch.views()[0], 0, 0, 0);
        }
        target.scale(batch.scale());
        target.count(real);
    }
}
