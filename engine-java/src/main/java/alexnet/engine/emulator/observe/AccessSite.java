package alexnet.engine.emulator.observe;

import alexnet.engine.ptx.PtxInstruction;

/**
 * An instruction of a kernel that accesses memory.
 *
 * @param index number of the site within its kernel, from 0
 * @param space state space as written, {@link Space#GENERIC} where none is written
 * @param elementBytes bytes of one element
 * @param elements consecutive elements that one thread moves
 */
public record AccessSite(
        int index, PtxInstruction instruction, Space space, Kind kind, int elementBytes, int elements) {

    /** What a site does to memory. */
    public enum Kind {
        READ,
        WRITE,
        /** Reads and writes in one step. */
        ATOMIC
    }

    /** The state spaces of PTX. */
    public enum Space {
        /** Global memory, or the window of another space. */
        GENERIC,
        GLOBAL,
        SHARED,
        LOCAL,
        CONSTANT,
        PARAMETER
    }

    /** Bytes that one thread moves. */
    public int bytes() {
        return elementBytes * elements;
    }
}
