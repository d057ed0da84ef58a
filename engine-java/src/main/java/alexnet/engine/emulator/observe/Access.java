package alexnet.engine.emulator.observe;

/**
 * One execution of a memory instruction by threads of one block, reported just before it happens.
 *
 * <p>Addresses are those of the resolved space: global addresses as {@code DeviceBuffer.address} gives them, offsets in
 * shared, constant and parameter memory, and in local memory the thread's lane times the bytes of local memory per thread
 * plus the offset. They are not checked yet: one that is outside memory or misaligned ends the launch right after.
 * Valid during the call that passes it.
 */
public interface Access {

    AccessSite site();

    /** Where the addresses lie, never {@link AccessSite.Space#GENERIC}. */
    AccessSite.Space space();

    /** The threads that take part; never none. */
    Lanes lanes();

    /** True where an address is {@code start + strideX * x + strideY * y + strideZ * z} of the thread index. */
    boolean affine();

    /** Address of thread (0,0,0) of an affine access, whether or not that thread takes part. */
    long start();

    /** Bytes from a thread to the next in x; meaningful for affine accesses. */
    long strideX();

    /** Bytes from a thread to the next in y; meaningful for affine accesses. */
    long strideY();

    /** Bytes from a thread to the next in z; meaningful for affine accesses. */
    long strideZ();

    /** Addresses by lane; only those of {@link #lanes()} are valid. */
    long[] addresses();

    /** The bits that a thread is about to store to an element; 0 for other kinds of access. */
    long stored(int lane, int element);

    /** The present bits of a thread's element in memory; its address must be valid. */
    long held(int lane, int element);
}
