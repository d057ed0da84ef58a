package alexnet.engine.emulator.sanitize;

import alexnet.engine.emulator.observe.AccessSite;
import alexnet.engine.emulator.observe.Launch;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxMnemonic;
import alexnet.engine.ptx.PtxOpcode;
import alexnet.engine.ptx.PtxOperand;
import alexnet.engine.ptx.PtxVariable;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which parameters of a kernel may lead to memory that it writes. Registers carry the set of parameters that their values
 * come from, without regard to control flow; a 64-bit value loaded from memory may come from anywhere.
 */
final class WritableArguments {

    private final Map<String, Integer> parameters = new HashMap<>();
    private final Map<String, BitSet> origins = new HashMap<>();
    private final int anywhere;

    private WritableArguments(List<PtxVariable> variables) {
        for (int i = 0; i < variables.size(); i++) {
            parameters.put(variables.get(i).name(), i);
        }
        anywhere = variables.size();
    }

    /** The parameters' numbers; null where any memory may be written. */
    static BitSet of(Launch launch) {
        WritableArguments analysis = new WritableArguments(launch.kernel().parameters());
        List<PtxInstruction> instructions = launch.kernel().instructions();
        if (instructions.stream().anyMatch(instruction -> instruction.kind() == PtxOpcode.Kind.CALL)) {
            return null;
        }
        for (boolean changed = true; changed; ) {
            changed = false;
            for (PtxInstruction instruction : instructions) {
                changed |= analysis.follow(instruction);
            }
        }
        BitSet written = new BitSet();
        for (AccessSite site : launch.sites()) {
            boolean global = site.space() == AccessSite.Space.GENERIC || site.space() == AccessSite.Space.GLOBAL;
            if (global && site.kind() != AccessSite.Kind.READ) {
                BitSet from = new BitSet();
                for (PtxOperand operand : site.instruction().operands()) {
                    if (operand instanceof PtxOperand.Address address) {
                        analysis.collect(address.base(), from);
                    }
                }
                if (from.isEmpty() || from.get(analysis.anywhere)) {
                    return null;
                }
                written.or(from);
            }
        }
        return written;
    }

    /** Adds to the origins of an instruction's results those of its operands; says whether that changed anything. */
    private boolean follow(PtxInstruction instruction) {
        int result = instruction.mnemonic().result();
        List<PtxOperand> operands = instruction.operands();
        if (result < 0 || operands.size() < 2) {
            return false;
        }
        BitSet from = new BitSet();
        for (int i = 0; i < operands.size(); i++) {
            if (i != result) {
                collect(operands.get(i), from);
            }
        }
        if (loadsPointer(instruction.mnemonic())) {
            from.set(anywhere);
        }
        return add(operands.get(result), from);
    }

    private static boolean loadsPointer(PtxMnemonic name) {
        boolean loads =
                name.opcode().kind() == PtxOpcode.Kind.LOAD || name.opcode().kind() == PtxOpcode.Kind.ATOMIC;
        return loads && !name.has("param") && name.lastModifier().endsWith("64");
    }

    private boolean add(PtxOperand target, BitSet from) {
        if (target instanceof PtxOperand.Register register) {
            BitSet known = origins.computeIfAbsent(register.name(), key -> new BitSet());
            int before = known.cardinality();
            known.or(from);
            return known.cardinality() != before;
        }
        boolean changed = false;
        if (target instanceof PtxOperand.Vector vector) {
            for (PtxOperand element : vector.elements()) {
                changed |= add(element, from);
            }
        } else if (target instanceof PtxOperand.Pair pair) {
            changed = add(pair.first(), from) | add(pair.second(), from);
        }
        return changed;
    }

    private void collect(PtxOperand operand, BitSet into) {
        operand.forEachPart(part -> {
            if (part instanceof PtxOperand.Register register) {
                BitSet known = origins.get(register.name());
                if (known != null) {
                    into.or(known);
                }
            } else if (part instanceof PtxOperand.Symbol symbol) {
                into.set(parameters.getOrDefault(symbol.name(), anywhere));
            }
        });
    }
}
