package alexnet.engine.emulator.code;

import alexnet.engine.LaunchGeometry;
import alexnet.engine.emulator.flow.MemoryLayout;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.IntRegisters;
import alexnet.engine.emulator.state.LaunchState;
import alexnet.engine.emulator.state.Registers;

/** The read-only registers that tell a thread where it is. */
public final class SpecialRegisters {

    /** Shared memory is counted in units of this many bytes, as on sm_80. */
    private static final int SHARED_UNIT = 128;

    /** A special register that a kernel reads, and the slot that stands for it. */
    public record Use(String name, int slot) {}

    /** The file of a special register's slot. */
    public static int file(String name) {
        return name.equals("%gridid") ? Registers.LONG : Registers.INT;
    }

    private SpecialRegisters() {}

    /** Sets what depends on the block's shape only. */
    static void setForShape(BlockState state, Use use) {
        IntRegisters ints = state.ints;
        int slot = use.slot();
        switch (use.name()) {
            case "%tid.x" -> ints.setAffine(slot, 0, 1, 0, 0);
            case "%tid.y" -> ints.setAffine(slot, 0, 0, 1, 0);
            case "%tid.z" -> ints.setAffine(slot, 0, 0, 0, 1);
            case "%ntid.x" -> ints.setUniform(slot, state.shape.x());
            case "%ntid.y" -> ints.setUniform(slot, state.shape.y());
            case "%ntid.z" -> ints.setUniform(slot, state.shape.z());
            case "%nwarpid" -> ints.setUniform(slot, (state.lanes + 31) / 32);
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
                for (int lane = 0; lane < state.lanes; lane++) {
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
    static void setForGrid(BlockState state, Use use, LaunchState launch) {
        LaunchGeometry grid = launch.geometry();
        switch (use.name()) {
            case "%gridid" -> state.longs.setUniform(use.slot(), launch.number());
            case "%dynamic_smem_size" -> state.ints.setUniform(use.slot(), grid.dynamicSharedBytes());
            case "%total_smem_size" ->
                state.ints.setUniform(use.slot(), MemoryLayout.align(launch.sharedBytes(), SHARED_UNIT));
            case "%nctaid.x" -> state.ints.setUniform(use.slot(), grid.gridX());
            case "%nctaid.y" -> state.ints.setUniform(use.slot(), grid.gridY());
            case "%nctaid.z" -> state.ints.setUniform(use.slot(), grid.gridZ());
            default -> {}
        }
    }

    /** Sets what depends on the block's place in the grid. */
    static void setForBlock(BlockState state, Use use) {
        switch (use.name()) {
            case "%ctaid.x" -> state.ints.setUniform(use.slot(), state.blockX);
            case "%ctaid.y" -> state.ints.setUniform(use.slot(), state.blockY);
            case "%ctaid.z" -> state.ints.setUniform(use.slot(), state.blockZ);
            default -> {}
        }
    }
}
