package alexnet.engine.emulator.loop;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Warms up a loop over vectors beside the work.
 *
 * <p>Until C2 has compiled it, a vector is an object and its loop hundreds of times slower than plain code. So once the
 * work is worth it, a thread of its own runs the loop in turn with the plain one, on arrays of their own; the work gets the
 * loop from the moment on at which it has been seen to be quicker. Results have the same bits either way.
 *
 * @param <T> type of the loop
 */
final class WarmUp<T> {

    /**
     * When to begin and when to end.
     *
     * @param worth work after which a process is worth the warm-up
     * @param wins rounds in a row that the loop must win
     * @param longest time after which the plain loop is kept for good
     * @param threads where it runs
     */
    record Rules(int worth, int wins, Duration longest, Executor threads) {}

    /**
     * A round of the warm-up.
     *
     * @param loop the loop over vectors
     * @param before calls that are not timed
     * @param vectors calls of the loop over vectors
     * @param plain the same work over plain arrays
     */
    record Round<T>(T loop, Runnable before, Runnable vectors, Runnable plain) {}

    private final Rules rules;
    private final Supplier<Round<T>> round;
    private int seen;
    private boolean begun;
    private volatile T ready;

    /** @param round made where there are loops over vectors and the warm-up begins */
    WarmUp(Rules rules, Supplier<Round<T>> round) {
        this.rules = rules;
        this.round = round;
    }

    /** A thread that does not keep the JVM alive. */
    static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * The loop over vectors, where it is there and warm; else null.
     *
     * @param work what is to be done now, in the unit of {@link Rules#worth}
     */
    T loop(int work) {
        T loop = ready;
        // Threads may lose each other's work, which only puts off the warm-up.
        if (loop == null && seen < rules.worth) {
            seen += work;
            if (seen >= rules.worth) {
                begin();
            }
        }
        return loop;
    }

    /** Gives the work a loop from now on, warm or not. */
    void use(T loop) {
        ready = loop;
    }

    private synchronized void begin() {
        if (!begun) {
            begun = true;
            rules.threads.execute(this::run);
        }
    }

    private void run() {
        if (!VectorProvider.chosen().present()) {
            return;
        }
        Round<T> each = round.get();
        long longest = rules.longest.toNanos();
        long start = System.nanoTime();
        int wins = 0;
        while (System.nanoTime() - start < longest) {
            each.before.run();
            long vectors = System.nanoTime();
            each.vectors.run();
            long plain = System.nanoTime();
            each.plain.run();
            wins = plain - vectors < System.nanoTime() - plain ? wins + 1 : 0;
            if (wins == rules.wins) {
                use(each.loop);
                return;
            }
        }
    }
}
