package alexnet.engine.emulator.flow;

import alexnet.engine.ptx.PtxInstruction;
import java.util.ArrayList;
import java.util.List;

/** A stretch of instructions that is entered at its start and left at its end. */
public final class BasicBlock {

    /** Index of the first instruction. */
    public final int first;
    /** Index after the last instruction that is not a control transfer. */
    public int end;
    /** The control transfer at the end: bra, brx, call, ret, exit or a barrier; null where the next block follows. */
    public PtxInstruction transfer;
    /** Blocks that may come next; for a conditional branch the target, then the block that follows. */
    public final List<BasicBlock> successors = new ArrayList<>();

    final List<BasicBlock> predecessors = new ArrayList<>();
    /** For a call the block to which it comes back. */
    public BasicBlock back;
    /** Place in reverse post-order. */
    public int order = -1;
    /** Header of the innermost loop that the block belongs to, or null. */
    public BasicBlock loop;

    BasicBlock(int first) {
        this.first = first;
    }
}
