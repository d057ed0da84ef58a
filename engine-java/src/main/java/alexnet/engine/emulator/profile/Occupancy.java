package alexnet.engine.emulator.profile;

/**
 * How many blocks of a kernel one multiprocessor holds at a time, by the rules of {@code cuda_occupancy.h} (what NVIDIA's
 * occupancy calculator computes).
 *
 * @param blocks resident blocks, 0 where not even one fits
 * @param warps resident warps
 * @param share resident warps as a share of the most there can be
 * @param limiter what allows no further block
 * @param blocksByWarps blocks that the warps allow
 * @param blocksByRegisters blocks that the registers allow
 * @param blocksByShared blocks that the shared memory allows
 */
public record Occupancy(
        int blocks,
        int warps,
        double share,
        Limiter limiter,
        int blocksByWarps,
        int blocksByRegisters,
        int blocksByShared) {

    /** What a multiprocessor runs out of first. */
    public enum Limiter {
        /** Resident warps, which is the same as resident threads. */
        WARPS("warps"),
        REGISTERS("registers"),
        SHARED("shared memory"),
        /** Resident blocks. */
        BLOCKS("blocks");

        private final String text;

        Limiter(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Computes the occupancy.
     *
     * @param threads threads per block
     * @param registers registers per thread
     * @param sharedBytes shared memory per block, static and dynamic
     * @throws IllegalArgumentException when a figure is negative, or there is no thread
     */
    public static Occupancy of(SmLimits limits, int threads, int registers, int sharedBytes) {
        if (threads < 1 || registers < 0 || sharedBytes < 0) {
            throw new IllegalArgumentException(
                    "occupancy: threads must be at least 1, registers and shared bytes at least 0" + " (found "
                            + threads + " threads, " + registers + " registers, " + sharedBytes + " shared bytes)");
        }
        int warpsPerBlock = (threads + 31) / 32;
        int byWarps = threads > SmLimits.THREADS_PER_BLOCK ? 0 : limits.warps() / warpsPerBlock;
        int byRegisters = byRegisters(limits, warpsPerBlock, registers);
        int byShared = byShared(limits, sharedBytes);
        int blocks = Math.min(Math.min(byWarps, byRegisters), Math.min(byShared, limits.blocks()));
        int warps = blocks * warpsPerBlock;
        return new Occupancy(
                blocks,
                warps,
                (double) warps / limits.warps(),
                limiter(blocks, byWarps, byRegisters, byShared),
                byWarps,
                byRegisters,
                byShared);
    }

    /** The first limit that is reached; of several, in this order. */
    private static Limiter limiter(int blocks, int byWarps, int byRegisters, int byShared) {
        if (blocks == byWarps) {
            return Limiter.WARPS;
        }
        if (blocks == byRegisters) {
            return Limiter.REGISTERS;
        }
        return blocks == byShared ? Limiter.SHARED : Limiter.BLOCKS;
    }

    private static int byRegisters(SmLimits limits, int warpsPerBlock, int registers) {
        if (registers > SmLimits.REGISTERS_PER_THREAD) {
            return 0;
        }
        int perWarp = Math.max(roundUp(32 * registers, SmLimits.REGISTER_PORTION), SmLimits.REGISTER_PORTION);
        // The hardware refuses a block by a rule of its own, as if its warps were spread over all partitions.
        if (perWarp * roundUp(warpsPerBlock, limits.partitions()) > limits.registers()) {
            return 0;
        }
        int warpsOfPartition = limits.registers() / limits.partitions() / perWarp;
        return warpsOfPartition * limits.partitions() / warpsPerBlock;
    }

    private static int byShared(SmLimits limits, int sharedBytes) {
        if (sharedBytes > limits.sharedBytesPerBlock()) {
            return 0;
        }
        int perBlock = roundUp(sharedBytes + limits.sharedReserved(), limits.sharedPortion());
        return perBlock == 0 ? Integer.MAX_VALUE : limits.sharedBytes() / perBlock;
    }

    private static int roundUp(int value, int multiple) {
        return (value + multiple - 1) / multiple * multiple;
    }
}
