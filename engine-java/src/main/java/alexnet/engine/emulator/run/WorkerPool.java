package alexnet.engine.emulator.run;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The worker threads of emulated devices. All devices of the process share one pool with one thread per processor, unless
 * a device was given a pool of its own.
 *
 * <p>A thread first looks for a stream that has work and drains it. A thread that finds none helps with the grids of
 * launches in progress.
 */
public final class WorkerPool implements AutoCloseable {

    /** System property with the number of shared threads; the default is the number of processors. */
    static final String WORKERS = "alexnet.emulator.workers";

    private static final int MOST_THREADS = 1024;

    private static WorkerPool shared;

    private final int threads;
    private final Deque<WorkQueue> ready = new ArrayDeque<>();
    private final Deque<GridJob> open = new ArrayDeque<>();
    private int idle;
    private boolean closed;

    /** @throws IllegalArgumentException when the number is not from 1 to 1024 */
    public WorkerPool(int threads) {
        this.threads = requireCount("worker threads", threads);
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(this::work, "emulator-worker-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * The shared pool; created on first use and never ended.
     *
     * @throws IllegalArgumentException when the system property holds no number of threads
     */
    public static synchronized WorkerPool shared() {
        if (shared == null) {
            shared = new WorkerPool(configured(System.getProperty(WORKERS)));
        }
        return shared;
    }

    /** The number of shared threads for a value of the system property, which may be null. */
    static int configured(String value) {
        if (value == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        int count = value.matches("[0-9]{1,4}") ? Integer.parseInt(value) : -1;
        if (count < 0) {
            throw wrongCount(WORKERS, value);
        }
        return requireCount(WORKERS, count);
    }

    private static int requireCount(String what, int count) {
        if (count < 1 || count > MOST_THREADS) {
            throw wrongCount(what, Integer.toString(count));
        }
        return count;
    }

    private static IllegalArgumentException wrongCount(String what, String found) {
        return new IllegalArgumentException(
                what + ": no number of threads (expected 1 to " + MOST_THREADS + ", found " + found + ")");
    }

    public int threads() {
        return threads;
    }

    /** Signals that a queue has work that can run. */
    public synchronized void ready(WorkQueue queue) {
        ready.add(queue);
        if (idle > 0) {
            notify();
        }
    }

    /** Lets other threads help with a grid. */
    synchronized void offer(GridJob job) {
        open.add(job);
        if (idle > 0) {
            notify();
        }
    }

    synchronized void withdraw(GridJob job) {
        open.remove(job);
    }

    private void work() {
        RunnerCache runners = new RunnerCache();
        while (true) {
            WorkQueue queue;
            GridJob job = null;
            synchronized (this) {
                while ((queue = ready.poll()) == null && (job = nextGrid()) == null) {
                    if (closed) {
                        return;
                    }
                    idle++;
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        return;
                    } finally {
                        idle--;
                    }
                }
            }
            if (queue != null) {
                queue.drain(runners, this);
            } else {
                job.work(runners);
            }
        }
    }

    private GridJob nextGrid() {
        for (GridJob job : open) {
            if (job.hasMore()) {
                return job;
            }
        }
        return null;
    }

    /** Ends the threads once nothing is left to do; only for the pool of a single device. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
