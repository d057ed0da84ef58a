package alexnet.engine.emulator.flow;

import alexnet.engine.emulator.loop.TileLoop;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxKernelText;
import alexnet.engine.ptx.PtxOperand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Joins fused multiply-adds that add to one sum, one after the other, into one instruction of the emulator's own.
 *
 * <p>A tiled matrix product multiplies slab after slab: all sums for the first reduction index, then all for the second,
 * and so on. Run as written, each sum goes through memory once for each index. Joined, {@code fma.chain d, a0, b0, a1,
 * b1, ..., c} does the same roundings in the same order and touches the sum once. It stands where the last of its parts
 * stood, so the operands of the earlier parts live longer; a chain ends where one of them would be overwritten.
 */
public final class MultiplyAddChains {

    /** The joined instruction: result, then factor pairs in order, then the addend. */
    public static final String OPCODE = "fma.chain.rn.f32";

    private final PtxKernelText kernel;
    private final List<PtxInstruction> instructions;
    private final Map<PtxOperand.Register, Integer> readCounts = new HashMap<>();
    private final Map<PtxOperand.Register, NavigableSet<Integer>> definitions = new HashMap<>();
    /** The resulting instruction at each place; null if it became part of a chain. */
    private final PtxInstruction[] result;

    private MultiplyAddChains(PtxKernelText kernel) {
        this.kernel = kernel;
        this.instructions = kernel.instructions();
        this.result = instructions.toArray(PtxInstruction[]::new);
    }

    /** The kernel with chains in place of their parts. */
    public static PtxKernelText join(PtxKernelText kernel) {
        return new MultiplyAddChains(kernel).join();
    }

    private PtxKernelText join() {
        for (int i = 0; i < instructions.size(); i++) {
            RegisterUse use = RegisterUse.of(instructions.get(i));
            use.reads().forEach(register -> readCounts.merge(register, 1, Integer::sum));
            for (PtxOperand.Register register : use.writes()) {
                definitions.computeIfAbsent(register, key -> new TreeSet<>()).add(i);
            }
        }
        TreeSet<Integer> starts = new TreeSet<>(kernel.labels().values());
        Map<PtxOperand.Register, List<Integer>> open = new HashMap<>();
        for (int i = 0; i < instructions.size(); i++) {
            if (starts.contains(i) || i > 0 && ControlFlowGraph.transfers(instructions.get(i - 1))) {
                closeAll(open);
            }
            PtxInstruction instruction = instructions.get(i);
            if (part(instruction)) {
                extend(open, i);
            }
        }
        closeAll(open);
        return compact();
    }

    private static boolean part(PtxInstruction instruction) {
        return instruction.guard() == null
                && instruction.opcode().equals("fma.rn.f32")
                && instruction.operands().stream().allMatch(PtxOperand.Register.class::isInstance);
    }

    private static PtxOperand.Register register(PtxInstruction instruction, int operand) {
        return (PtxOperand.Register) instruction.operand(operand);
    }

    /** Open chains, by the register that has their partial sum. */
    private void extend(Map<PtxOperand.Register, List<Integer>> open, int place) {
        PtxOperand.Register target = register(instructions.get(place), 0);
        PtxOperand.Register addend = register(instructions.get(place), 3);
        List<Integer> chain = open.remove(addend);
        boolean fits = chain != null
                && chain.size() < TileLoop.LONGEST
                && readCounts.get(addend) == 1
                && definitions
                        .get(addend)
                        .subSet(chain.get(chain.size() - 1), false, place, false)
                        .isEmpty()
                && operandsHold(chain, place);
        if (chain != null && !fits) {
            close(chain);
            chain = null;
        }
        List<Integer> grown = chain == null ? new ArrayList<>() : chain;
        grown.add(place);
        List<Integer> replaced = open.put(target, grown);
        if (replaced != null) {
            close(replaced);
        }
    }

    /** Whether no operand of the chain's parts is written between its place and {@code place}. */
    private boolean operandsHold(List<Integer> chain, int place) {
        for (int k = 0; k < chain.size(); k++) {
            int at = chain.get(k);
            for (int operand = 1; operand <= (k == 0 ? 3 : 2); operand++) {
                NavigableSet<Integer> writes = definitions.get(register(instructions.get(at), operand));
                if (writes != null && !writes.subSet(at, true, place, false).isEmpty()) {
                    return false;
                }
            }
        }
        return true;
    }

    private void closeAll(Map<PtxOperand.Register, List<Integer>> open) {
        open.values().forEach(this::close);
        open.clear();
    }

    private void close(List<Integer> chain) {
        if (chain.size() == 1) {
            return;
        }
        PtxInstruction last = instructions.get(chain.get(chain.size() - 1));
        List<PtxOperand> operands = new ArrayList<>();
        operands.add(last.operand(0));
        for (int place : chain) {
            operands.add(instructions.get(place).operand(1));
            operands.add(instructions.get(place).operand(2));
            result[place] = null;
        }
        operands.add(instructions.get(chain.get(0)).operand(3));
        result[chain.get(chain.size() - 1)] = last.with(OPCODE, operands);
    }

    private PtxKernelText compact() {
        int[] moved = new int[result.length + 1];
        List<PtxInstruction> kept = new ArrayList<>();
        for (int i = 0; i < result.length; i++) {
            moved[i] = kept.size();
            if (result[i] != null) {
                kept.add(result[i]);
            }
        }
        moved[result.length] = kept.size();
        Map<String, Integer> labels = new HashMap<>();
        kernel.labels().forEach((label, place) -> labels.put(label, moved[place]));
        return kernel.withInstructions(kept, labels);
    }
}
