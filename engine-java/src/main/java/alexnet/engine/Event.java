package alexnet.engine;

/** A point in a stream that other streams and the host can wait for. */
public interface Event extends AutoCloseable {

    /** Waits until the last recorded point is reached. */
    void synchronize();

    /**
     * Milliseconds of device time from {@code earlier} to this event; both must have been recorded on one device and are
     * waited for.
     */
    double millisecondsSince(Event earlier);

    @Override
    void close();
}
