package alexnet.engine.cuda;

import alexnet.engine.Event;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.JCudaDriver;

/** An event of one GPU. */
public final class CudaEvent implements Event {

    private final CudaDevice device;
    private final CUevent event = new CUevent();
    private boolean recorded;
    private boolean closed;

    /** Made on the device that is current. */
    CudaEvent(CudaDevice device) {
        this.device = device;
        device.check(
                "cuEventCreate", device.name(), () -> JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DEFAULT));
    }

    CudaDevice device() {
        return device;
    }

    /** The driver's event, for recording and waiting. */
    CUevent handle() {
        if (closed) {
            throw new IllegalStateException("event of " + device.name() + ": already closed");
        }
        return event;
    }

    void markRecorded() {
        recorded = true;
    }

    @Override
    public void synchronize() {
        CUevent handle = handle();
        device.makeCurrent();
        device.check("cuEventSynchronize", device.name(), () -> JCudaDriver.cuEventSynchronize(handle));
    }

    @Override
    public double millisecondsSince(Event earlier) {
        if (!(earlier instanceof CudaEvent start) || start.device.ordinal() != device.ordinal()) {
            throw new IllegalArgumentException("event times: both events must be of " + device.name());
        }
        if (!recorded || !start.recorded) {
            throw new IllegalStateException("event times: both events must have been recorded on " + device.name());
        }
        start.synchronize();
        synchronize();
        float[] milliseconds = new float[1];
        device.check(
                "cuEventElapsedTime",
                device.name(),
                () -> JCudaDriver.cuEventElapsedTime(milliseconds, start.handle(), handle()));
        return milliseconds[0];
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            device.release(this, "cuEventDestroy", () -> JCudaDriver.cuEventDestroy(event));
        }
    }
}
