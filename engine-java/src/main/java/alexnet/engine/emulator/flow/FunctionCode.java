package alexnet.engine.emulator.flow;

import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxKernelText;
import alexnet.engine.ptx.PtxOpcode;
import alexnet.engine.ptx.PtxOperand;
import alexnet.engine.ptx.PtxPrototype;
import alexnet.engine.ptx.PtxType;
import alexnet.engine.ptx.PtxVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One function, or the kernel itself, on its way into the text that {@link FunctionLinker} makes. */
final class FunctionCode {

    final FunctionLinker linker;
    final PtxKernelText code;
    /** What the function takes and gives back; null for the kernel. */
    final PtxPrototype signature;

    final String prefix;
    /** True where calls inside the function may reach it again. */
    final boolean recursive;

    private final Map<String, ParameterSpot> parameters = new LinkedHashMap<>();
    /** For variables of a recursive function their places above the stack's top. */
    private final Map<String, Integer> frame = new HashMap<>();

    private final CallCode calls;
    private int frameBytes;
    private int temporaries;

    FunctionCode(FunctionLinker linker, PtxKernelText code) {
        this.linker = linker;
        this.code = code;
        this.signature = code.entry() ? null : code.prototype();
        this.prefix = code.entry() ? "" : code.name() + ":";
        this.recursive = !code.entry() && linker.graph.reaches(code, code.name());
        this.calls = new CallCode(this);
        List<PtxVariable> passed = new ArrayList<>();
        if (signature != null) {
            passed.addAll(signature.parameters());
            passed.addAll(signature.results());
        }
        code.variables().stream().filter(v -> v.space().equals("param")).forEach(passed::add);
        for (PtxVariable variable : passed) {
            ParameterSpot spot = ParameterSpot.of(variable, code, prefix);
            parameters.put(variable.name(), spot);
            if (spot.register() == null) {
                place(variable);
            }
        }
        code.variables().stream().filter(v -> v.space().equals("local")).forEach(this::place);
    }

    private void place(PtxVariable variable) {
        if (recursive) {
            int offset = MemoryLayout.align(frameBytes, Math.max(1, variable.alignment()));
            frame.put(variable.name(), offset);
            frameBytes = MemoryLayout.align(offset + variable.bytes(), 16);
        }
    }

    boolean onStack() {
        return frameBytes > 0;
    }

    /** Bytes of the function's variables on the stack. */
    int frameBytes() {
        return frameBytes;
    }

    static PtxInstruction like(PtxInstruction place, String opcode, PtxOperand... operands) {
        return place.with(null, false, opcode, List.of(operands));
    }

    PtxOperand.Register temporary(PtxType type) {
        return new PtxOperand.Register(prefix + "=t" + temporaries++, type);
    }

    ParameterSpot parameter(String name) {
        return parameters.get(name);
    }

    /** The register that carries one parameter or result from one function to another. */
    PtxOperand.Register carrier(PtxVariable variable) {
        return new PtxOperand.Register("=" + prefix + variable.name(), ParameterSpot.type(variable.bytes()));
    }

    /**
     * The address of a variable in local memory.
     *
     * @param above bytes between the stack's top and the function's frame
     */
    PtxOperand.Address memory(String name, long offset, int above) {
        return recursive
                ? new PtxOperand.Address(FunctionLinker.STACK_TOP, above + frame.get(name) + offset)
                : new PtxOperand.Address(new PtxOperand.Symbol(prefix + name), offset);
    }

