package alexnet.engine.emulator.translate;

import alexnet.engine.emulator.code.LaneAddress;
import alexnet.engine.emulator.code.LoadOp;
import alexnet.engine.emulator.code.Op;
import alexnet.engine.emulator.code.StoreOp;
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

/**
 * Loads, stores and prefetches. What chooses caches or orders accesses between threads has
 * nothing to do: blocks are not run on while others wait, and execution in lockstep is strongly ordered.
 */
final class MemoryTranslator {

    private static final Set<String> LOAD_ORDERS = Set.of("weak", "volatile", "relaxed", "acquire");
    private static final Set<String> STORE_ORDERS = Set.of("weak", "volatile", "relaxed", "release");
    private static final Set<String> LOAD_CACHES = Set.of("ca", "cg", "cs", "lu", "cv", "nc");
    private static final Set<String> STORE_CACHES = Set.of("wb", "cg", "cs", "wt");

    private final OpEmitter to;

    MemoryTranslator(OpEmitter to) {
        this.to = to;
    }

    /** The state space of that name, or -1. */
    static int space(String name) {
        return AccessForm.space(name);
    }

    void translate(PtxInstruction instruction) {
        switch (instruction.kind()) {
            case LOAD -> load(instruction);
            case STORE -> store(instruction);
            case PREFETCH -> prefetch(instruction);
            case ATOMIC, REDUCTION -> new AtomicTranslator(to).translate(instruction);
            case ASYNC_COPY, ARRIVAL_BARRIER -> new AsyncTranslator(to).translate(instruction);
            case MATRIX_LOAD -> new MatrixTranslator(to).translate(instruction);
            default -> throw to.unknown(instruction);
        }
    }

    private AccessForm form(PtxInstruction instruction, Set<String> orders, Set<String> caches) {
        AccessForm form = AccessForm.of(to, instruction);
        PtxType type = form.type();
        if (type == null
                || type == PtxType.PRED
                || type == PtxType.TF32
                || type.half()
                || !form.rest().isEmpty()
                || !form.consistent(orders, caches)) {
            throw to.unknown(instruction);
        }
        if (type.bytes * form.count() > 16) {
            throw to.refuse(instruction, "accesses of more than 16 bytes are newer than PTX ISA 7.0");
        }
        if (instruction.operands().size() != 2) {
            throw to.refuse(instruction, "has " + instruction.operands().size() + " operands (expected 2)");
        }
        return form;
    }

    private List<PtxOperand> elements(PtxInstruction instruction, PtxOperand operand, int count) {
        List<PtxOperand> elements = operand instanceof PtxOperand.Vector vector ? vector.elements() : List.of(operand);
        if (elements.size() != count) {
            throw to.refuse(instruction, "has " + elements.size() + " elements (expected " + count + ")");
        }
        return elements;
    }

    private void load(PtxInstruction instruction) {
        boolean uniform = instruction.base() == PtxOpcode.LDU;
        AccessForm form = form(instruction, uniform ? Set.of() : LOAD_ORDERS, uniform ? Set.of() : LOAD_CACHES);
        if (uniform && !form.mayBeGlobal() || form.cache().contains("nc") && form.space() != BlockState.GLOBAL) {
            throw to.unknown(instruction);
        }
        PtxType type = form.type();
        LaneAddress from = AddressOperand.of(to, instruction, 1, form.space());
        List<PtxOperand> elements = elements(instruction, instruction.operand(0), form.count());
        Place[] results = new Place[form.count()];
        int width = 0;
        int file = -1;
        boolean alike = true;
        for (int i = 0; i < results.length; i++) {
            if (!(elements.get(i) instanceof PtxOperand.Sink)) {
                PtxOperand.Register register = RegisterTypes.require(to, instruction, elements.get(i), type);
                if (width != 0 && width != register.type().bytes) {
                    throw to.refuse(instruction, "its results are registers of different sizes");
                }
                results[i] = to.slots.register(register);
                width = register.type().bytes;
                alike &= file < 0 || file == results[i].file();
                file = results[i].file();
            }
        }
        boolean direct = alike
                && switch (file) {
                    case Registers.FLOAT -> type.bytes == 4;
                    case Registers.DOUBLE -> type.bytes == 8;
                    default -> true;
                };
        int loaded = file < 0 ? Registers.fileOf(type) : direct ? file : width == 8 ? Registers.LONG : Registers.INT;
        int[] slots = new int[results.length];
        Place[] raw = new Place[results.length];
        for (int i = 0; i < slots.length; i++) {
            boolean through = results[i] != null && results[i].file() != loaded;
            raw[i] = through ? to.slots.intermediate(loaded) : results[i];
            slots[i] = raw[i] == null ? -1 : raw[i].slot();
        }
        Op op = new LoadOp(instruction, type, loaded, slots, from, width);
        to.add(to.observed(op, AccessSite.Kind.READ, from, type.bytes, form.count(), Registers.INT, null));
        for (int i = 0; i < slots.length; i++) {
            if (raw[i] != results[i]) {
                to.add(to.convert(instruction, results[i], raw[i]));
            }
        }
    }

