package alexnet.engine.emulator.translate;

import alexnet.engine.PtxException;
import alexnet.engine.emulator.code.BarrierUse;
import alexnet.engine.emulator.code.BasicBlockEntryOp;
import alexnet.engine.emulator.code.Op;
import alexnet.engine.emulator.code.PreparedBasicBlock;
import alexnet.engine.emulator.code.PreparedKernel;
import alexnet.engine.emulator.flow.BasicBlock;
import alexnet.engine.emulator.flow.ControlFlowGraph;
import alexnet.engine.emulator.flow.FunctionLinker;
import alexnet.engine.emulator.flow.MemoryLayout;
import alexnet.engine.emulator.flow.MultiplyAddChains;
import alexnet.engine.emulator.flow.SlotAllocation;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.emulator.trace.TraceBuilder;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxKernelText;
import alexnet.engine.ptx.PtxModuleText;
import alexnet.engine.ptx.PtxOpcode;
import alexnet.engine.ptx.PtxOperand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Turns a parsed kernel into blocks of executable instructions. */
public final class KernelTranslator {

    private final PtxModuleText module;
    private final PtxKernelText kernel;
    private final MemoryLayout layout;
    private final SlotAllocation allocation;
    private final KernelSlots slots;
    private final List<BasicBlock> blocks;
    /** Where the kernel's observed form is made; null in plain form. */
    private final ObservedSites sites;
    /** Whether the plain form is made, with what makes it quick. */
    private final boolean plain;

    /** @param kernel without calls of functions, as {@link FunctionLinker} makes it */
    private KernelTranslator(PtxModuleText module, PtxKernelText kernel, boolean toRun, boolean observed) {
        this.module = module;
        this.plain = toRun && !observed;
        this.kernel = plain ? MultiplyAddChains.join(kernel) : kernel;
        this.layout = new MemoryLayout(module.variables(), kernel);
        this.blocks = ControlFlowGraph.of(module.name(), this.kernel);
        this.sites = observed ? new ObservedSites() : null;
        this.allocation = toRun
                ? SlotAllocation.shared(this.kernel.instructions(), blocks)
                : SlotAllocation.separate(this.kernel.instructions());
        this.slots = new KernelSlots(allocation);
    }

    /**
     * Checks that a kernel, or a function that is called, can be prepared.
     *
     * @throws PtxException naming line, column and instruction of what is not supported
     */
    public static void check(PtxModuleText module, PtxKernelText kernel) {
        PtxKernelText linked = FunctionLinker.link(module, kernel);
        KernelTranslator translator = new KernelTranslator(module, linked, false, false);
        translator.blocks.forEach(translator::translate);
        // Code that nothing reaches is checked all the same.
        InstructionTranslator rest = new InstructionTranslator(
                new OpEmitter(module, translator.layout, translator.slots, null, new ArrayList<>()));
        for (PtxInstruction instruction : linked.instructions()) {
            if (!ControlFlowGraph.transfers(instruction)) {
                rest.requireKnown(instruction);
            }
        }
    }

    /** Makes a kernel that was checked ready to run; the observed form tells {@link BlockState#observer} what it does. */
    public static PreparedKernel prepare(PtxModuleText module, PtxKernelText kernel, boolean observed) {
        return new KernelTranslator(module, FunctionLinker.link(module, kernel), true, observed).prepare();
    }

    private PreparedKernel prepare() {
        PreparedBasicBlock[] prepared = new PreparedBasicBlock[blocks.size()];
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

    private PreparedBasicBlock translate(BasicBlock block) {
        List<Op> ops = new ArrayList<>();
        OpEmitter to = new OpEmitter(module, layout, slots, sites, ops);
        InstructionTranslator translator = new InstructionTranslator(to);
        List<List<Op>> groups = new ArrayList<>();
        if (sites != null) {
            PtxInstruction first = block.first < kernel.instructions().size()
                    ? kernel.instructions().get(block.first)
                    : null;
            groups.add(List.of(new BasicBlockEntryOp(first, block.order)));
        }
        for (int i = block.first; i < block.end; i++) {
            translator.translate(kernel.instructions().get(i));
            groups.add(List.copyOf(ops));
            ops.clear();
        }
        PtxInstruction transfer = block.transfer;
        BarrierUse barrier = transfer != null && transfer.kind() == PtxOpcode.Kind.BARRIER
                ? BarrierTranslator.translate(transfer, to)
                : null;
        Op[] code = plain
                ? TraceBuilder.build(groups, block.first, ops, slots.constantPlaces(), slots::liveBefore)
                : Stream.concat(groups.stream().flatMap(List::stream), ops.stream())
                        .toArray(Op[]::new);
        if (transfer == null) {
            return block.successors.isEmpty()
                    ? PreparedBasicBlock.last(code)
                    : PreparedBasicBlock.falling(code, block.successors.get(0).order);
        }
        int predicate =
                transfer.guard() == null ? -1 : slots.register(transfer.guard()).slot();
        int[] orders = block.successors.stream().mapToInt(next -> next.order).toArray();
        int next = orders.length == 0 ? -1 : orders[orders.length - 1];
        if (barrier != null) {
            return PreparedBasicBlock.ending(code, PreparedBasicBlock.End.BARRIER, transfer, predicate, -1, next)
                    .with(barrier);
        }
        int[] table = predicate < 0 ? orders : Arrays.copyOf(orders, Math.max(0, orders.length - 1));
        return switch (transfer.kind()) {
            case BRANCH ->
                PreparedBasicBlock.ending(code, PreparedBasicBlock.End.BRANCH, transfer, predicate, orders[0], next);
            case INDEXED_BRANCH ->
                PreparedBasicBlock.ending(
                                code, PreparedBasicBlock.End.TABLE, transfer, predicate, index(transfer, to), next)
                        .with(table);
            case CALL ->
                PreparedBasicBlock.ending(code, PreparedBasicBlock.End.CALL, transfer, -1, orders[0], block.back.order)
                        .with(kept(block));
            default ->
                transfer.operands().isEmpty()
                        ? PreparedBasicBlock.ending(code, PreparedBasicBlock.End.EXIT, transfer, predicate, -1, next)
                        : PreparedBasicBlock.ending(code, PreparedBasicBlock.End.RETURN, transfer, predicate, -1, next)
                                .with(table);
        };
    }

    private int index(PtxInstruction transfer, OpEmitter to) {
        if (transfer.operand(0) instanceof PtxOperand.Register index
                && Registers.fileOf(index.type()) == Registers.INT) {
            return slots.register(index).slot();
        }
        throw to.refuse(transfer, "is supported with a 32-bit index register only");
    }

    /** What a call keeps for its thread: the registers that the caller needs again, where it may run again meanwhile. */
    private Place[] kept(BasicBlock call) {
        if (call.transfer.operands().size() < 3) {
            return new Place[0];
        }
        String caller = ((PtxOperand.Symbol) call.transfer.operand(2)).name();
        return allocation.neededAt(call.back).stream()
                .filter(register -> register.name().startsWith(caller))
                .map(slots::register)
                .toArray(Place[]::new);
    }
}