    /** Appends the function's code. */
    void emit() {
        for (PtxVariable variable : code.variables()) {
            if (!variable.space().equals("param")
                    && !(recursive && variable.space().equals("local"))) {
                variable(variable.space(), variable);
            }
        }
        parameters.values().stream()
                .filter(spot -> spot.register() == null && !recursive)
                .forEach(spot -> variable("local", spot.variable()));
        code.branchTargets()
                .forEach((name, targets) -> linker.branchTargets(
                        prefix + name, targets.stream().map(t -> prefix + t).toList()));
        List<PtxInstruction> instructions = code.instructions();
        if (signature != null) {
            linker.label(prefix, linker.size());
            if (instructions.isEmpty()) {
                return;
            }
            for (PtxVariable variable : signature.parameters()) {
                if (parameter(variable.name()).scalar()) {
                    set(instructions.get(0), variable.name(), carrier(variable));
                }
            }
        }
        Map<Integer, List<String>> labelsAt = new HashMap<>();
        code.labels()
                .forEach((name, index) ->
                        labelsAt.computeIfAbsent(index, i -> new ArrayList<>()).add(name));
        for (int i = 0; i <= instructions.size(); i++) {
            for (String label : labelsAt.getOrDefault(i, List.of())) {
                linker.label(prefix + label, linker.size());
            }
            if (i < instructions.size()) {
                instruction(instructions.get(i));
            }
        }
        // What follows in the text is another function.
        if (!instructions.isEmpty()) {
            leave(like(instructions.get(instructions.size() - 1), PtxOpcode.RET.text()));
        }
    }

    private void variable(String space, PtxVariable variable) {
        linker.variable(new PtxVariable(
                space,
                prefix + variable.name(),
                variable.type(),
                variable.bytes(),
                variable.alignment(),
                variable.initial(),
                variable.references()));
    }

    private void instruction(PtxInstruction instruction) {
        switch (instruction.base()) {
            case CALL -> calls.emit(instruction);
            case RET -> leave(instruction);
            case BRA, BRX -> jump(instruction);
            case LD -> {
                ParameterSpot spot = spot(instruction, 1);
                if (spot == null) {
                    copy(instruction, instruction.opcode());
                } else {
                    load(instruction, spot);
                }
            }
            case ST -> {
                ParameterSpot spot = spot(instruction, 0);
                if (spot == null) {
                    copy(instruction, instruction.opcode());
                } else {
                    store(instruction, spot);
                }
            }
            default -> copy(instruction, instruction.opcode());
        }
    }

    /** The parameter that a load or store names, or null. */
    private ParameterSpot spot(PtxInstruction instruction, int operand) {
        return instruction.mnemonic().has("param")
                        && instruction.operands().size() == 2
                        && instruction.operand(operand) instanceof PtxOperand.Address address
                        && address.base() instanceof PtxOperand.Symbol symbol
                ? parameters.get(symbol.name())
                : null;
    }

    private void load(PtxInstruction instruction, ParameterSpot spot) {
        if (spot.register() == null) {
            copy(instruction, instruction.opcode().replace(".param", ".local"));
            return;
        }
        PtxType type = ParameterSpot.type(instruction);
        int bytes = spot.variable().bytes();
        String opcode = "mov.b" + 8 * Math.max(2, bytes);
        if (instruction.operand(0) instanceof PtxOperand.Register result && (type.bytes < bytes || bytes < 4)) {
            String wanted = (type.signed() ? "s" : "u") + Math.max(16, 8 * result.type().bytes);
            opcode = "cvt." + wanted + "." + (type.signed() ? "s" : "u") + 8 * type.bytes;
        }
        emit(instruction, opcode, List.of(renamed(instruction, instruction.operand(0)), spot.register()));
    }

    private void store(PtxInstruction instruction, ParameterSpot spot) {
        if (spot.register() == null) {
            copy(instruction, instruction.opcode().replace(".param", ".local"));
            return;
        }
        int bytes = spot.variable().bytes();
        String opcode = bytes == 1 ? "cvt.u16.u8" : "mov.b" + 8 * bytes;
        emit(instruction, opcode, List.of(spot.register(), renamed(instruction, instruction.operand(1))));
    }

    /** Sets a parameter that is no array. */
    void set(PtxInstruction place, String name, PtxOperand value) {
        ParameterSpot spot = parameters.get(name);
        int bits = 8 * spot.variable().bytes();
        linker.emit(
                spot.register() == null
                        ? like(place, "st.local.b" + bits, memory(name, 0, 0), value)
                        : like(place, "mov.b" + Math.max(16, bits), spot.register(), value));
    }

