package alexnet.engine.emulator;

import alexnet.engine.emulator.observe.AccessSite;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOperand;
import alexnet.engine.ptx.PtxType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Loads, stores and atomic operations. */
final class MemoryTranslator {

    /** Modifiers that choose caches or order accesses between threads: execution in lockstep satisfies all of them. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "nc",
            "ca",
            "cg",
            "cs",
            "lu",
            "cv",
            "wb",
            "wt",
            "volatile",
            "weak",
            "relaxed",
            "acquire",
            "release",
            "acq_rel",
            "cta",
            "gpu",
            "sys");

    private final InstructionTranslator to;

    MemoryTranslator(InstructionTranslator to) {
        this.to = to;
    }

    /** The state space of that name, or -1. */
    static int space(String name) {
        return switch (name) {
            case "global" -> Frame.GLOBAL;
            case "shared" -> Frame.SHARED;
            case "local" -> Frame.LOCAL;
            case "const" -> Frame.CONSTANT;
            case "param" -> Frame.PARAMETER;
            default -> -1;
        };
    }

    void translate(PtxInstruction instruction) {
        int space = Frame.GENERIC;
        int count = 1;
        PtxType type = null;
        List<String> operation = new ArrayList<>();
        for (String modifier : instruction.modifiers()) {
            if (space(modifier) >= 0) {
                space = space(modifier);
            } else if (modifier.equals("v2")) {
                count = 2;
            } else if (modifier.equals("v4")) {
                count = 4;
            } else if (PtxType.named(modifier) != null) {
                type = PtxType.named(modifier);
            } else if (!WITHOUT_EFFECT.contains(modifier)) {
                operation.add(modifier);
            }
        }
        boolean atomic = instruction.base().equals("atom") || instruction.base().equals("red");
        if (type == null || type == PtxType.PRED || !atomic && !operation.isEmpty()) {
            throw to.unknown(instruction);
        }
        switch (instruction.base()) {
            case "ld", "ldu" -> load(instruction, space, type, count);
            case "st" -> store(instruction, space, type, count);
            default -> atomic(instruction, space, type, operation);
        }
    }

    private PtxOperand.Address address(PtxInstruction instruction, int operand) {
        if (instruction.operands().size() > operand
                && instruction.operand(operand) instanceof PtxOperand.Address address) {
            return address;
        }
        throw to.refuse(instruction, "expected an address [...]");
    }

    private Place addressPlace(PtxInstruction instruction, PtxOperand.Address address) {
        if (address.base() instanceof PtxOperand.Register register && Bank.of(register.type()) == Bank.INT) {
            return to.slots.register(register);
        }
        return to.source(instruction, address.base(), Bank.LONG);
    }

    private List<PtxOperand> elements(PtxInstruction instruction, PtxOperand operand, int count) {
        List<PtxOperand> elements = operand instanceof PtxOperand.Vector vector ? vector.elements() : List.of(operand);
        if (elements.size() != count) {
            throw to.refuse(instruction, "has " + elements.size() + " elements (expected " + count + ")");
        }
        return elements;
    }

    private void load(PtxInstruction instruction, int space, PtxType type, int count) {
        PtxOperand.Address address = address(instruction, 1);
        Place from = addressPlace(instruction, address);
        int bank = -1;
        int[] slots = new int[count];
        List<PtxOperand> elements = elements(instruction, instruction.operand(0), count);
        for (int i = 0; i < count; i++) {
            slots[i] = -1;
            if (!(elements.get(i) instanceof PtxOperand.Sink)) {
                Place place = to.slots.register(to.register(instruction, elements.get(i)));
                if (bank >= 0 && bank != place.bank()) {
                    throw to.refuse(instruction, "its results are registers of different types");
                }
                bank = place.bank();
                slots[i] = place.slot();
            }
        }
        boolean fits = switch (bank) {
            case Bank.FLOAT -> type.bytes == 4;
            case Bank.DOUBLE -> type.bytes == 8;
            case Bank.INT -> type.bytes <= 4;
            default -> true;
        };
        if (!fits) {
            throw to.refuse(instruction, "the result register does not fit the type");
        }
        Op op = new LoadOp(instruction, space, type, bank < 0 ? Bank.of(type) : bank, slots, from, address.offset());
        to.add(to.observed(op, AccessSite.Kind.READ, space, type.bytes, count, from, address.offset(), Bank.INT, null));
    }

    private void store(PtxInstruction instruction, int space, PtxType type, int count) {
        PtxOperand.Address address = address(instruction, 0);
        if (instruction.operands().size() != 2 || space == Frame.CONSTANT || space == Frame.PARAMETER) {
            throw to.unknown(instruction);
        }
        Place target = addressPlace(instruction, address);
        List<PtxOperand> elements = elements(instruction, instruction.operand(1), count);
        int bank = Bank.of(type);
        int[] slots = new int[count];
        for (int i = 0; i < count; i++) {
            if (elements.get(i) instanceof PtxOperand.Register register && i == 0) {
                bank = Bank.of(register.type());
            }
            slots[i] = to.source(instruction, elements.get(i), bank).slot();
        }
        Op op = new StoreOp(instruction, space, type, bank, slots, target, address.offset());
        to.add(to.observed(op, AccessSite.Kind.WRITE, space, type.bytes, count, target, address.offset(), bank, slots));
    }

    private void atomic(PtxInstruction instruction, int space, PtxType type, List<String> operation) {
        boolean reduction = instruction.base().equals("red");
        int first = reduction ? 0 : 1;
        PtxOperand.Address address = address(instruction, first);
        AtomicOp.Kind kind = operation.size() == 1 ? AtomicOp.Kind.named(operation.get(0)) : null;
        int operands = kind == AtomicOp.Kind.CAS ? 2 : 1;
        if (kind == null || type.bytes < 4 || instruction.operands().size() != first + 1 + operands) {
            throw to.unknown(instruction);
        }
        if (type.floating()) {
            throw to.refuse(instruction, "float atomics are refused: their results depend on the order of threads");
        }
        Place at = addressPlace(instruction, address);
        Place a = to.source(instruction, instruction.operand(first + 1), Bank.of(type));
        Place b = operands == 2 ? to.source(instruction, instruction.operand(first + 2), Bank.of(type)) : a;
        Place result = null;
        if (!reduction && !(instruction.operand(0) instanceof PtxOperand.Sink)) {
            result = to.slots.register(to.register(instruction, instruction.operand(0)));
            if (result.bank() != Bank.of(type)) {
                throw to.refuse(instruction, "the result register does not fit the type");
            }
        }
        Op op = new AtomicOp(
                instruction, space, type, kind, result == null ? -1 : result.slot(), at, address.offset(), a, b);
        to.add(to.observed(op, AccessSite.Kind.ATOMIC, space, type.bytes, 1, at, address.offset(), Bank.INT, null));
    }
}
