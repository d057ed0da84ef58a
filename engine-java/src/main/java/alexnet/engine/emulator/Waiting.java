package alexnet.engine.emulator;

import java.util.function.BooleanSupplier;

/** Waiting on a monitor that the caller holds. */
final class Waiting {

    private Waiting() {}

    /** Waits until {@code done}; an interrupt is kept for the caller and does not end the wait. */
    static void uninterruptibly(Object monitor, BooleanSupplier done) {
        boolean interrupted = false;
        while (!done.getAsBoolean()) {
            try {
                monitor.wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
