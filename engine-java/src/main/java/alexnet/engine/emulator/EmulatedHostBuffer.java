package alexnet.engine.emulator;

import alexnet.engine.HostBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Host memory for copies; the emulator needs no page-locked memory, so it is an ordinary direct buffer. */
public final class EmulatedHostBuffer implements HostBuffer {

    private ByteBuffer storage;
    private final long bytes;

    EmulatedHostBuffer(long bytes) {
        this.bytes = bytes;
        this.storage = ByteBuffer.allocateDirect(Math.toIntExact(bytes));
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public ByteBuffer buffer() {
        if (storage == null) {
            throw new IllegalStateException("the host buffer is closed");
        }
        return storage.duplicate().clear().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() {
        storage = null;
    }
}