    /** The value of a parameter that is no array. */
    PtxOperand.Register get(PtxInstruction place, String name) {
        ParameterSpot spot = parameters.get(name);
        if (spot.register() != null) {
            return spot.register();
        }
        PtxOperand.Register value = temporary(ParameterSpot.type(spot.variable().bytes()));
        linker.emit(like(place, "ld.local.b" + 8 * spot.variable().bytes(), value, memory(name, 0, 0)));
        return value;
    }

    private void leave(PtxInstruction ret) {
        if (!ret.operands().isEmpty()) {
            throw linker.graph.refuse(ret, "has no operands");
        }
        if (signature == null) {
            linker.emit(ret);
            return;
        }
        for (PtxVariable result : signature.results()) {
            if (parameter(result.name()).scalar()) {
                PtxOperand.Register value = get(ret, result.name());
                linker.emit(like(ret, "mov.b" + 8 * Math.max(2, result.bytes()), carrier(result), value));
            }
        }
        emit(ret, ret.opcode(), List.of(new PtxOperand.Symbol(prefix)));
    }

    private void jump(PtxInstruction instruction) {
        List<PtxOperand> operands = new ArrayList<>();
        for (PtxOperand operand : instruction.operands()) {
            operands.add(
                    operand instanceof PtxOperand.Symbol label
                            ? new PtxOperand.Symbol(prefix + label.name())
                            : renamed(instruction, operand));
        }
        emit(instruction, instruction.opcode(), operands);
    }

    private void copy(PtxInstruction instruction, String opcode) {
        List<PtxOperand> operands = new ArrayList<>();
        instruction.operands().forEach(operand -> operands.add(renamed(instruction, operand)));
        emit(instruction, opcode, operands);
    }

    /** Appends an instruction with the guard of another. */
    private void emit(PtxInstruction like, String opcode, List<PtxOperand> operands) {
        linker.emit(like.with(
                like.guard() == null ? null : (PtxOperand.Register) renamed(like, like.guard()),
                like.guardNegated(),
                opcode,
                operands));
    }

    PtxOperand renamed(PtxInstruction place, PtxOperand operand) {
        if (operand instanceof PtxOperand.Register register) {
            return new PtxOperand.Register(prefix + register.name(), register.type());
        }
        if (operand instanceof PtxOperand.Symbol symbol) {
            return symbol(place, symbol);
        }
        if (operand instanceof PtxOperand.Address address) {
            if (address.base() instanceof PtxOperand.Symbol symbol && frame.containsKey(symbol.name())) {
                return memory(symbol.name(), address.offset(), 0);
            }
            return new PtxOperand.Address(renamed(place, address.base()), address.offset());
        }
        if (operand instanceof PtxOperand.Vector vector) {
            return new PtxOperand.Vector(
                    vector.elements().stream().map(e -> renamed(place, e)).toList());
        }
        if (operand instanceof PtxOperand.Pair pair) {
            return new PtxOperand.Pair(renamed(place, pair.first()), renamed(place, pair.second()));
        }
        if (operand instanceof PtxOperand.Negated negated) {
            return new PtxOperand.Negated(renamed(place, negated.predicate()));
        }
        return operand;
    }

    private PtxOperand symbol(PtxInstruction place, PtxOperand.Symbol symbol) {
        String name = symbol.name();
        if (frame.containsKey(name)) {
            PtxOperand.Register address = temporary(PtxType.B64);
            linker.emit(like(
                    place,
                    "add.s64",
                    address,
                    FunctionLinker.STACK_TOP,
                    new PtxOperand.Immediate(frame.get(name) + symbol.offset(), 0)));
            return address;
        }
        boolean own = code.variables().stream().anyMatch(v -> v.name().equals(name)) || parameters.containsKey(name);
        if (own) {
            return new PtxOperand.Symbol(prefix + name, symbol.offset());
        }
        long address = linker.module.functionAddress(name);
        return address == 0 ? symbol : new PtxOperand.Immediate(address, 0);
    }
}
