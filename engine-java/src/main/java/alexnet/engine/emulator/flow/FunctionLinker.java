package alexnet.engine.emulator.flow;

import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxKernelText;
import alexnet.engine.ptx.PtxModuleText;
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

/**
 * Puts a kernel and all functions that it can call into one text without parameters and pointers to functions.
 *
 * <p>Every function is there once. Its registers, labels and variables have its name in front; no other names contain a
 * colon or an equals sign. What is left of a call is the jump there and back: {@code call entry, back} with a third
 * operand, the prefix of the caller, where the callee may call the caller again; and {@code ret} with the function's
 * prefix. Values pass in registers of their own, arrays in local memory. A function that can call itself has its
 * variables on a stack in local memory, whose top is in a register.
 */
public final class FunctionLinker {

    /** Bytes for the variables of recursive functions: eight times the stack that a GPU has without being asked. */
    public static final int STACK_BYTES = 8192;

    static final String STACK = "=stack";
    static final PtxOperand.Register STACK_TOP = new PtxOperand.Register("=top", PtxType.B64);

    final PtxModuleText module;
    final CallGraph graph;
    private final Map<String, FunctionCode> functions = new LinkedHashMap<>();
    private final List<PtxInstruction> instructions = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private final Map<String, List<String>> branchTargets = new HashMap<>();
    private final List<PtxVariable> variables = new ArrayList<>();

    private FunctionLinker(PtxModuleText module) {
        this.module = module;
        this.graph = new CallGraph(module);
    }

    /**
     * The kernel with all that it can call; for a function that is called, a text in which it can be checked.
     *
     * @throws alexnet.engine.PtxException for a call of something that is not there, or with wrong parameters
     */
    public static PtxKernelText link(PtxModuleText module, PtxKernelText root) {
        boolean plain = module.functions().stream().allMatch(PtxKernelText::entry)
                && root.instructions().stream().noneMatch(i -> i.kind() == PtxOpcode.Kind.CALL);
        return plain ? root : new FunctionLinker(module).link(root);
    }

    private PtxKernelText link(PtxKernelText root) {
        FunctionCode code = new FunctionCode(this, root);
        if (!root.entry()) {
            functions.put(root.name(), code);
        }
        addFunctions(root);
        if (functions.values().stream().anyMatch(FunctionCode::onStack)) {
            variables.add(array(STACK, STACK_BYTES, 16));
            if (root.entry()) {
                emit(FunctionCode.like(root.instructions().get(0), "mov.u64", STACK_TOP, new PtxOperand.Symbol(STACK)));
            }
        }
        if (root.entry()) {
            code.emit();
        }
        functions.values().forEach(FunctionCode::emit);
        PtxPrototype prototype =
                root.entry() ? root.prototype() : new PtxPrototype(root.name(), true, List.of(), List.of(), false);
        return new PtxKernelText(
                prototype, variables, instructions, labels, branchTargets, Map.of(), Map.of(), root.bounds());
    }

    /** Bytes in local memory. */
    private static PtxVariable array(String name, int bytes, int alignment) {
        return new PtxVariable("local", name, PtxType.B8, bytes, alignment, null, List.of());
    }

    private void addFunctions(PtxKernelText root) {
        for (String name : graph.reachedFrom(root)) {
            functions.computeIfAbsent(name, key -> new FunctionCode(this, module.function(key)));
        }
    }

    FunctionCode function(String name) {
        return functions.get(name);
    }

    void emit(PtxInstruction instruction) {
        instructions.add(instruction);
    }

    int size() {
        return instructions.size();
    }

    void label(String name, int index) {
        labels.put(name, index);
    }

    void branchTargets(String name, List<String> targets) {
        branchTargets.put(name, targets);
    }

    void variable(PtxVariable variable) {
        variables.add(variable);
    }
}
