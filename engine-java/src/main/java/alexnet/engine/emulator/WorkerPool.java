package alexnet.engine.emulator;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The threads that all emulated devices of the process share: one for each processor, however many devices there are.
 *
 * <p>A thread first looks for a stream that has work and drains it; threads that find none help with the grids of the
 * launches under way.
 */
final class WorkerPool {

    static final WorkerPool SHARED = new WorkerPool(Runtime.getRuntime().availableProcessors());

    private final int threads;
    private final Deque<EmulatedStream> ready = new ArrayDeque<>();
    private final Deque<GridJob> open = new ArrayDeque<>();
    private int idle;

    private WorkerPool(int threads) {
        this.threads = threads;
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(this::work, "emulator-worker-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    int threads() {
        return threads;
    }

    /** Says that a stream has work that can go on. */
    synchronized void ready(EmulatedStream stream) {
        ready.add(stream);
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
            EmulatedStream stream;
            GridJob job = null;
            synchronized (this) {
                while ((stream = ready.poll()) == null && (job = nextGrid()) == null) {
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
            if (stream != null) {
                stream.drain(runners, this);
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
}
