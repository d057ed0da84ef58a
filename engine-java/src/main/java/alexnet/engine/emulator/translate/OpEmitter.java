package alexnet.engine.emulator.translate;

import alexnet.engine.PtxException;
import alexnet.engine.emulator.code.ActionOp;
import alexnet.engine.emulator.code.ClockOp;
import alexnet.engine.emulator.code.GuardedOp;
import alexnet.engine.emulator.code.LaneAddress;
import alexnet.engine.emulator.code.LaneOp;
import alexnet.engine.emulator.code.ObservedAccessOp;
import alexnet.engine.emulator.code.Op;
import alexnet.engine.emulator.code.WarpSyncAction;
import alexnet.engine.emulator.flow.MemoryLayout;
import alexnet.engine.emulator.function.ConversionFunctions;
import alexnet.engine.emulator.function.InstructionTable;
import alexnet.engine.emulator.function.LaneFunction;
import alexnet.engine.emulator.observe.AccessSite;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxModuleText;
import alexnet.engine.ptx.PtxOperand;
import java.util.List;

/** Appends the operations of a basic block; finds the slots and state spaces of their operands. */
final class OpEmitter {

    final MemoryLayout layout;
    final KernelSlots slots;
    private final PtxModuleText module;
    private final List<Op> ops;
    /** Where the kernel's observed form is made; null in plain form. */
    private final ObservedSites sites;

    /** @param ops where operations are appended */
    OpEmitter(PtxModuleText module, MemoryLayout layout, KernelSlots slots, ObservedSites sites, List<Op> ops) {
        this.module = module;
        this.layout = layout;
        this.slots = slots;
        this.ops = ops;
        this.sites = sites;
    }

    /** Operations appended so far. */
    int size() {
        return ops.size();
    }

    /** Puts the operations from {@code first} on under a predicate. */
    void guard(int first, int predicate, boolean negated) {
        ops.subList(first, ops.size()).replaceAll(op -> new GuardedOp(op, predicate, negated));
    }

    /** True while a kernel's observed form is made. */
    boolean observing() {
        return sites != null;
    }

    /** In observed form, appends what tells of an instruction that joins the members of a mask. */
    void tellWarpSync(PtxInstruction instruction, PtxOperand members) {
        if (sites != null) {
            ops.add(new ActionOp(
                    instruction,
                    new WarpSyncAction(
                            instruction,
                            source(instruction, members, Registers.INT).slot())));
        }
    }

    /**
     * An operation that touches memory, which in observed form tells of it; one that touches memory at two places is
     * passed twice.
     *
     * @param valueFile file of the elements that are stored
     * @param values slots of the elements that are stored; null where none are
     */
    Op observed(
            Op op,
            AccessSite.Kind kind,
            LaneAddress address,
            int elementBytes,
            int elements,
            int valueFile,
            int[] values) {
        if (sites == null) {
            return op;
        }
        AccessSite site = sites.add(op.source, address.space(), kind, elementBytes, elements);
        return new ObservedAccessOp(op, site, address, valueFile, values);
    }

    /** Appends an operation over lanes; operands of another register type than the function's are converted bit by bit. */
    void lane(PtxInstruction instruction, LaneFunction function, PtxOperand target, List<PtxOperand> sources) {
        String signature = function.signature();
        Place[] places = new Place[sources.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = source(instruction, sources.get(i), file(signature.charAt(i + 1)));
        }
        laneOf(instruction, function, target, places);
    }

    /** Appends an operation over lanes with operands of the function's types; the result is converted where it must be. */
    void laneOf(PtxInstruction instruction, LaneFunction function, PtxOperand target, Place... sources) {
        if (target instanceof PtxOperand.Sink) {
            return;
        }
        int file = file(function.signature().charAt(0));
        PtxOperand.Register register = register(instruction, target);
        Place place = slots.register(register);
        Place result = place.file() == file ? place : slots.intermediate(file);
        ops.add(LaneOp.of(instruction, function, result, sources));
        if (result != place) {
            ops.add(convert(instruction, place, result));
        }
    }

    private static int file(char letter) {
        return "ILFD".indexOf(letter);
    }

    PtxOperand.Register register(PtxInstruction instruction, PtxOperand operand) {
        if (operand instanceof PtxOperand.Register register) {
            return register;
        }
        throw refuse(instruction, "expected a register as result");
    }

