package alexnet.engine.emulator;

import alexnet.engine.LaunchGeometry;

/** The read-only registers that tell a thread where it is. */
final class SpecialRegisters {

    /** A special register that a kernel reads, and the 32-bit slot that stands for it. */
    record Use(String name, int slot) {}

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
            default -> {}
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
    static void setForGrid(Frame f, Use use, LaunchGeometry grid) {
        switch (use.name()) {
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
