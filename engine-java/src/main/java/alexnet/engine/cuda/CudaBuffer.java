package alexnet.engine.cuda;

import alexnet.engine.Device;
import alexnet.engine.DeviceBuffer;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/** Global memory of one GPU: an allocation, or a slice of one. */
public final class CudaBuffer implements DeviceBuffer {

    private final CudaDevice device;
    private final DevicePointer pointer;
    private final long bytes;
    private final String label;
    private final CudaBuffer allocation;
    private boolean freed;

    /** Allocates on the current device and fills the memory with zeros. */
    CudaBuffer(CudaDevice device, long bytes, String label) {
        if (bytes < 1) {
            throw new IllegalArgumentException(
                    label + ": size out of range (expected at least 1 byte, found " + bytes + ")");
        }
        this.device = device;
        this.bytes = bytes;
        this.label = label;
        this.pointer = new DevicePointer();
        this.allocation = this;
        device.checkMemory("cuMemAlloc", label, bytes, () -> JCudaDriver.cuMemAlloc(pointer, bytes));
        device.check("cuMemsetD8", label, () -> JCudaDriver.cuMemsetD8(pointer, (byte) 0, bytes));
        // The fill runs on the legacy stream, for which our non-blocking streams do not wait.
        device.finishLegacyStream();
    }

    private CudaBuffer(CudaBuffer parent, long offset, long bytes) {
        this.device = parent.device;
        this.bytes = bytes;
        this.label = parent.label;
        this.pointer = parent.pointer.at(offset);
        this.allocation = parent.allocation;
    }

    @Override
    public Device device() {
        return device;
    }

    CudaDevice cudaDevice() {
        return device;
    }

    /** The memory, for driver calls. */
    DevicePointer pointer() {
        if (allocation.freed) {
            throw new IllegalStateException(label + ": the memory is already freed");
        }
        return pointer;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public long address() {
        return pointer().address();
    }

    @Override
    public DeviceBuffer slice(long offset, long length) {
        if (offset < 0 || length < 1 || offset > bytes - length) {
            throw new IllegalArgumentException(label + ": slice outside the buffer (expected a range inside 0 to "
                    + bytes + ", found " + length + " bytes at " + offset + ")");
        }
        return new CudaBuffer(this, offset, length);
    }

    @Override
    public void write(float[] source) {
        write(Pointer.to(source), (long) source.length * Float.BYTES);
    }

    @Override
    public void write(int[] source) {
        write(Pointer.to(source), (long) source.length * Integer.BYTES);
    }

    @Override
    public void write(byte[] source) {
        write(Pointer.to(source), source.length);
    }

    @Override
    public void read(float[] target) {
        read(Pointer.to(target), (long) target.length * Float.BYTES);
    }

    @Override
    public void read(int[] target) {
        read(Pointer.to(target), (long) target.length * Integer.BYTES);
    }

    @Override
    public void read(byte[] target) {
        read(Pointer.to(target), target.length);
    }

    private void write(Pointer source, long length) {
        requireFits("write", length);
        DevicePointer to = pointer();
        device.synchronize();
        if (length > 0) {
            device.check("cuMemcpyHtoD", label, () -> JCudaDriver.cuMemcpyHtoD(to, source, length));
            // A copy from pageable memory may return before its last bytes have arrived.
            device.finishLegacyStream();
        }
    }

    private void read(Pointer target, long length) {
        requireFits("read", length);
        DevicePointer from = pointer();
        device.synchronize();
        if (length > 0) {
            device.check("cuMemcpyDtoH", label, () -> JCudaDriver.cuMemcpyDtoH(target, from, length));
        }
    }

    private void requireFits(String what, long length) {
        if (length > bytes) {
            throw new IllegalArgumentException(label + ": " + what + " outside the buffer (expected at most " + bytes
                    + " bytes, found " + length + ")");
        }
    }

    @Override
    public void close() {
        if (this == allocation && !freed) {
            freed = true;
            device.release(this, "cuMemFree", () -> JCudaDriver.cuMemFree(pointer));
        }
    }

    @Override
    public String toString() {
        return label + " (" + bytes + " bytes on " + device.name() + ")";
    }
}