    /** Where an operand's value is found as one of the file's type. */
    Place source(PtxInstruction instruction, PtxOperand operand, int file) {
        Place place = place(instruction, operand, file);
        if (place.file() == file) {
            return place;
        }
        Place converted = slots.intermediate(file);
        ops.add(convert(instruction, converted, place));
        return converted;
    }

    private Place place(PtxInstruction instruction, PtxOperand operand, int file) {
        if (operand instanceof PtxOperand.Register register) {
            return slots.register(register);
        }
        if (operand instanceof PtxOperand.Special special) {
            if (ClockOp.NAMES.contains(special.name())) {
                Place clock = slots.intermediate(ClockOp.file(special.name()));
                ops.add(new ClockOp(instruction, special.name(), clock));
                return clock;
            }
            return slots.special(special.name());
        }
        if (operand instanceof PtxOperand.Immediate immediate) {
            return slots.constant(file, immediateBits(immediate, file), 0);
        }
        if (operand instanceof PtxOperand.Symbol symbol) {
            return symbol(instruction, symbol, file);
        }
        throw refuse(instruction, "operand " + operand + " is not a value");
    }

    private static long immediateBits(PtxOperand.Immediate immediate, int file) {
        long bits = immediate.bits();
        if (file == Registers.FLOAT && immediate.floatBytes() == 8) {
            return Float.floatToRawIntBits((float) Double.longBitsToDouble(bits));
        }
        if (file == Registers.FLOAT && immediate.floatBytes() == 0) {
            return Float.floatToRawIntBits((float) bits);
        }
        if (file == Registers.DOUBLE && immediate.floatBytes() == 4) {
            return Double.doubleToRawLongBits(Float.intBitsToFloat((int) bits));
        }
        if (file == Registers.DOUBLE && immediate.floatBytes() == 0) {
            return Double.doubleToRawLongBits((double) bits);
        }
        return file == Registers.INT ? (int) bits : bits;
    }

    private Place symbol(PtxInstruction instruction, PtxOperand.Symbol symbol, int file) {
        String name = symbol.name();
        MemoryLayout.Position position = layout.position(name);
        if (position != null) {
            int integers = file == Registers.INT ? Registers.INT : Registers.LONG;
            long perLane = position.space().equals("local") ? layout.localBytes() : 0;
            return slots.constant(integers, position.offset() + symbol.offset(), perLane);
        }
        boolean known = module.variables().stream().anyMatch(v -> v.name().equals(name));
        if (known) {
            return slots.global(name, symbol.offset());
        }
        throw refuse(instruction, "'" + name + "' is not known");
    }

    /** The state space of a variable; empty where there is none of that name. */
    String spaceOf(String variable) {
        MemoryLayout.Position position = layout.position(variable);
        if (position != null) {
            return position.space();
        }
        return module.variables().stream().anyMatch(v -> v.name().equals(variable)) ? "global" : "";
    }

    /** A move of bits between registers of different files; 64 to 32 bits keeps the low half. */
    Op convert(PtxInstruction instruction, Place to, Place from) {
        LaneFunction function = ConversionFunctions.bits(to.file(), from.file());
        return LaneOp.of(instruction, function, to, from);
    }

    void add(Op op) {
        ops.add(op);
    }

    PtxException unknown(PtxInstruction instruction) {
        String reason = Refusals.reason(instruction.opcode());
        if (reason != null) {
            return refuse(instruction, reason);
        }
        List<String> modifiers = instruction.modifiers();
        if (modifiers.contains("xorsign")) {
            return refuse(instruction, ".xorsign is refused: it came with PTX ISA 7.2");
        }
        if (modifiers.contains("bf16") || modifiers.contains("bf16x2")) {
            return refuse(instruction, "PTX ISA 7.0 has fma, neg, abs, min, max, cvt and mma of bf16 only");
        }
        List<String> relatives = InstructionTable.relatives(instruction.opcode());
        return refuse(
                instruction,
                relatives.isEmpty()
                        ? "unknown instruction"
                        : "unknown form of the instruction (known: " + String.join(" ", relatives) + ")");
    }

    PtxException refuse(PtxInstruction instruction, String reason) {
        return new PtxException(
                module.name() + ":" + instruction.line() + ":" + instruction.column() + ": " + instruction.opcode()
                        + ": " + reason,
                "docs/emulator.md lists the PTX that the emulator runs");
    }
}
