package alexnet.engine.emulator;

import alexnet.engine.Device;
import alexnet.engine.DeviceBuffer;
import alexnet.engine.emulator.state.DirectMemory;
import java.nio.ByteBuffer;

/** Global memory of an emulated device: an allocation, or a slice of one. */
public final class EmulatedBuffer implements DeviceBuffer {

    private final EmulatedDevice device;
    private final DirectMemory memory;
    private final long offset;
    private final long bytes;
    private final boolean whole;

    EmulatedBuffer(EmulatedDevice device, DirectMemory memory, long offset, long bytes, boolean whole) {
        this.device = device;
        this.memory = memory;
        this.offset = offset;
        this.bytes = bytes;
        this.whole = whole;
    }

    static EmulatedBuffer of(DeviceBuffer buffer) {
        if (buffer instanceof EmulatedBuffer emulated) {
            return emulated;
        }
        throw new IllegalArgumentException(
                "'" + buffer.label() + "' lies on " + buffer.device().name() + ", which is not an emulated device");
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public String label() {
        return memory.label;
    }

    @Override
    public long address() {
        requireAlive("address");
        return memory.base + offset;
    }

    @Override
    public DeviceBuffer slice(long from, long count) {
        if (from < 0 || count < 1 || from > bytes - count) {
            throw new IllegalArgumentException("slice of '" + label() + "': bytes " + from + " to " + (from + count)
                    + " are not inside its " + bytes + " bytes");
        }
        return new EmulatedBuffer(device, memory, offset + from, count, false);
    }

    private void requireAlive(String purpose) {
        if (memory.freed) {
            throw new IllegalStateException(
                    purpose + ": '" + label() + "' has been freed (expected an open buffer, found a closed one)");
        }
    }

    /** The bytes, little-endian, as one independent view. */
    ByteBuffer view(String purpose) {
        requireAlive(purpose);
        return memory.view(offset, bytes);
    }

    void zero() {
        requireAlive("zero");
        memory.zero(offset, bytes);
        device.observers().written(address(), bytes);
    }

    private ByteBuffer idle(String purpose, long count) {
        if (count > bytes) {
            throw new IllegalArgumentException(purpose + " '" + label()
                    + "': the buffer is too small (expected at least " + count + " bytes, found " + bytes + ")");
        }
        device.synchronize();
        return view(purpose);
    }

    @Override
    public void write(float[] source) {
        idle("write to", source.length * 4L).asFloatBuffer().put(source);
        device.observers().written(address(), source.length * 4L);
    }

    @Override
    public void write(int[] source) {
        idle("write to", source.length * 4L).asIntBuffer().put(source);
        device.observers().written(address(), source.length * 4L);
    }

    @Override
    public void write(byte[] source) {
        idle("write to", source.length).put(source);
        device.observers().written(address(), source.length);
    }

    @Override
    public void read(float[] target) {
        idle("read from", target.length * 4L).asFloatBuffer().get(target);
    }

    @Override
    public void read(int[] target) {
        idle("read from", target.length * 4L).asIntBuffer().get(target);
    }

    @Override
    public void read(byte[] target) {
        idle("read from", target.length).get(target);
    }

    @Override
    public void close() {
        if (whole) {
            device.free(memory);
        }
    }
}
