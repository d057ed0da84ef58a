package alexnet.engine.emulator.sanitize;

/**
 * One finding of a checker.
 *
 * @param kernel name of the kernel; empty for a leak
 * @param at the access that is reported; null for a leak
 * @param other the earlier access of a race, otherwise null
 * @param space {@code global}, {@code shared}, {@code local}, or empty where no memory is concerned
 * @param address of the memory concerned: as a kernel sees it in that space
 * @param bytes how many bytes there; for a leak the size of the allocation
 * @param allocation label of the allocation that holds the address; empty where there is none
 * @param offset bytes from the allocation's start
 * @param reason what is wrong, in words
 */
public record Finding(
        Kind kind,
        String kernel,
        Party at,
        Party other,
        String space,
        long address,
        long bytes,
        String allocation,
        long offset,
        String reason) {

    /** The kinds of findings. */
    public enum Kind {
        UNINITIALISED_READ("uninitialised read"),
        SHARED_RACE("shared-memory race"),
        GLOBAL_RACE("global-memory race"),
        BARRIER_DIVERGENCE("barrier divergence"),
        ILLEGAL_WARP_SYNC("illegal warp synchronisation"),
        LEAK("leak");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** The kind as it appears in reports. */
        public String words() {
            return words;
        }
    }

    /**
     * A thread at an instruction.
     *
     * @param file name of the PTX
     * @param line line in the PTX
     * @param source place in the .cu file, such as {@code lrn.cu:17}; empty where the PTX does not say
     * @param opcode the instruction
     * @param verb what it does: read, write, atomic access, or the instruction's own name
     */
    public record Party(
            String file,
            int line,
            String source,
            String opcode,
            String verb,
            int blockX,
            int blockY,
            int blockZ,
            int threadX,
            int threadY,
            int threadZ) {

        /** {@code block (0,0,0), thread (14,0,0)}. */
        public String thread() {
            return "block (" + blockX + ',' + blockY + ',' + blockZ + "), thread (" + threadX + ',' + threadY + ','
                    + threadZ + ')';
        }

        /** {@code sum.ptx:14 (sum.cu:19)}. */
        public String place() {
            return file + ':' + line + (source.isEmpty() ? "" : " (" + source + ')');
        }
    }

    /** The report as one line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (at != null) {
            text.append("kernel ")
                    .append(kernel)
                    .append(", ")
                    .append(at.place())
                    .append(", ");
            text.append(at.opcode()).append(", ").append(at.thread()).append(": ");
        }
        text.append(kind.words()).append(": ").append(reason);
        if (other != null) {
            text.append("; other access: ").append(other.verb()).append(" by ").append(other.thread());
            text.append(" at ").append(other.place()).append(", ").append(other.opcode());
        }
        return text.toString();
    }
}
