package alexnet.engine.emulator.trace;

import alexnet.engine.emulator.code.CompareOp;
import alexnet.engine.emulator.code.CopyOp;
import alexnet.engine.emulator.code.FloatLaneOp;
import alexnet.engine.emulator.code.GuardedOp;
import alexnet.engine.emulator.code.LaneOp;
import alexnet.engine.emulator.code.LoadOp;
import alexnet.engine.emulator.code.MemoryOp;
import alexnet.engine.emulator.code.MultiplyAddChainOp;
import alexnet.engine.emulator.code.Op;
import alexnet.engine.emulator.code.StoreOp;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/** Finds the straight runs of a basic block that become a {@link TraceOp}. */
public final class TraceBuilder {

    /** Runs with fewer operations on integers or chains gain nothing. */
    private static final int FEWEST = TraceOp.ALWAYS ? 1 : 8;

    /** Operations on integers, and operations in all, that keep the byte code below the size that is compiled. */
    private static final int MOST_INTEGERS = 160;

    private static final int MOST = 400;

    private final Map<Place, Long> constants;
    private final IntFunction<Set<Place>> liveBefore;
    private final List<Op> result = new ArrayList<>();
    private final List<Op> run = new ArrayList<>();
    private int integers;

    private TraceBuilder(Map<Place, Long> constants, IntFunction<Set<Place>> liveBefore) {
        this.constants = constants;
        this.liveBefore = liveBefore;
    }

    /**
     * The operations of a block with fragments in place of runs.
     *
     * @param groups the operations of each instruction, in order
     * @param first index of the first instruction
     * @param last operations of the transfer at the block's end
     * @param constants the places that never change
     * @param liveBefore the places whose values may be read from an instruction on
     */
    public static Op[] build(
            List<List<Op>> groups,
            int first,
            List<Op> last,
            Map<Place, Long> constants,
            IntFunction<Set<Place>> liveBefore) {
        TraceBuilder builder = new TraceBuilder(constants, liveBefore);
        for (int i = 0; i < groups.size(); i++) {
            List<Op> group = groups.get(i);
            boolean takes = group.stream().allMatch(TraceBuilder::takes);
            if (!takes || group.stream().anyMatch(TraceBuilder::loadsIntegers) && builder.writes()) {
                builder.close(first + i);
            }
            if (!takes) {
                builder.result.addAll(group);
            } else {
                builder.run.addAll(group);
                builder.integers +=
                        group.stream().mapToInt(op -> integerTargets(op).size()).sum();
                if (builder.run.size() >= MOST || builder.integers >= MOST_INTEGERS) {
                    builder.close(first + i + 1);
                }
            }
        }
        builder.close(first + groups.size());
        builder.result.addAll(last);
        return builder.result.toArray(Op[]::new);
    }

    /** Integers are loaded before all else that a fragment does, so no store may come before them. */
    private boolean writes() {
        return run.stream().anyMatch(TraceBuilder::writesMemory);
    }

    private void close(int next) {
        long chains = run.stream().filter(MultiplyAddChainOp.class::isInstance).count();
        if (integers + chains < FEWEST) {
            result.addAll(run);
        } else {
            Set<Place> written = new HashSet<>();
            Set<Place> inputs = new LinkedHashSet<>();
            for (Op op : run) {
                for (Place place : integerReads(op)) {
                    if (!written.contains(place) && !constants.containsKey(place)) {
                        inputs.add(place);
                    }
                }
                written.addAll(integerTargets(op));
            }
            Set<Place> live = new LinkedHashSet<>(liveBefore.apply(next));
            live.removeIf(place -> integer(place) && !written.contains(place));
            result.add(new TraceOp(next, run.toArray(Op[]::new), inputs.toArray(Place[]::new), live, constants));
        }
        run.clear();
        integers = 0;
    }

    /** Whether an operation may be part of a run: which registers it reads and writes is known. */
    private static boolean takes(Op op) {
        if (op instanceof GuardedOp guarded) {
            return takesMemory(guarded.op);
        }
        return op instanceof LaneOp
                || op instanceof FloatLaneOp
                || op instanceof MultiplyAddChainOp
                || op instanceof CopyOp
                || op instanceof CompareOp compare && compare.general instanceof LaneOp
                || takesMemory(op);
    }

