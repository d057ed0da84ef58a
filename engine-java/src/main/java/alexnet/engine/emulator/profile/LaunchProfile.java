package alexnet.engine.emulator.profile;

import alexnet.engine.LaunchGeometry;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What one launch did. Warp counts are executions by a warp with at least one active lane; lane counts are the active lanes
 * of these. Instructions under a predicate count as executed, as on a GPU, which issues them all the same; accesses to
 * memory count only the lanes whose predicate holds.
 *
 * @param module name of the PTX file
 * @param kernel entry name
 * @param geometry grid and block
 * @param sharedBytes shared memory of a block, static and dynamic
 * @param instructions executions by kind, without the kinds that did not occur
 * @param work what the instructions amount to
 * @param divergence how far lanes of a warp parted
 * @param accesses memory instructions in the order of the PTX, parameters left out
 * @param footprint different sectors that were touched
 */
public record LaunchProfile(
        String module,
        String kernel,
        LaunchGeometry geometry,
        int sharedBytes,
        Map<InstructionKind, Count> instructions,
        WorkDone work,
        Divergence divergence,
        List<AccessProfile> accesses,
        Footprint footprint) {

    /** Executions of instructions of one kind. */
    public record Count(long warps, long lanes) {}

    /**
     * Work in all.
     *
     * @param floatFlops float32 FLOPs of active lanes
     * @param doubleFlops float64 FLOPs
     * @param halfFlops FLOPs in 16-bit formats outside of matrix instructions
     * @param matrixFlops FLOPs of matrix instructions on 16-bit elements
     * @param matrixFloatFlops FLOPs of matrix instructions on TF32 elements
     * @param floatSlots machine instructions of warps assumed to run on the float32 lanes
     * @param doubleSlots machine instructions of warps assumed to run on the float64 lanes
     * @param slots machine instructions of warps in all, as assumed
     */
    public record WorkDone(
            long floatFlops,
            long doubleFlops,
            long halfFlops,
            long matrixFlops,
            long matrixFloatFlops,
            long floatSlots,
            long doubleSlots,
            long slots) {

        /** FLOPs in all formats. */
        public long flops() {
            return floatFlops + doubleFlops + halfFlops + matrixFlops + matrixFloatFlops;
        }
    }

    /**
     * Divergence.
     *
     * @param partialWarps executions of instructions by warps with fewer than 32 active lanes
     * @param branches executions of conditional branches by warps
     * @param divergentBranches those of them where the lanes of the warp went different ways
     */
    public record Divergence(long partialWarps, long branches, long divergentBranches) {}

    /**
     * Different 32-byte sectors of global memory.
     *
     * @param read sectors read by anybody: what must come from DRAM at least, where nothing is in a cache at the start
     * @param written sectors written by anybody
     * @param readByBlocks sum over the blocks of the sectors that each read: what must come from L2 at least, where the L1
     *     cache keeps all that a block has read
     */
    public record Footprint(long read, long written, long readByBlocks) {}

    /** Executions of all instructions. */
    public Count total() {
        return new Count(
                instructions.values().stream().mapToLong(Count::warps).sum(),
                instructions.values().stream().mapToLong(Count::lanes).sum());
    }

    /** Executions of one kind. */
    public Count count(InstructionKind kind) {
        return instructions.getOrDefault(kind, new Count(0, 0));
    }

    /** Active lanes of an average executed warp instruction, at most 32. */
    public double lanesPerWarp() {
        Count total = total();
        return total.warps == 0 ? 0 : (double) total.lanes / total.warps;
    }

    /** The share of executed warp instructions with fewer than 32 active lanes. */
    public double partialShare() {
        long warps = total().warps;
        return warps == 0 ? 0 : (double) divergence.partialWarps / warps;
    }

    private long sum(String space, ToLongFunction<AccessProfile> value) {
        return accesses.stream()
                .filter(access -> access.space().equals(space))
                .mapToLong(value)
                .sum();
    }

    /** Requests to global memory. */
    public long globalRequests() {
        return sum("global", AccessProfile::requests);
    }

    /** Bytes that lanes asked of global memory. */
    public long globalBytes() {
        return sum("global", AccessProfile::bytes);
    }

    /** Sectors of all requests to global memory. */
    public long globalSectors() {
        return sum("global", AccessProfile::sectors);
    }

    /** Bytes of these sectors that were asked for. */
    public long globalUsedBytes() {
        return sum("global", AccessProfile::usedBytes);
    }

    /** Sectors of all requests that write to global memory, atomics included. */
    public long globalSectorsWritten() {
        return accesses.stream()
                .filter(access -> access.space().equals("global") && access.writes())
                .mapToLong(AccessProfile::sectors)
                .sum();
    }

    /** Requests to shared memory. */
    public long sharedRequests() {
        return sum("shared", AccessProfile::requests);
    }

    /** Passes of all requests to shared memory. */
    public long sharedPasses() {
        return sum("shared", AccessProfile::passes);
    }

    /** Passes that bank conflicts cost. */
    public long bankConflicts() {
        return sum("shared", AccessProfile::conflicts);
    }

    /** Bytes that must go to or come from DRAM at least. */
    public long dramBytes() {
        return (footprint.read + footprint.written) * Sectors.BYTES;
    }

    /** Bytes that must go to or come from L2 at least. */
    public long l2Bytes() {
        return (footprint.readByBlocks + globalSectorsWritten()) * Sectors.BYTES;
    }

    /** FLOPs per byte of DRAM traffic, 0 where there is neither. */
    public double intensity() {
        return dramBytes() == 0 ? 0 : (double) work.flops() / dramBytes();
    }

    /** The instructions that waste most bytes of sectors, worst first. */
    public List<AccessProfile> worstCoalesced(int count) {
        return AccessProfile.worstCoalesced(accesses, count);
    }

    /** The instructions that lose most passes to bank conflicts, worst first. */
    public List<AccessProfile> worstConflicts(int count) {
        return AccessProfile.worstConflicts(accesses, count);
    }
}
