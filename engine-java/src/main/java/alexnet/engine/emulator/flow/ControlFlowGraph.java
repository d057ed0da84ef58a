package alexnet.engine.emulator.flow;

import alexnet.engine.PtxException;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxKernelText;
import alexnet.engine.ptx.PtxOpcode;
import alexnet.engine.ptx.PtxOperand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The basic blocks of a kernel in reverse post-order, with every loop's blocks before the blocks after the loop.
 *
 * <p>The order decides where threads that took different paths meet again: of the blocks at which threads stand, the
 * lowest is run first. So a block that can be reached by others still to come waits for them, and threads that leave a
 * loop early wait behind it.
 */
public final class ControlFlowGraph {

    private final String file;
    private final PtxKernelText kernel;
    private final TreeMap<Integer, BasicBlock> byStart = new TreeMap<>();

    private ControlFlowGraph(String file, PtxKernelText kernel) {
        this.file = file;
        this.kernel = kernel;
    }

    /** @throws PtxException for a branch to a label that is not there */
    public static List<BasicBlock> of(String file, PtxKernelText kernel) {
        ControlFlowGraph graph = new ControlFlowGraph(file, kernel);
        graph.cut();
        graph.connect();
        return graph.ordered();
    }

    /** True for instructions that end a block. */
    public static boolean transfers(PtxInstruction instruction) {
        return instruction.kind().endsBasicBlock() && !SystemCalls.is(instruction);
    }

    static boolean barrier(PtxInstruction instruction) {
        return instruction.kind() == PtxOpcode.Kind.BARRIER;
    }

    private void cut() {
        byStart.put(0, new BasicBlock(0));
        kernel.labels().values().forEach(start -> byStart.computeIfAbsent(start, BasicBlock::new));
        List<PtxInstruction> instructions = kernel.instructions();
        for (int i = 0; i < instructions.size(); i++) {
            if (transfers(instructions.get(i))) {
                byStart.computeIfAbsent(i + 1, BasicBlock::new);
            }
        }
    }

    private void connect() {
        List<PtxInstruction> instructions = kernel.instructions();
        for (BasicBlock block : byStart.values()) {
            Map.Entry<Integer, BasicBlock> following = byStart.higherEntry(block.first);
            int limit = following == null ? instructions.size() : following.getKey();
            block.end = limit;
            if (limit > block.first && transfers(instructions.get(limit - 1))) {
                block.end = limit - 1;
                block.transfer = instructions.get(limit - 1);
            }
            BasicBlock next = following == null ? null : following.getValue();
            if (block.transfer != null) {
                jumps(block, block.transfer);
            }
            boolean falls = block.transfer == null
                    || block.transfer.guard() != null
                    || !block.transfer.kind().leaves();
            if (falls && next != null) {
                link(block, next);
            }
        }
    }

    /** Links a block to where its transfer may jump. */
    private void jumps(BasicBlock block, PtxInstruction transfer) {
        switch (transfer.kind()) {
            case BRANCH -> link(block, target(transfer, transfer.operand(0)));
            case INDEXED_BRANCH -> {
                for (String label : targets(transfer)) {
                    link(block, target(transfer, new PtxOperand.Symbol(label)));
                }
            }
            case CALL -> {
                link(block, target(transfer, transfer.operand(0)));
                block.back = target(transfer, transfer.operand(1));
            }
            case RETURN -> {
                if (!transfer.operands().isEmpty()) {
                    for (PtxInstruction call : callsOf(transfer.operand(0))) {
                        link(block, target(call, call.operand(1)));
                    }
                }
            }
            default -> {
                // Exits and barriers jump nowhere.
            }
        }
    }

    private List<PtxInstruction> callsOf(PtxOperand function) {
        return kernel.instructions().stream()
                .filter(i -> i.kind() == PtxOpcode.Kind.CALL
                        && transfers(i)
                        && i.operand(0).equals(function))
                .toList();
    }

    private static void link(BasicBlock from, BasicBlock to) {
        from.successors.add(to);
        to.predecessors.add(from);
    }

    private BasicBlock target(PtxInstruction instruction, PtxOperand operand) {
        if (operand instanceof PtxOperand.Symbol symbol && kernel.labels().containsKey(symbol.name())) {
            return byStart.get(kernel.labels().get(symbol.name()));
        }
        throw new PtxException(
                file + ":" + instruction.line() + ":" + instruction.column() + ": " + instruction.opcode()
                        + ": no such label in " + kernel.name(),
                null);
    }

