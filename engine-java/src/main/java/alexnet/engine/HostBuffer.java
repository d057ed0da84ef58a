package alexnet.engine;

import java.nio.ByteBuffer;

/** Host memory that a {@link Stream} can copy from and to while the host goes on. */
public interface HostBuffer extends AutoCloseable {

    /** {@return the size in bytes} */
    long bytes();

    /** {@return a new view of the memory: little-endian, position 0, limit at its end} */
    ByteBuffer buffer();

    /** Frees the memory; no copy may be under way. Closing twice has no effect. */
    @Override
    void close();
}
