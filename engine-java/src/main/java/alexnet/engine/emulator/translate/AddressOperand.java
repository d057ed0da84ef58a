package alexnet.engine.emulator.translate;

import alexnet.engine.emulator.code.LaneAddress;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOperand;

/** Translates an instruction's operand {@code [base+offset]}. */
final class AddressOperand {

    private AddressOperand() {}

    /**
     * @param operand index of the address among the instruction's operands
     * @throws alexnet.engine.PtxException where there is no address, or that of a variable in another space
     */
    static LaneAddress of(OpEmitter to, PtxInstruction instruction, int operand, int space) {
        if (instruction.operands().size() <= operand
                || !(instruction.operand(operand) instanceof PtxOperand.Address address)) {
            throw to.refuse(instruction, "expected an address [...] as operand " + (operand + 1));
        }
        int found = space;
        if (address.base() instanceof PtxOperand.Symbol symbol) {
            int declared = AccessForm.space(to.spaceOf(symbol.name()));
            if (declared >= 0 && space != BlockState.GENERIC && declared != space) {
                throw to.refuse(
                        instruction,
                        "'" + symbol.name() + "' is a variable in ." + to.spaceOf(symbol.name())
                                + ", not in the instruction's state space");
            }
            found = declared >= 0 ? declared : space;
        }
        if (address.base() instanceof PtxOperand.Register register
                && Registers.fileOf(register.type()) == Registers.INT) {
            if (register.type().bytes != 4) {
                throw to.refuse(instruction, "the address register has " + 8 * register.type().bytes + " bits");
            }
            return new LaneAddress(found, to.slots.register(register), address.offset());
        }
        return new LaneAddress(found, to.source(instruction, address.base(), Registers.LONG), address.offset());
    }
}
