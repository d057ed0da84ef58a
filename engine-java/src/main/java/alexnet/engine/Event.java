package alexnet.engine;

/**
 * A point in a stream that other streams and the host can wait for. It can be recorded again; those that wait then wait for
 * the recording that was the last one when they asked.
 */
public interface Event extends AutoCloseable {

    /** Waits until the last recorded point is reached. */
    void synchronize();

    /**
     * The time between two events of one device, on its clock; both are waited for.
     *
     * @param earlier an event that was recorded on the same device
     * @return milliseconds from {@code earlier} to this event; negative where this one was reached first
     * @throws IllegalStateException when one of them was never recorded
     */
    double millisecondsSince(Event earlier);

    /** Frees what the event holds; closing twice has no effect. */
    @Override
    void close();
}
