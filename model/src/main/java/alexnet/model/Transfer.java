package alexnet.model;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Event;

/**
 * A copy from one GPU to another that is made in every pass. The receiver pulls, on its own stream, behind an event of the
 * sender; a second event says that the source was read and may be written anew.
 *
 * @param from owns {@code source}
 * @param to owns {@code copy}
 * @param made recorded by the sender behind the making of {@code source}
 * @param taken recorded by the receiver behind the copy
 */
record Transfer(GpuPart from, GpuPart to, DeviceBuffer source, DeviceBuffer copy, Event made, Event taken)
        implements AutoCloseable {

    /** The transfer with events of its own. */
    static Transfer of(GpuPart from, GpuPart to, DeviceBuffer source, DeviceBuffer copy) {
        return new Transfer(
                from, to, source, copy, from.device().createEvent(), to.device().createEvent());
    }

    /** Queues the copy, behind what the sender has queued so far. */
    void pull() {
        from.stream().record(made);
        to.stream().await(made);
        to.stream().copy(copy, source);
        to.stream().record(taken);
    }

    /** Holds back {@code gpu}, where it is the sender, until the last copy was made. */
    void awaitTaken(GpuPart gpu) {
        if (from == gpu) {
            gpu.stream().await(taken);
        }
    }

    @Override
    public void close() {
        made.close();
        taken.close();
    }
}
