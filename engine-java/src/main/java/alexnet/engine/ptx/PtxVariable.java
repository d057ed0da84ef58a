package alexnet.engine.ptx;

/**
 * A variable or parameter in memory.
 *
 * @param space state space: global, const, shared, local or param
 * @param bytes size; 0 for shared memory whose size the launch gives
 * @param initial content from the text, or null for zeros
 */
public record PtxVariable(String space, String name, int bytes, int alignment, byte[] initial) {}
