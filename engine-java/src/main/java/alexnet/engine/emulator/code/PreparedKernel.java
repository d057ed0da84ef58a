package alexnet.engine.emulator.code;

import alexnet.engine.emulator.observe.AccessSite;
import alexnet.engine.emulator.observe.Launch;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.IntegerRegisters;
import alexnet.engine.emulator.state.LaneShape;
import alexnet.engine.emulator.state.LaunchState;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.emulator.state.StateSize;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxKernelText;
import alexnet.engine.ptx.PtxModuleText;
import java.util.List;

/**
 * A kernel ready to run: immutable, made once for each PTX text in this process.
 *
 * @param blocks basic blocks in reverse post-order
 * @param loops for each block the first instruction of the innermost loop around it, or null
 * @param registerSlots for each file the slots of registers, which come first and start each block as zeros
 * @param slots for each file all slots
 * @param constants slots whose values never change
 * @param specials slots of special registers
 * @param globals slots that hold the address of a module's variable
 * @param sharedBytes shared memory that the kernel declares
 * @param observed what observers are told of the kernel; null in plain form
 */
public record PreparedKernel(
        PtxModuleText module,
        PtxKernelText text,
        PreparedBasicBlock[] blocks,
        PtxInstruction[] loops,
        int[] registerSlots,
        int[] slotCounts,
        List<Constant> constants,
        List<SpecialRegisters.Use> specials,
        List<GlobalUse> globals,
        int sharedBytes,
        int localBytes,
        Observed observed) {

    /** Places that touch memory, the instructions of each basic block, and shared and local variables. */
    public record Observed(
            List<AccessSite> sites, List<List<PtxInstruction>> blocks, List<Launch.Variable> variables) {}

    /** A value that an instruction names; {@code perLane} is added once per lane (addresses in local memory). */
    public record Constant(Place place, long bits, long perLane) {

        void store(BlockState state) {
            switch (place.file()) {
                case Registers.FLOAT -> state.floats.setUniform(place.slot(), Float.intBitsToFloat((int) bits));
                case Registers.DOUBLE -> state.doubles.setUniform(place.slot(), Double.longBitsToDouble(bits));
                default ->
                    ((IntegerRegisters) state.files[place.file()])
                            .setAffine(
                                    place.slot(),
                                    bits,
                                    perLane,
                                    perLane * state.shape.x(),
                                    perLane * state.shape.x() * state.shape.y());
            }
        }
    }

    /** The address of a module's variable plus a distance. */
    public record GlobalUse(String variable, long offset, int slot) {}

    public String name() {
        return text.name();
    }

    /** State for a thread block of this kernel, with what no launch changes. */
    public BlockState newState(LaneShape shape, int launchSharedBytes) {
        BlockState state =
                new BlockState(new StateSize(slotCounts, localBytes, observed != null), shape, launchSharedBytes);
        constants.forEach(constant -> constant.store(state));
        specials.forEach(special -> SpecialRegisters.setForShape(state, special));
        return state;
    }

    /** Makes state ready for one launch. */
    public void enter(BlockState state, LaunchState launch) {
        state.startLaunch(launch);
        for (GlobalUse use : globals) {
            state.longs.setUniform(use.slot(), launch.address(use.variable()) + use.offset());
        }
        specials.forEach(special -> SpecialRegisters.setForGrid(state, special, launch));
    }

    /** Makes state ready for one thread block. */
    public void enterBlock(BlockState state, int x, int y, int z) {
        state.startBlock(registerSlots, x, y, z);
        specials.forEach(special -> SpecialRegisters.setForBlock(state, special));
    }
}
