package alexnet.engine.emulator;

import alexnet.engine.emulator.observe.AccessSite;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOperand;
import alexnet.engine.ptx.PtxType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Loads, stores, prefetches and questions about addresses. What chooses caches or orders accesses between threads has
 * nothing to do: blocks are not run on while others wait, and execution in lockstep is strongly ordered.
 */
final class MemoryTranslator {

    /** First parts of the instructions that are translated here. */
    static final Set<String> BASES =
            Set.of("ld", "ldu", "st", "atom", "red", "prefetch", "prefetchu", "isspacep", "cp", "mbarrier");

    private static final Set<String> LOAD_ORDERS = Set.of("weak", "volatile", "relaxed", "acquire");
    private static final Set<String> STORE_ORDERS = Set.of("weak", "volatile", "relaxed", "release");
    private static final Set<String> LOAD_CACHES = Set.of("ca", "cg", "cs", "lu", "cv", "nc");
    private static final Set<String> STORE_CACHES = Set.of("wb", "cg", "cs", "wt");

    private final InstructionTranslator to;

    MemoryTranslator(InstructionTranslator to) {
        this.to = to;
    }

    /** The state space of that name, or -1. */
    static int space(String name) {
        return AccessForm.space(name);
    }

    void translate(PtxInstruction instruction) {
        switch (instruction.base()) {
            case "ld", "ldu" -> load(instruction);
            case "st" -> store(instruction);
            case "prefetch", "prefetchu" -> prefetch(instruction);
            case "isspacep" -> isSpace(instruction);
            case "cp", "mbarrier" -> new AsyncTranslator(to).translate(instruction);
            default -> new AtomicTranslator(to).translate(instruction);
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
        boolean uniform = instruction.base().equals("ldu");
        AccessForm form = form(instruction, uniform ? Set.of() : LOAD_ORDERS, uniform ? Set.of() : LOAD_CACHES);
        if (uniform && !form.mayBeGlobal() || form.cache().contains("nc") && form.space() != Frame.GLOBAL) {
            throw to.unknown(instruction);
        }
        PtxType type = form.type();
        LaneAddress from = LaneAddress.of(to, instruction, 1, form.space());
        List<PtxOperand> elements = elements(instruction, instruction.operand(0), form.count());
        Place[] results = new Place[form.count()];
        int width = 0;
        int bank = -1;
        boolean alike = true;
        for (int i = 0; i < results.length; i++) {
            if (!(elements.get(i) instanceof PtxOperand.Sink)) {
                PtxOperand.Register register = RegisterTypes.require(to, instruction, elements.get(i), type);
                if (width != 0 && width != register.type().bytes) {
                    throw to.refuse(instruction, "its results are registers of different sizes");
                }
                results[i] = to.slots.register(register);
                width = register.type().bytes;
                alike &= bank < 0 || bank == results[i].bank();
                bank = results[i].bank();
            }
        }
        boolean direct = alike
                && switch (bank) {
                    case Bank.FLOAT -> type.bytes == 4;
                    case Bank.DOUBLE -> type.bytes == 8;
                    default -> true;
                };
        int loaded = bank < 0 ? Bank.of(type) : direct ? bank : width == 8 ? Bank.LONG : Bank.INT;
        int[] slots = new int[results.length];
        Place[] raw = new Place[results.length];
        for (int i = 0; i < slots.length; i++) {
            boolean through = results[i] != null && results[i].bank() != loaded;
            raw[i] = through ? to.slots.intermediate(loaded) : results[i];
            slots[i] = raw[i] == null ? -1 : raw[i].slot();
        }
        Op op = new LoadOp(instruction, type, loaded, slots, from, width);
        to.add(to.observed(op, AccessSite.Kind.READ, from, type.bytes, form.count(), Bank.INT, null));
        for (int i = 0; i < slots.length; i++) {
            if (raw[i] != results[i]) {
                to.add(to.convert(instruction, results[i], raw[i]));
            }
        }
    }

    private void store(PtxInstruction instruction) {
        AccessForm form = form(instruction, STORE_ORDERS, STORE_CACHES);
        PtxType type = form.type();
        if (form.space() == Frame.CONSTANT || form.space() == Frame.PARAMETER) {
            throw to.refuse(instruction, "this state space cannot be written");
        }
        LaneAddress target = LaneAddress.of(to, instruction, 0, form.space());
        List<PtxOperand> elements = elements(instruction, instruction.operand(1), form.count());
        List<Integer> banks = new ArrayList<>();
        for (PtxOperand element : elements) {
            if (element instanceof PtxOperand.Register) {
                banks.add(Bank.of(
                        RegisterTypes.require(to, instruction, element, type).type()));
            } else if (!(element instanceof PtxOperand.Immediate || element instanceof PtxOperand.Special)) {
                throw to.refuse(instruction, "expected registers or numbers to store");
            }
        }
        boolean alike = banks.stream().distinct().count() == 1;
        int bank = alike ? banks.get(0) : Bank.of(type);
        if (bank == Bank.FLOAT && type.bytes != 4 || bank == Bank.DOUBLE && type.bytes != 8) {
            bank = bank == Bank.FLOAT ? Bank.INT : Bank.LONG;
        }
        int[] slots = new int[elements.size()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = value(instruction, elements.get(i), type, bank);
        }
        Op op = new StoreOp(instruction, type, bank, slots, target);
        to.add(to.observed(op, AccessSite.Kind.WRITE, target, type.bytes, form.count(), bank, slots));
    }

    /** The slot of a value of the type, in the bank; floats that are numbers in the text take the type's form first. */
    private int value(PtxInstruction instruction, PtxOperand operand, PtxType type, int bank) {
        if (operand instanceof PtxOperand.Immediate) {
            Place number = to.source(instruction, operand, Bank.of(type));
            if (number.bank() != bank) {
                Place bits = to.slots.intermediate(bank);
                to.add(to.convert(instruction, bits, number));
                return bits.slot();
            }
            return number.slot();
        }
        return to.source(instruction, operand, bank).slot();
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
                : Frame.GENERIC;
        LaneAddress.of(to, instruction, 0, space);
    }

    private void isSpace(PtxInstruction instruction) {
        List<String> modifiers = instruction.modifiers();
        int space = modifiers.size() == 1 ? space(modifiers.get(0)) : -1;
        if (space < 0 || space == Frame.PARAMETER || instruction.operands().size() != 2) {
            throw to.unknown(instruction);
        }
        long window = Frame.WINDOWS[space] >>> 32;
        long first = Frame.WINDOWS[Frame.SHARED] >>> 32;
        long last = Frame.WINDOWS[Frame.PARAMETER] >>> 32;
        LaneFunction function = InstructionTable.derived(
                "isspacep " + space,
                null,
                () -> space == Frame.GLOBAL
                        ? (Operators.IL) a -> a >>> 32 < first || a >>> 32 > last ? 1 : 0
                        : (Operators.IL) a -> a >>> 32 == window ? 1 : 0);
        to.lane(instruction, function, instruction.operand(0), List.of(instruction.operand(1)));
    }
}
