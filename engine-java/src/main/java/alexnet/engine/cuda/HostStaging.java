package alexnet.engine.cuda;

import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/**
 * Copies between two GPUs without peer access, through page-locked host memory.
 *
 * <p>The copy from the source runs on a stream of its own on that device. Two chunks alternate: one is read from the
 * source while the other is written to the target. Events order them, and the host does not wait. Closing either device
 * closes it.
 */
final class HostStaging implements AutoCloseable {

    private static final int CHUNK = 4 << 20;

    /** One chunk: {@code full} is recorded by the source, {@code empty} by the target. */
    private record Slot(CudaHostBuffer memory, CudaEvent full, CudaEvent empty) {}

    private final CudaDevice source;
    private final CudaDevice target;
    private final CUstream sourceStream = new CUstream();
    private final CudaEvent begin;
    private final Slot[] slots;
    private boolean closed;

    HostStaging(CudaDevice source, CudaDevice target) {
        this.source = source;
        this.target = target;
        this.begin = target.createEvent();
        this.slots = new Slot[] {slot(), slot()};
        source.makeCurrent();
        source.check(
                "cuStreamCreate",
                source.name(),
                () -> JCudaDriver.cuStreamCreate(sourceStream, CUstream_flags.CU_STREAM_NON_BLOCKING));
    }

    private Slot slot() {
        return new Slot(target.allocateHost(CHUNK), source.createEvent(), target.createEvent());
    }

    /** Queues the copy on {@code targetStream}, after the work that is already on it. */
    void copy(CudaBuffer to, CudaBuffer from, CUstream targetStream) {
        String what = from + " to " + to;
        target.makeCurrent();
        record(target, begin, targetStream, what);
        source.makeCurrent();
        await(source, sourceStream, begin, what);
        int turn = 0;
        for (long offset = 0; offset < to.bytes(); offset += CHUNK) {
            Slot slot = slots[turn++ & 1];
            long length = Math.min(CHUNK, to.bytes() - offset);
            DevicePointer read = from.pointer().at(offset);
            DevicePointer write = to.pointer().at(offset);
            source.makeCurrent();
            await(source, sourceStream, slot.empty, what);
            source.check(
                    "cuMemcpyDtoHAsync",
                    what,
                    () -> JCudaDriver.cuMemcpyDtoHAsync(slot.memory.pointer(), read, length, sourceStream));
            record(source, slot.full, sourceStream, what);
            target.makeCurrent();
            await(target, targetStream, slot.full, what);
            target.check(
                    "cuMemcpyHtoDAsync",
                    what,
                    () -> JCudaDriver.cuMemcpyHtoDAsync(write, slot.memory.pointer(), length, targetStream));
            record(target, slot.empty, targetStream, what);
        }
    }

    private static void record(CudaDevice device, CudaEvent event, CUstream stream, String what) {
        device.check("cuEventRecord", what, () -> JCudaDriver.cuEventRecord(event.handle(), stream));
    }

    private static void await(CudaDevice device, CUstream stream, CudaEvent event, String what) {
        device.check("cuStreamWaitEvent", what, () -> JCudaDriver.cuStreamWaitEvent(stream, event.handle(), 0));
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        source.release(this, "cuStreamDestroy", () -> JCudaDriver.cuStreamDestroy(sourceStream));
        begin.close();
        for (Slot slot : slots) {
            slot.full.close();
            slot.empty.close();
            slot.memory.close();
        }
    }
}
