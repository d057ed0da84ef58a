package alexnet.engine.emulator;

import alexnet.engine.PtxException;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxKernelText;
import alexnet.engine.ptx.PtxModuleText;
import alexnet.engine.ptx.PtxOperand;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Turns a parsed kernel into blocks of executable instructions. */
final class KernelTranslator {

    private final PtxModuleText module;
    private final PtxKernelText kernel;
    private final MemoryLayout layout;
    private final KernelSlots slots;
    private final List<BasicBlock> blocks;
    /** Where the kernel's observed form is made; null in plain form. */
    private final ObservedSites sites;

    private KernelTranslator(PtxModuleText module, PtxKernelText kernel, boolean toRun, boolean observed) {
        this.module = module;
        this.kernel = kernel;
        this.layout = new MemoryLayout(module.variables(), kernel);
        this.blocks = ControlFlowGraph.of(module.name(), kernel);
        this.sites = observed ? new ObservedSites() : null;
        this.slots = new KernelSlots(
                toRun
                        ? SlotAllocation.shared(kernel.instructions(), blocks)
                        : SlotAllocation.separate(kernel.instructions()));
    }

    /**
     * Checks that a kernel can be prepared.
     *
     * @throws PtxException naming line, column and instruction of what is not supported
     */
    static void check(PtxModuleText module, PtxKernelText kernel) {
        KernelTranslator translator = new KernelTranslator(module, kernel, false, false);
        translator.blocks.forEach(translator::translate);
        // Code that nothing reaches is checked all the same.
        InstructionTranslator rest =
                new InstructionTranslator(module, translator.layout, translator.slots, null, new ArrayList<>());
        for (PtxInstruction instruction : kernel.instructions()) {
            if (!ControlFlowGraph.transfers(instruction)) {
                rest.requireKnown(instruction);
            }
        }
    }

    /** Makes a kernel that was checked ready to run; the observed form tells {@link Frame#observer} what it does. */
    static PreparedKernel prepare(PtxModuleText module, PtxKernelText kernel, boolean observed) {
        return new KernelTranslator(module, kernel, true, observed).prepare();
    }

    private PreparedKernel prepare() {
        PreparedBlock[] prepared = new PreparedBlock[blocks.size()];
        PtxInstruction[] loops = new PtxInstruction[blocks.size()];
        for (BasicBlock block : blocks) {
            prepared[block.order] = translate(block);
            loops[block.order] =
                    block.loop == null ? null : kernel.instructions().get(block.loop.first);
        }
        return new PreparedKernel(
                module,
                kernel,
                prepared,
                loops,
                slots.registerCounts(),
                slots.counts(),
                slots.constants(),
                slots.specials(),
                slots.globals(),
                layout.staticShared(),
                layout.localBytes(),
                sites == null ? null : observed());
    }

    private PreparedKernel.Observed observed() {
        List<List<PtxInstruction>> instructions = new ArrayList<>(Collections.nCopies(blocks.size(), List.of()));
        for (BasicBlock block : blocks) {
            int end = block.transfer == null ? block.end : block.end + 1;
            instructions.set(block.order, List.copyOf(kernel.instructions().subList(block.first, end)));
        }
        return new PreparedKernel.Observed(sites.all(), List.copyOf(instructions), layout.variables());
    }

    private PreparedBlock translate(BasicBlock block) {
        List<Op> ops = new ArrayList<>();
        InstructionTranslator translator = new InstructionTranslator(module, layout, slots, sites, ops);
        if (sites != null) {
            PtxInstruction first = block.first < kernel.instructions().size()
                    ? kernel.instructions().get(block.first)
                    : null;
            ops.add(new BlockEntryOp(first, block.order));
        }
        for (int i = block.first; i < block.end; i++) {
            translator.translate(kernel.instructions().get(i));
        }
        Op[] code = ops.toArray(Op[]::new);
        PtxInstruction transfer = block.transfer;
        if (transfer == null) {
            return block.successors.isEmpty()
                    ? new PreparedBlock(code, PreparedBlock.End.EXIT, null, -1, false, -1, -1, null)
                    : new PreparedBlock(
                            code, PreparedBlock.End.FALL, null, -1, false, -1, block.successors.get(0).order, null);
        }
        int predicate =
                transfer.guard() == null ? -1 : slots.register(transfer.guard()).slot();
        int last = block.successors.isEmpty() ? -1 : block.successors.get(block.successors.size() - 1).order;
        return switch (transfer.base()) {
            case "bra" ->
                new PreparedBlock(
                        code,
                        PreparedBlock.End.BRANCH,
                        transfer,
                        predicate,
                        transfer.guardNegated(),
                        block.successors.get(0).order,
                        last,
                        null);
            case "brx" -> table(block, code, translator);
            case "ret", "exit" ->
                new PreparedBlock(
                        code, PreparedBlock.End.EXIT, transfer, predicate, transfer.guardNegated(), -1, last, null);
            default -> barrier(transfer, code, last);
        };
    }

    private PreparedBlock table(BasicBlock block, Op[] code, InstructionTranslator translator) {
        PtxInstruction transfer = block.transfer;
        if (transfer.guard() != null || !(transfer.operand(0) instanceof PtxOperand.Register index)) {
            throw translator.refuse(transfer, "is supported without a predicate and with an index register only");
        }
        int[] table = block.successors.stream().mapToInt(next -> next.order).toArray();
        return new PreparedBlock(
                code, PreparedBlock.End.TABLE, transfer, slots.register(index).slot(), false, -1, -1, table);
    }

    private PreparedBlock barrier(PtxInstruction transfer, Op[] code, int next) {
        boolean known = List.of("bar.sync", "barrier.sync", "barrier.sync.aligned", "bar.cta.sync")
                .contains(transfer.opcode());
        boolean whole = transfer.operands().size() == 1 && transfer.operand(0) instanceof PtxOperand.Immediate;
        if (!known || !whole || transfer.guard() != null) {
            throw new InstructionTranslator(module, layout, slots, null, new ArrayList<>())
                    .refuse(transfer, "only barriers of the whole block without a predicate are supported");
        }
        return new PreparedBlock(code, PreparedBlock.End.BARRIER, transfer, -1, false, -1, next, null);
    }
}