    private static boolean takesMemory(Op op) {
        // Parameters are read where a kernel begins; what is made of them there is affine, which says more than rows
        // do.
        return op instanceof StoreOp
                || op instanceof LoadOp load && (!integer(load.file) || load.space != BlockState.PARAMETER);
    }

    private static boolean loadsIntegers(Op op) {
        return op instanceof LoadOp load && integer(load.file)
                || op instanceof GuardedOp guarded && loadsIntegers(guarded.op);
    }

    static boolean integer(Place place) {
        return integer(place.file());
    }

    private static boolean integer(int file) {
        return file == Registers.INT || file == Registers.LONG;
    }

    /** The integer places that an operation reads. */
    static List<Place> integerReads(Op op) {
        if (op instanceof GuardedOp guarded) {
            List<Place> reads = new ArrayList<>(integerReads(guarded.op));
            reads.add(new Place(Registers.INT, guarded.predicate));
            // Threads whose predicate does not hold keep what they had.
            reads.addAll(integerTargets(guarded.op));
            return reads;
        }
        if (op instanceof CompareOp compare) {
            return integerReads(compare.general);
        }
        if (op instanceof LaneOp lane) {
            return lane.sources().stream().filter(TraceBuilder::integer).toList();
        }
        if (op instanceof CopyOp copy) {
            return copy.integer() ? List.of(copy.sourcePlace()) : List.of();
        }
        if (op instanceof MemoryOp access) {
            List<Place> reads = new ArrayList<>();
            reads.add(access.addressPlace());
            if (access.writes() && integer(access.file)) {
                reads.addAll(access.elementPlaces());
            }
            return reads;
        }
        return List.of();
    }

    static boolean writesMemory(Op op) {
        return op instanceof StoreOp || op instanceof GuardedOp guarded && writesMemory(guarded.op);
    }

    /** The integer places that an operation writes. */
    static List<Place> integerTargets(Op op) {
        if (op instanceof GuardedOp guarded) {
            return integerTargets(guarded.op);
        }
        if (op instanceof CompareOp compare) {
            return integerTargets(compare.general);
        }
        if (op instanceof LaneOp lane) {
            return integer(lane.target()) ? List.of(lane.target()) : List.of();
        }
        if (op instanceof LoadOp load && integer(load.file)) {
            return load.elementPlaces();
        }
        return op instanceof CopyOp copy && copy.integer() ? List.of(copy.targetPlace()) : List.of();
    }

    /** The float slots that an operation of a run reads or writes in part. */
    static List<Integer> floatSlots(Op op) {
        if (op instanceof GuardedOp guarded) {
            return guarded.op instanceof StoreOp ? floatSlots(guarded.op) : floatTargets(guarded.op);
        }
        if (op instanceof StoreOp store) {
            return store.file == Registers.FLOAT
                    ? Arrays.stream(store.elements).boxed().toList()
                    : List.of();
        }
        if (op instanceof FloatLaneOp lane) {
            return lane.sources();
        }
        if (op instanceof CompareOp compare) {
            return floatSlots(compare.general);
        }
        List<Place> sources = op instanceof LaneOp lane
                ? lane.sources()
                : op instanceof CopyOp copy ? List.of(copy.sourcePlace()) : List.of();
        return sources.stream()
                .filter(place -> place.file() == Registers.FLOAT)
                .map(Place::slot)
                .toList();
    }

    /** The float slots that an operation of a run writes. */
    static List<Integer> floatTargets(Op op) {
        if (op instanceof FloatLaneOp lane) {
            return List.of(lane.target());
        }
        if (op instanceof LoadOp load && load.file == Registers.FLOAT) {
            return Arrays.stream(load.elements)
                    .filter(slot -> slot >= 0)
                    .boxed()
                    .toList();
        }
        Place target =
                op instanceof LaneOp lane ? lane.target() : op instanceof CopyOp copy ? copy.targetPlace() : null;
        return target != null && target.file() == Registers.FLOAT ? List.of(target.slot()) : List.of();
    }
}
