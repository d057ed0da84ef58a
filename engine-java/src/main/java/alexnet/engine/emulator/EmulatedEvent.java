package alexnet.engine.emulator;

import alexnet.engine.Event;
import java.util.ArrayList;
import java.util.List;

/** A point in an emulated stream. */
public final class EmulatedEvent implements Event {

    private final EmulatedDevice device;
    /** Recordings asked for, and reached. */
    private long recorded;

    private long reached;
    private long reachedNanos;
    private final List<Runnable> waiting = new ArrayList<>();

    EmulatedEvent(EmulatedDevice device) {
        this.device = device;
    }

    EmulatedDevice device() {
        return device;
    }

    /** Called when a recording is queued; returns its number. */
    synchronized long record() {
        return ++recorded;
    }

    /** Called by the stream when it comes to the recording. */
    void reach(long number) {
        List<Runnable> released;
        synchronized (this) {
            reached = Math.max(reached, number);
            reachedNanos = System.nanoTime();
            released = List.copyOf(waiting);
            waiting.clear();
            notifyAll();
        }
        released.forEach(Runnable::run);
    }

    /** The recording that counts now. */
    synchronized long latest() {
        return recorded;
    }

    /** True when the recording is reached; else {@code then} runs once that may have changed. */
    synchronized boolean reached(long number, Runnable then) {
        if (reached >= number) {
            return true;
        }
        waiting.add(then);
        return false;
    }

    @Override
    public synchronized void synchronize() {
        Waiting.uninterruptibly(this, () -> reached >= recorded);
    }

    @Override
    public double millisecondsSince(Event earlier) {
        if (!(earlier instanceof EmulatedEvent other) || other.device != device) {
            throw new IllegalArgumentException("events of two devices have no time between them");
        }
        long start = other.nanos();
        return (nanos() - start) / 1e6;
    }

    private synchronized long nanos() {
        if (recorded == 0) {
            throw new IllegalStateException("the event was never recorded");
        }
        synchronize();
        return reachedNanos;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
