package alexnet.engine.emulator.translate;

import alexnet.engine.emulator.code.AtomicOp;
import alexnet.engine.emulator.code.LaneAddress;
import alexnet.engine.emulator.code.Op;
import alexnet.engine.emulator.math.AtomicFunctions;
import alexnet.engine.emulator.observe.AccessSite;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOpcode;
import alexnet.engine.ptx.PtxOperand;
import alexnet.engine.ptx.PtxType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Atomic operations on memory. */
final class AtomicTranslator {

    private static final Set<String> ATOM_ORDERS = Set.of("relaxed", "acquire", "release", "acq_rel");
    private static final Set<String> RED_ORDERS = Set.of("relaxed", "release");

    private final OpEmitter to;

    AtomicTranslator(OpEmitter to) {
        this.to = to;
    }

    void translate(PtxInstruction instruction) {
        boolean reduction = instruction.kind() == PtxOpcode.Kind.REDUCTION;
        AccessForm form = AccessForm.of(to, instruction);
        PtxType type = form.type();
        List<String> operation = new ArrayList<>(form.rest());
        boolean exact = operation.remove("noftz");
        boolean known = type != null
                && operation.size() == 1
                && form.count() == 1
                && form.cache().isEmpty()
                && form.hints().isEmpty()
                && (form.mayBeGlobal() || form.space() == BlockState.SHARED)
                && (form.order().isEmpty() || (reduction ? RED_ORDERS : ATOM_ORDERS).contains(form.order()))
                && exact == type.half();
        if (!known) {
            throw to.unknown(instruction);
        }
        if (type == PtxType.BF16 || type == PtxType.BF16X2) {
            throw to.refuse(instruction, "is newer than PTX ISA 7.0 (version 7.8, sm_90)");
        }
        String name = operation.get(0);
        AtomicFunctions.Function function = AtomicFunctions.of(name, type);
        if (function == null || reduction && (name.equals("exch") || name.equals("cas"))) {
            throw to.refuse(instruction, "PTX has no such operation on this type");
        }
        AtomicFunctions.Function global =
                name.equals("add") && type == PtxType.F32 ? AtomicFunctions.addFlushed() : function;
        add(instruction, form, name, function, global);
    }

    private void add(
            PtxInstruction instruction,
            AccessForm form,
            String name,
            AtomicFunctions.Function function,
            AtomicFunctions.Function global) {
        int first = instruction.kind() == PtxOpcode.Kind.REDUCTION ? 0 : 1;
        int expected = first + (name.equals("cas") ? 3 : 2);
        if (instruction.operands().size() != expected) {
            throw to.refuse(
                    instruction, "has " + instruction.operands().size() + " operands (expected " + expected + ")");
        }
        PtxType type = form.type();
        LaneAddress address = AddressOperand.of(to, instruction, first, form.space());
        int file = type.bytes == 8 ? Registers.LONG : Registers.INT;
        int a = bits(instruction, instruction.operand(first + 1), type, file);
        int b = name.equals("cas") ? bits(instruction, instruction.operand(first + 2), type, file) : a;
        Place result = null;
        if (first == 1 && !(instruction.operand(0) instanceof PtxOperand.Sink)) {
            result = to.slots.register(RegisterTypes.require(to, instruction, instruction.operand(0), type));
        }
        boolean direct = result != null && result.file() == file;
        Place old = result == null || direct ? result : to.slots.intermediate(file);
        int target = old == null ? -1 : old.slot();
        Op op = new AtomicOp(instruction, address, type.bytes, function, global, file, target, a, b);
        to.add(to.observed(op, AccessSite.Kind.ATOMIC, address, type.bytes, 1, Registers.INT, null));
        if (result != null && !direct) {
            to.add(to.convert(instruction, result, old));
        }
    }

    /** The slot of an operand's bits. */
    private int bits(PtxInstruction instruction, PtxOperand operand, PtxType type, int file) {
        if (operand instanceof PtxOperand.Register) {
            RegisterTypes.require(to, instruction, operand, type);
            return to.source(instruction, operand, file).slot();
        }
        Place number = to.source(instruction, operand, Registers.fileOf(type));
        if (number.file() == file) {
            return number.slot();
        }
        Place converted = to.slots.intermediate(file);
        to.add(to.convert(instruction, converted, number));
        return converted.slot();
    }
}
