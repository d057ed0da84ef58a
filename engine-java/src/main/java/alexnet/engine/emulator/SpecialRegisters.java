package alexnet.engine.emulator;

import alexnet.engine.LaunchGeometry;

/** The read-only registers that tell a thread where it is. */
public final class SpecialRegisters {

    /** Shared memory is counted in units of this many bytes, as on sm_80. */
    private static final int SHARED_UNIT = 128;

    /** A special register that a kernel reads, and the slot that stands for it. */
    public record Use(String name, int slot) {}

    /** The bank of a special register's slot. */
    static int bank(String name) {
        return name.equals("%gridid") ? Bank.LONG : Bank.INT;
    }

    private SpecialRegisters() {}

    /** Sets what depends on the block's shape only. */
    static void setForShape(Frame f, Use use) {
        IntBank ints = f.ints;
        int slot = use.slot();
        switch (use.name()) {
            case "%tid.x" -> ints.setAffine(slot, 0, 1, 0, 0);
            case "%tid.y" -> ints.setAffine(slot, 0, 0, 1, 0);
            case "%tid.z" -> ints.setAffine(slot, 0, 0, 0, 1);
            case "%ntid.x" -> ints.setUniform(slot, f.shape.x());
            case "%ntid.y" -> ints.setUniform(slot, f.shape.y());
            case "%ntid.z" -> ints.setUniform(slot, f.shape.z());
            case "%nwarpid" -> ints.setUniform(slot, (f.lanes + 31) / 32);
            case "WARP_SZ" -> ints.setUniform(slot, 32);
            case "%nsmid" -> ints.setUniform(slot, 1);
            case "%smid" -> ints.setUniform(slot, 0);
            case "%laneid",
                    "%warpid",
                    "%lanemask_eq",
                    "%lanemask_lt",
                    "%lanemask_le",
                    "%lanemask_gt",
                    "%lanemask_ge" -> {
                int[] values = (int[]) ints.target(slot);
                for (int lane = 0; lane < f.lanes; lane++) {
                    values[lane] = perLane(use.name(), lane);
                }
            }
            default -> {
                if (use.name().startsWith("%envreg")) {
                    ints.setUniform(slot, 0);
                }
            }
        }
    }

    private static int perLane(String name, int lane) {
        int bit = 1 << (lane & 31);
        return switch (name) {
            case "%laneid" -> lane & 31;
            case "%warpid" -> lane >> 5;
            case "%lanemask_eq" -> bit;
            case "%lanemask_lt" -> bit - 1;
            case "%lanemask_le" -> bit - 1 | bit;
            case "%lanemask_gt" -> ~(bit - 1 | bit);
            case "%lanemask_ge" -> -bit;
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Sets what depends on the launch. */
    static void setForGrid(Frame f, Use use, GridJob job) {
        LaunchGeometry grid = job.geometry();
        switch (use.name()) {
            case "%gridid" -> f.longs.setUniform(use.slot(), job.number());
            case "%dynamic_smem_size" -> f.ints.setUniform(use.slot(), grid.dynamicSharedBytes());
            case "%total_smem_size" ->
                f.ints.setUniform(use.slot(), MemoryLayout.align(job.sharedBytes(), SHARED_UNIT));
            case "%nctaid.x" -> f.ints.setUniform(use.slot(), grid.gridX());
            case "%nctaid.y" -> f.ints.setUniform(use.slot(), grid.gridY());
            case "%nctaid.z" -> f.ints.setUniform(use.slot(), grid.gridZ());
            default -> {}
        }
    }

    /** Sets what depends on the block's place in the grid. */
    static void setForBlock(Frame f, Use use) {
        switch (use.name()) {
            case "%ctaid.x" -> f.ints.setUniform(use.slot(), f.blockX);
            case "%ctaid.y" -> f.ints.setUniform(use.slot(), f.blockY);
            case "%ctaid.z" -> f.ints.setUniform(use.slot(), f.blockZ);
            default -> {}
        }
    }
}
