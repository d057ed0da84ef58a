package alexnet.engine.emulator.flow;

import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOperand;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Gives registers that are never live at the same time the same slot.
 *
 * <p>PTX is nearly in static single assignment form and names thousands of registers; one array for each would not fit
 * into any cache. Liveness is that of a single thread: lanes never share an element of an array, so the place of other
 * threads does not matter. The operands of {@code mov}, and result and addend of {@code fma}, get the same slot if possible,
 * so that loop-carried copies vanish and sums stay in place.
 */
public final class SlotAllocation {

    private final List<PtxInstruction> instructions;
    private final List<BasicBlock> blocks;
    private final Map<PtxOperand.Register, Integer> numbers = new HashMap<>();
    private final List<PtxOperand.Register> registers = new ArrayList<>();
    private final Map<PtxInstruction, RegisterUse> uses = new IdentityHashMap<>();
    /** For each register the points where its value is needed: two per instruction, before and after it. */
    private final List<BitSet> ranges = new ArrayList<>();

    /** For each block the registers whose values are needed at its start. */
    private final List<BitSet> liveIn = new ArrayList<>();

    private final Map<PtxOperand.Register, Integer> slots = new HashMap<>();
    private final int[] counts = new int[Registers.COUNT];

    private SlotAllocation(List<PtxInstruction> instructions, List<BasicBlock> blocks) {
        this.instructions = instructions;
        this.blocks = blocks;
    }

    /** The allocation with which a kernel runs. */
    public static SlotAllocation shared(List<PtxInstruction> instructions, List<BasicBlock> blocks) {
        SlotAllocation allocation = new SlotAllocation(instructions, blocks);
        allocation.measure();
        allocation.assign();
        return allocation;
    }

    /** One slot for every register: quick to make, for translations that are only checked. */
    public static SlotAllocation separate(List<PtxInstruction> instructions) {
        SlotAllocation allocation = new SlotAllocation(instructions, List.of());
        for (PtxInstruction instruction : instructions) {
            RegisterUse use = RegisterUse.of(instruction);
            use.reads().forEach(allocation::separate);
            use.writes().forEach(allocation::separate);
        }
        return allocation;
    }

    private void separate(PtxOperand.Register register) {
        slots.computeIfAbsent(register, key -> counts[Registers.fileOf(key.type())]++);
    }

    public int slot(PtxOperand.Register register) {
        return slots.get(register);
    }

    /** The places whose values may be read from an instruction on; for shared allocations. */
    public Set<Place> liveBefore(int instruction) {
        Set<Place> live = new HashSet<>();
        for (int n = 0; n < registers.size(); n++) {
            if (ranges.get(n).get(2 * instruction)) {
                PtxOperand.Register register = registers.get(n);
                live.add(new Place(Registers.fileOf(register.type()), slots.get(register)));
            }
        }
        return live;
    }

    /** Slots in use in a file. */
    public int count(int file) {
        return counts[file];
    }

    private void measure() {
        blocks.forEach(block -> forEachInstruction(block, instruction -> {
            RegisterUse use = RegisterUse.of(instruction);
            uses.put(instruction, use);
            use.writes().forEach(this::number);
            use.reads().forEach(this::number);
        }));
        blocks.forEach(block -> liveIn.add(new BitSet()));
        for (boolean changed = true; changed; ) {
            changed = false;
            for (int i = blocks.size() - 1; i >= 0; i--) {
                BitSet live = liveOut(blocks.get(i));
                walkBack(blocks.get(i), live, false);
                if (!live.equals(liveIn.get(i))) {
                    liveIn.set(i, live);
                    changed = true;
                }
            }
        }
        blocks.forEach(block -> walkBack(block, liveOut(block), true));
    }

    /** Registers whose values are needed at a block's start; none in an allocation that is only for checks. */
    public List<PtxOperand.Register> neededAt(BasicBlock block) {
        return liveIn.isEmpty() || block.order < 0
                ? List.of()
                : liveIn.get(block.order).stream().mapToObj(registers::get).toList();
    }

