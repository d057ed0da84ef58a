package alexnet.engine.emulator;

import alexnet.engine.emulator.observe.AccessSite;
import alexnet.engine.emulator.observe.Launch;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxKernelText;
import alexnet.engine.ptx.PtxModuleText;
import java.util.List;

/**
 * A kernel ready to run: immutable, made once for each PTX text in this process.
 *
 * @param blocks basic blocks in reverse post-order
 * @param loops for each block the first instruction of the innermost loop around it, or null
 * @param registerSlots for each bank the slots of registers, which come first and start each block as zeros
 * @param slots for each bank all slots
 * @param constants slots whose values never change
 * @param specials slots of special registers
 * @param globals slots that hold the address of a module's variable
 * @param sharedBytes shared memory that the kernel declares
 * @param observed what observers are told of the kernel; null in plain form
 */
public record PreparedKernel(
        PtxModuleText module,
        PtxKernelText text,
        PreparedBlock[] blocks,
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

        void store(Frame f) {
            switch (place.bank()) {
                case Bank.FLOAT -> f.floats.setUniform(place.slot(), Float.intBitsToFloat((int) bits));
                case Bank.DOUBLE -> f.doubles.setUniform(place.slot(), Double.longBitsToDouble(bits));
                default ->
                    ((IntegerBank) f.banks[place.bank()])
                            .setAffine(
                                    place.slot(),
                                    bits,
                                    perLane,
                                    perLane * f.shape.x(),
                                    perLane * f.shape.x() * f.shape.y());
            }
        }
    }

    /** The address of a module's variable plus a distance. */
    public record GlobalUse(String variable, long offset, int slot) {}

    String name() {
        return text.name();
    }

    int slots(int bank) {
        return slotCounts[bank];
    }
}