    private List<String> targets(PtxInstruction instruction) {
        List<String> labels =
                instruction.operands().size() == 2 && instruction.operand(1) instanceof PtxOperand.Symbol symbol
                        ? kernel.branchTargets().get(symbol.name())
                        : null;
        if (labels == null) {
            throw new PtxException(
                    file + ":" + instruction.line() + ":" + instruction.column() + ": " + instruction.opcode()
                            + ": no such .branchtargets list in " + kernel.name(),
                    null);
        }
        return labels;
    }

    private List<BasicBlock> ordered() {
        BasicBlock entry = byStart.get(0);
        List<BasicBlock> plain = reversePostOrder(entry, Map.of());
        Map<BasicBlock, Set<BasicBlock>> loopsOf = loops(plain);
        List<BasicBlock> blocks = reversePostOrder(entry, loopsOf);
        // A loop inside another has the later header.
        loopsOf.forEach((block, headers) ->
                block.loop = Collections.max(headers, Comparator.comparingInt(header -> header.order)));
        return blocks;
    }

    /** Visits first the successors that leave most loops, so that they come last in the order. */
    private static List<BasicBlock> reversePostOrder(BasicBlock entry, Map<BasicBlock, Set<BasicBlock>> loopsOf) {
        List<BasicBlock> finished = new ArrayList<>();
        Set<BasicBlock> seen = Collections.newSetFromMap(new HashMap<>());
        Deque<BasicBlock> path = new ArrayDeque<>();
        Deque<Deque<BasicBlock>> pending = new ArrayDeque<>();
        seen.add(entry);
        path.push(entry);
        pending.push(visitOrder(entry, loopsOf));
        while (!path.isEmpty()) {
            BasicBlock next = pending.peek().poll();
            if (next == null) {
                finished.add(path.pop());
                pending.pop();
            } else if (seen.add(next)) {
                path.push(next);
                pending.push(visitOrder(next, loopsOf));
            }
        }
        Collections.reverse(finished);
        for (int i = 0; i < finished.size(); i++) {
            finished.get(i).order = i;
        }
        return finished;
    }

    private static Deque<BasicBlock> visitOrder(BasicBlock block, Map<BasicBlock, Set<BasicBlock>> loopsOf) {
        Set<BasicBlock> inside = loopsOf.getOrDefault(block, Set.of());
        List<BasicBlock> order = new ArrayList<>(block.successors);
        order.sort(Comparator.comparingLong((BasicBlock next) -> {
            Set<BasicBlock> kept = loopsOf.getOrDefault(next, Set.of());
            return -inside.stream().filter(header -> !kept.contains(header)).count();
        }));
        return new ArrayDeque<>(order);
    }

    /** For each block the headers of the natural loops that it belongs to. */
    private static Map<BasicBlock, Set<BasicBlock>> loops(List<BasicBlock> blocks) {
        List<BitSet> dominators = dominators(blocks);
        Map<BasicBlock, Set<BasicBlock>> loopsOf = new HashMap<>();
        for (BasicBlock block : blocks) {
            for (BasicBlock header : block.successors) {
                if (dominators.get(block.order).get(header.order)) {
                    Deque<BasicBlock> open = new ArrayDeque<>(List.of(block));
                    join(loopsOf, header, header);
                    while (!open.isEmpty()) {
                        BasicBlock member = open.pop();
                        if (join(loopsOf, member, header)) {
                            member.predecessors.stream()
                                    .filter(p -> p.order >= 0)
                                    .forEach(open::push);
                        }
                    }
                }
            }
        }
        return loopsOf;
    }

    private static boolean join(Map<BasicBlock, Set<BasicBlock>> loopsOf, BasicBlock member, BasicBlock header) {
        return loopsOf.computeIfAbsent(member, key -> Collections.newSetFromMap(new HashMap<>()))
                .add(header);
    }

    private static List<BitSet> dominators(List<BasicBlock> blocks) {
        List<BitSet> dominators = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            BitSet all = new BitSet();
            all.set(0, i == 0 ? 1 : blocks.size());
            dominators.add(all);
        }
        for (boolean changed = true; changed; ) {
            changed = false;
            for (int i = 1; i < blocks.size(); i++) {
                BitSet met = new BitSet();
                met.set(0, blocks.size());
                for (BasicBlock predecessor : blocks.get(i).predecessors) {
                    if (predecessor.order >= 0) {
                        met.and(dominators.get(predecessor.order));
                    }
                }
                met.set(i);
                if (!met.equals(dominators.get(i))) {
                    dominators.set(i, met);
                    changed = true;
                }
            }
        }
        return dominators;
    }
}
