package alexnet.engine.emulator;

import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOperand;

/**
 * An instruction's operand {@code [base+offset]}: where each lane finds its address.
 *
 * @param space the state space that the access goes to: the instruction's, or that of the variable that it names
 * @param place 32- or 64-bit slot of the base
 * @param offset bytes added to the base
 */
record LaneAddress(int space, Place place, long offset) {

    /**
     * @param operand index of the address among the instruction's operands
     * @throws alexnet.engine.PtxException where there is no address, or that of a variable in another space
     */
    static LaneAddress of(InstructionTranslator to, PtxInstruction instruction, int operand, int space) {
        if (instruction.operands().size() <= operand
                || !(instruction.operand(operand) instanceof PtxOperand.Address address)) {
            throw to.refuse(instruction, "expected an address [...] as operand " + (operand + 1));
        }
        int found = space;
        if (address.base() instanceof PtxOperand.Symbol symbol) {
            int declared = AccessForm.space(to.spaceOf(symbol.name()));
            if (declared >= 0 && space != Frame.GENERIC && declared != space) {
                throw to.refuse(
                        instruction,
                        "'" + symbol.name() + "' is a variable in ." + to.spaceOf(symbol.name())
                                + ", not in the instruction's state space");
            }
            found = declared >= 0 ? declared : space;
        }
        if (address.base() instanceof PtxOperand.Register register && Bank.of(register.type()) == Bank.INT) {
            if (register.type().bytes != 4) {
                throw to.refuse(instruction, "the address register has " + 8 * register.type().bytes + " bits");
            }
            return new LaneAddress(found, to.slots.register(register), address.offset());
        }
        return new LaneAddress(found, to.source(instruction, address.base(), Bank.LONG), address.offset());
    }

    /** The lanes' bases, to be read with {@link #at}. */
    Object bases(Frame f) {
        return f.banks[place.bank()].array(place.slot());
    }

    /** One lane's address. */
    long at(Object bases, int lane) {
        return offset + (bases instanceof int[] narrow ? narrow[lane] & 0xffff_ffffL : ((long[]) bases)[lane]);
    }
}