    private BitSet liveOut(BasicBlock block) {
        BitSet live = new BitSet();
        block.successors.forEach(next -> live.or(liveIn.get(next.order)));
        if (block.back != null
                && block.back.order >= 0
                && block.transfer.operands().size() > 2) {
            // What a recursive call saves must be live at the call, even if the callee overwrites it.
            String caller = ((PtxOperand.Symbol) block.transfer.operand(2)).name();
            liveIn.get(block.back.order).stream()
                    .filter(n -> registers.get(n).name().startsWith(caller))
                    .forEach(live::set);
        }
        return live;
    }

    private void walkBack(BasicBlock block, BitSet live, boolean record) {
        int last = block.transfer == null ? block.end - 1 : block.end;
        for (int i = last; i >= block.first; i--) {
            RegisterUse use = uses.get(instructions.get(i));
            if (record) {
                mark(live, 2 * i + 1);
                for (PtxOperand.Register register : use.writes()) {
                    range(register).set(2 * i + 1);
                }
                for (PtxOperand.Register register : use.reads()) {
                    if (!use.early().contains(register)) {
                        range(register).set(2 * i + 1);
                    }
                }
            }
            if (instructions.get(i).guard() == null) {
                use.writes().forEach(register -> live.clear(numbers.get(register)));
            }
            use.reads().forEach(register -> live.set(numbers.get(register)));
            if (record) {
                mark(live, 2 * i);
            }
        }
    }

    private void mark(BitSet live, int point) {
        for (int n = live.nextSetBit(0); n >= 0; n = live.nextSetBit(n + 1)) {
            ranges.get(n).set(point);
        }
    }

    private BitSet range(PtxOperand.Register register) {
        return ranges.get(numbers.get(register));
    }

    private void number(PtxOperand.Register register) {
        if (numbers.putIfAbsent(register, registers.size()) == null) {
            registers.add(register);
            ranges.add(new BitSet());
        }
    }

    private void forEachInstruction(BasicBlock block, Consumer<PtxInstruction> action) {
        int last = block.transfer == null ? block.end - 1 : block.end;
        for (int i = block.first; i <= last; i++) {
            action.accept(instructions.get(i));
        }
    }

    private void assign() {
        List<List<BitSet>> occupied = new ArrayList<>();
        for (int file = 0; file < Registers.COUNT; file++) {
            occupied.add(new ArrayList<>());
        }
        blocks.forEach(block -> forEachInstruction(block, instruction -> {
            RegisterUse use = uses.get(instruction);
            use.reads().forEach(register -> place(register, occupied, List.of()));
            use.writes().forEach(register -> place(register, occupied, preferred(use)));
        }));
        for (int file = 0; file < Registers.COUNT; file++) {
            counts[file] = occupied.get(file).size();
        }
    }

    /** Registers whose slot would be good for the result, best first. */
    private static List<PtxOperand.Register> preferred(RegisterUse use) {
        List<PtxOperand.Register> reads = new ArrayList<>(use.early());
        Collections.reverse(reads);
        return reads;
    }

    private void place(PtxOperand.Register register, List<List<BitSet>> occupied, List<PtxOperand.Register> preferred) {
        if (slots.containsKey(register)) {
            return;
        }
        int file = Registers.fileOf(register.type());
        List<BitSet> taken = occupied.get(file);
        BitSet needed = range(register);
        for (PtxOperand.Register other : preferred) {
            if (Registers.fileOf(other.type()) == file
                    && slots.containsKey(other)
                    && fits(taken, slots.get(other), needed)) {
                take(register, taken, slots.get(other), needed);
                return;
            }
        }
        for (int slot = 0; slot < taken.size(); slot++) {
            if (fits(taken, slot, needed)) {
                take(register, taken, slot, needed);
                return;
            }
        }
        taken.add(new BitSet());
        take(register, taken, taken.size() - 1, needed);
    }

    private static boolean fits(List<BitSet> taken, int slot, BitSet needed) {
        return !taken.get(slot).intersects(needed);
    }

    private void take(PtxOperand.Register register, List<BitSet> taken, int slot, BitSet needed) {
        taken.get(slot).or(needed);
        slots.put(register, slot);
    }
}
