package alexnet.engine;

import java.nio.ByteBuffer;

/** Host memory that a {@link Stream} can copy from and to while the host goes on. */
public interface HostBuffer extends AutoCloseable {

    /** Size in bytes. */
    long bytes();

    /** The memory, little-endian, position 0, limit at its end. Each call gives a new view. */
    ByteBuffer buffer();

    /** Frees the memory; no copy may be under way. Closing twice has no effect. */
    @Override
    void close();
}