    private void store(PtxInstruction instruction) {
        AccessForm form = form(instruction, STORE_ORDERS, STORE_CACHES);
        PtxType type = form.type();
        if (form.space() == BlockState.CONSTANT || form.space() == BlockState.PARAMETER) {
            throw to.refuse(instruction, "this state space cannot be written");
        }
        LaneAddress target = AddressOperand.of(to, instruction, 0, form.space());
        List<PtxOperand> elements = elements(instruction, instruction.operand(1), form.count());
        List<Integer> files = new ArrayList<>();
        for (PtxOperand element : elements) {
            if (element instanceof PtxOperand.Register) {
                files.add(Registers.fileOf(
                        RegisterTypes.require(to, instruction, element, type).type()));
            } else if (!(element instanceof PtxOperand.Immediate || element instanceof PtxOperand.Special)) {
                throw to.refuse(instruction, "expected registers or numbers to store");
            }
        }
        boolean alike = files.stream().distinct().count() == 1;
        int file = alike ? files.get(0) : Registers.fileOf(type);
        if (file == Registers.FLOAT && type.bytes != 4 || file == Registers.DOUBLE && type.bytes != 8) {
            file = file == Registers.FLOAT ? Registers.INT : Registers.LONG;
        }
        int[] slots = new int[elements.size()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = value(instruction, elements.get(i), type, file);
        }
        Op op = new StoreOp(instruction, type, file, slots, target);
        to.add(to.observed(op, AccessSite.Kind.WRITE, target, type.bytes, form.count(), file, slots));
    }

    /** The slot of a value of the type, in the file; floats that are numbers in the text take the type's form first. */
    private int value(PtxInstruction instruction, PtxOperand operand, PtxType type, int file) {
        if (operand instanceof PtxOperand.Immediate) {
            Place number = to.source(instruction, operand, Registers.fileOf(type));
            if (number.file() != file) {
                Place bits = to.slots.intermediate(file);
                to.add(to.convert(instruction, bits, number));
                return bits.slot();
            }
            return number.slot();
        }
        return to.source(instruction, operand, file).slot();
    }

    private void prefetch(PtxInstruction instruction) {
        boolean known = switch (instruction.opcode()) {
            case "prefetch.L1",
                    "prefetch.L2",
                    "prefetch.global.L1",
                    "prefetch.global.L2",
                    "prefetch.global.L2::evict_last",
                    "prefetch.global.L2::evict_normal",
                    "prefetch.local.L1",
                    "prefetch.local.L2",
                    "prefetchu.L1" -> instruction.operands().size() == 1;
            default -> false;
        };
        if (!known) {
            throw to.unknown(instruction);
        }
        int space = instruction.modifiers().size() == 2
                ? space(instruction.modifiers().get(0))
                : BlockState.GENERIC;
        AddressOperand.of(to, instruction, 0, space);
    }
}
