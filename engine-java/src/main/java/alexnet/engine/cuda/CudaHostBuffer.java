package alexnet.engine.cuda;

import alexnet.engine.HostBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.driver.JCudaDriver;

/** Page-locked host memory. Views of it must not be used after it is closed: nothing guards them. */
public final class CudaHostBuffer implements HostBuffer {

    private final CudaDevice device;
    private final HostPointer memory = new HostPointer();
    private final long bytes;
    private boolean closed;

    /** Made on the device that is current, for use with all devices. */
    CudaHostBuffer(CudaDevice device, long bytes) {
        if (bytes < 1 || bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("host buffer: size out of range (expected 1 to " + Integer.MAX_VALUE
                    + " bytes, found " + bytes + ")");
        }
        this.device = device;
        this.bytes = bytes;
        device.checkMemory(
                "cuMemHostAlloc",
                "page-locked host memory",
                bytes,
                () -> JCudaDriver.cuMemHostAlloc(memory, bytes, JCudaDriver.CU_MEMHOSTALLOC_PORTABLE));
        ByteBuffer view = buffer();
        for (int i = 0; i < view.limit(); i++) {
            view.put(i, (byte) 0);
        }
    }

    /** The memory, for copies. */
    HostPointer pointer() {
        if (closed) {
            throw new IllegalStateException("host buffer of " + bytes + " bytes: already closed");
        }
        return memory;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public ByteBuffer buffer() {
        return pointer().getByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            device.release(this, "cuMemFreeHost", () -> JCudaDriver.cuMemFreeHost(memory));
        }
    }
}
