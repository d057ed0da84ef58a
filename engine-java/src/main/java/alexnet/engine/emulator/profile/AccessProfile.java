package alexnet.engine.emulator.profile;

import alexnet.engine.ptx.PtxMnemonic;
import java.util.Comparator;
import java.util.List;

/**
 * What one memory instruction did during a launch. A request is one warp executing it.
 *
 * @param opcode full name with modifiers
 * @param line line in the PTX
 * @param source place in the CUDA source such as {@code lrn.cu:17}; empty where the PTX does not say
 * @param space {@code global}, {@code shared}, {@code local}, {@code const} or {@code param}: where it went in fact; {@code
 *     none} where it was never executed
 * @param requests warps that executed it with at least one active lane
 * @param lanes active lanes in all
 * @param bytes bytes that the lanes asked for
 * @param sectors 32-byte sectors of all requests (global memory)
 * @param usedBytes of the bytes of these sectors, those asked for; see {@link Sectors#usedBytes}
 * @param mostSectors most sectors of a single request
 * @param passes passes through the banks (shared memory), see {@link BankConflicts}
 * @param freePasses passes that would have been needed without bank conflicts
 * @param mostPasses most passes of a single request
 * @param sameAddress for atomics: over all requests, the sum of the most lanes at one address, which take turns
 */
public record AccessProfile(
        String opcode,
        int line,
        String source,
        String space,
        long requests,
        long lanes,
        long bytes,
        long sectors,
        long usedBytes,
        int mostSectors,
        long passes,
        long freePasses,
        int mostPasses,
        long sameAddress) {

    /** Whether it is a store, an atomic or a reduction; {@code cp.async} counts as the read that it is in global memory. */
    boolean writes() {
        return PtxMnemonic.of(opcode).opcode().kind().writesMemory();
    }

    /** Sectors of an average request; 0 outside of global memory. */
    public double sectorsPerRequest() {
        return requests == 0 ? 0 : (double) sectors / requests;
    }

    /** The share of the sectors' bytes that was asked for, 1 where there are none. */
    public double efficiency() {
        return sectors == 0 ? 1 : (double) usedBytes / (sectors * Sectors.BYTES);
    }

    /** Passes of an average request; 0 outside of shared memory. */
    public double passesPerRequest() {
        return requests == 0 ? 0 : (double) passes / requests;
    }

    /** Bytes of sectors that nobody asked for. */
    public long wastedBytes() {
        return sectors * Sectors.BYTES - usedBytes;
    }

    /** Passes that bank conflicts cost. */
    public long conflicts() {
        return passes - freePasses;
    }

    /** The instructions that waste most bytes of sectors, worst first; those that waste none are left out. */
    static List<AccessProfile> worstCoalesced(List<AccessProfile> accesses, int count) {
        return accesses.stream()
                .filter(access -> access.wastedBytes() > 0)
                .sorted(Comparator.comparingLong(AccessProfile::wastedBytes)
                        .reversed()
                        .thenComparingInt(AccessProfile::line))
                .limit(count)
                .toList();
    }

    /** The instructions that lose most passes to bank conflicts, worst first; those that lose none are left out. */
    static List<AccessProfile> worstConflicts(List<AccessProfile> accesses, int count) {
        return accesses.stream()
                .filter(access -> access.conflicts() > 0)
                .sorted(Comparator.comparingLong(AccessProfile::conflicts)
                        .reversed()
                        .thenComparingInt(AccessProfile::line))
                .limit(count)
                .toList();
    }
}
