package alexnet.engine.ptx;

import java.util.List;

/**
 * A variable or parameter.
 *
 * @param space state space: global, const, shared, local or param; reg for a function's parameter that is a register
 * @param name unique within its function: a variable in inner braces has the number of its scope behind a {@code #}
 * @param type type of one element
 * @param bytes size; 0 for shared memory whose size the launch gives, and for parameters of any size
 * @param initial content from the text, which may end before the variable does (zeros follow), or null for zeros only
 * @param references addresses that the content has to hold besides
 */
public record PtxVariable(
        String space, String name, PtxType type, int bytes, int alignment, byte[] initial, List<Reference> references) {

    /**
     * An address in a variable's initial content.
     *
     * @param offset where it is to be stored
     * @param bytes how many of its bytes
     * @param symbol variable or function whose address it is
     * @param addend bytes added to it
     * @param generic true for an address of the generic space, false for one of the variable's own space
     * @param mask the bits that are stored, shifted down to bit 0 (PTX ISA, mask operator)
     */
    public record Reference(int offset, int bytes, String symbol, long addend, boolean generic, long mask) {

        /** What is to be stored for the symbol's address. */
        public long stored(long address) {
            return (address + addend & mask) >>> (mask == 0 ? 0 : Long.numberOfTrailingZeros(mask));
        }
    }
}
