package alexnet.engine.emulator.function;

import alexnet.engine.emulator.loop.Loop;
import alexnet.engine.emulator.loop.Signatures;
import alexnet.engine.emulator.state.IntegerRule;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxMnemonic;
import alexnet.engine.ptx.PtxType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The per-lane instructions that are known by their full name; what is not here or in the translator is refused. */
public final class InstructionTable {

    private record Entry(Signatures.Lane operator, IntegerRule rule) {}

    /** Messages name as many instructions. */
    private static final int NAMED = 20;

    private static final InstructionTable TABLE = new InstructionTable();

    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, LaneFunction> functions = new ConcurrentHashMap<>();

    private InstructionTable() {
        new IntegerInstructions(this).register();
        new BitInstructions(this).register();
        new FloatInstructions(this).register();
        new DoubleInstructions(this).register();
        new ApproximateInstructions(this).register();
        new HalfInstructions(this).register();
    }

    void put(Signatures.Lane operator, IntegerRule rule, String... names) {
        for (String name : names) {
            if (entries.put(name, new Entry(operator, rule)) != null) {
                throw new IllegalStateException(name + " is registered twice");
            }
        }
    }

    /** The function of an instruction, or null. Its loop is made when the first kernel needs it. */
    public static LaneFunction find(String opcode) {
        Entry entry = TABLE.entries.get(opcode);
        return entry == null
                ? null
                : TABLE.functions.computeIfAbsent(opcode, name -> LaneFunction.of(entry.operator(), entry.rule()));
    }

    /** A function that is made from an instruction's modifiers or constants, once per {@code key}. */
    public static LaneFunction derived(String key, IntegerRule rule, Supplier<Signatures.Lane> operator) {
        return TABLE.functions.computeIfAbsent(key, name -> LaneFunction.of(operator.get(), rule));
    }

    /** As {@link #derived(String, IntegerRule, Supplier)}, with another loop, which {@code change} makes from the usual one. */
    public static LaneFunction derived(String key, Supplier<Signatures.Lane> operator, UnaryOperator<Loop> change) {
        return TABLE.functions.computeIfAbsent(
                key, name -> LaneFunction.of(operator.get()).withLoop(change));
    }

    /** True for instructions that are one lane function. */
    public static boolean knows(String opcode) {
        return TABLE.entries.containsKey(opcode);
    }

    /**
     * The types of an instruction's result and operands, for the check of what a program writes there: the type that its
     * name ends with, or, where the function takes a register of another file, bits of that size. Empty where the
     * instruction is not one lane function.
     */
    public static List<PtxType> types(PtxMnemonic name) {
        Entry entry = TABLE.entries.get(name.text());
        if (entry == null) {
            return List.of();
        }
        PtxType named = PtxType.named(name.lastModifier());
        return Signatures.of(entry.operator())
                .getSimpleName()
                .chars()
                .mapToObj(letter -> type((char) letter, named))
                .toList();
    }

    private static PtxType type(char letter, PtxType named) {
        if (named != null && "ILFD".charAt(Registers.fileOf(named)) == letter) {
            return named;
        }
        return switch (letter) {
            case 'I' -> PtxType.B32;
            case 'L' -> PtxType.B64;
            case 'F' -> PtxType.F32;
            default -> PtxType.F64;
        };
    }

    /** Instructions with the same first part, and the same type where there are such; for messages, so not too many. */
    public static List<String> relatives(String opcode) {
        String base = opcode.substring(0, opcode.indexOf('.') < 0 ? opcode.length() : opcode.indexOf('.'));
        String type = opcode.substring(Math.max(0, opcode.lastIndexOf('.')));
        List<String> all = TABLE.entries.keySet().stream()
                .filter(name -> name.startsWith(base + "."))
                .sorted()
                .toList();
        List<String> ofType = all.stream().filter(name -> name.endsWith(type)).toList();
        List<String> shown = ofType.isEmpty() ? all : ofType;
        if (shown.size() <= NAMED) {
            return shown;
        }
        List<String> some = new ArrayList<>(shown.subList(0, NAMED));
        some.add("and " + (shown.size() - NAMED) + " more");
        return some;
    }
}
