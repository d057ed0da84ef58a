package alexnet.engine.emulator.flow;

import alexnet.engine.PtxException;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxKernelText;
import alexnet.engine.ptx.PtxModuleText;
import alexnet.engine.ptx.PtxOpcode;
import alexnet.engine.ptx.PtxOperand;
import alexnet.engine.ptx.PtxPrototype;
import alexnet.engine.ptx.PtxVariable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which functions of a module call which. */
final class CallGraph {

    private final PtxModuleText module;
    /** Functions whose address is taken somewhere: a call through a pointer can reach these. */
    private final Set<String> taken = new HashSet<>();

    private final Map<String, Set<String>> reached = new HashMap<>();

    CallGraph(PtxModuleText module) {
        this.module = module;
        module.functions().forEach(this::noteAddresses);
        for (PtxVariable variable : module.variables()) {
            variable.references().forEach(reference -> take(reference.symbol()));
        }
    }

    private void take(String symbol) {
        PtxKernelText function = module.function(symbol);
        if (function != null) {
            taken.add(function.name());
        }
    }

    private void noteAddresses(PtxKernelText text) {
        for (PtxInstruction instruction : text.instructions()) {
            if (instruction.kind() != PtxOpcode.Kind.CALL) {
                instruction.operands().forEach(operand -> {
                    if (operand instanceof PtxOperand.Symbol symbol) {
                        take(symbol.name());
                    }
                });
            }
        }
    }

    /**
     * The functions that a call may reach, none for one that the emulator itself provides.
     *
     * @throws PtxException where there is no such function, or nobody says which there could be
     */
    List<PtxKernelText> targets(PtxKernelText caller, PtxInstruction call) {
        PtxOperand target = CallCode.target(call);
        if (target instanceof PtxOperand.Symbol symbol) {
            return SystemCalls.provided(symbol.name()) ? List.of() : List.of(defined(call, symbol.name()));
        }
        if (!(target instanceof PtxOperand.Register register) || register.type().bytes != 8) {
            throw refuse(call, "expected a function or a 64-bit register with the address of one");
        }
        String list = CallCode.list(call);
        if (caller.callTargets().containsKey(list)) {
            return caller.callTargets().get(list).stream()
                    .map(name -> defined(call, name))
                    .toList();
        }
        PtxPrototype prototype = caller.prototypes().get(list);
        if (prototype == null) {
            throw refuse(call, "a call through a pointer needs a .callprototype or .calltargets");
        }
        return module.functions().stream()
                .filter(function -> taken.contains(function.name()) && matches(function.prototype(), prototype))
                .toList();
    }

    /** True where values can be passed from one to the other. */
    private static boolean matches(PtxPrototype function, PtxPrototype called) {
        return !function.entry()
                && same(function.results(), called.results())
                && same(function.parameters(), called.parameters());
    }

    private static boolean same(List<PtxVariable> some, List<PtxVariable> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            if (some.get(i).bytes() != others.get(i).bytes()
                    || ParameterSpot.scalar(some.get(i)) != ParameterSpot.scalar(others.get(i))) {
                return false;
            }
        }
        return true;
    }

    private PtxKernelText defined(PtxInstruction call, String name) {
        PtxKernelText function = module.function(name);
        if (function == null || function.entry()) {
            throw refuse(
                    call,
                    "no function '" + name + "' with a body is in the module; of the functions outside there are only "
                            + SystemCalls.NAMES);
        }
        return function;
    }

    /** All functions that code can reach by calls, in the order in which they are found. */
    Set<String> reachedFrom(PtxKernelText code) {
        Set<String> found = new LinkedHashSet<>();
        Deque<PtxKernelText> open = new ArrayDeque<>(List.of(code));
        while (!open.isEmpty()) {
            PtxKernelText next = open.pop();
            for (PtxInstruction instruction : next.instructions()) {
                if (instruction.kind() == PtxOpcode.Kind.CALL) {
                    for (PtxKernelText target : targets(next, instruction)) {
                        if (found.add(target.name())) {
                            open.push(target);
                        }
                    }
                }
            }
        }
        return found;
    }

    /** True where calls inside {@code from} may reach {@code to}. */
    boolean reaches(PtxKernelText from, String to) {
        return reached.computeIfAbsent(from.name(), name -> reachedFrom(from)).contains(to);
    }

    PtxException refuse(PtxInstruction instruction, String reason) {
        return new PtxException(
                module.name() + ":" + instruction.line() + ":" + instruction.column() + ": " + instruction.opcode()
                        + ": " + reason,
                "docs/emulator.md lists the PTX that the emulator runs");
    }
}
