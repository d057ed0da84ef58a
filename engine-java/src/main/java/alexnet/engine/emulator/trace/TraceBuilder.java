package alexnet.engine.emulator.trace;

import alexnet.engine.emulator.code.MultiplyAddChainOp;
import alexnet.engine.emulator.code.Op;
import alexnet.engine.emulator.code.TraceUse;
import alexnet.engine.emulator.state.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    /** Whether the run stores: integers are loaded before all else that a trace does, so no store may come before them. */
    private boolean stores;

    private TraceBuilder(Map<Place, Long> constants, IntFunction<Set<Place>> liveBefore) {
        this.constants = constants;
        this.liveBefore = liveBefore;
    }

    /**
     * The operations of a basic block with traces in place of runs.
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
            List<TraceUse> uses = group.stream().map(Op::traceUse).toList();
            boolean takes = uses.stream().allMatch(Objects::nonNull);
            if (!takes || uses.stream().anyMatch(TraceUse::loadsIntegers) && builder.stores) {
                builder.close(first + i);
            }
            if (!takes) {
                builder.result.addAll(group);
            } else {
                builder.run.addAll(group);
                builder.integers += uses.stream()
                        .mapToInt(use -> use.integerWrites().size())
                        .sum();
                builder.stores |= uses.stream().anyMatch(TraceUse::stores);
                if (builder.run.size() >= MOST || builder.integers >= MOST_INTEGERS) {
                    builder.close(first + i + 1);
                }
            }
        }
        builder.close(first + groups.size());
        builder.result.addAll(last);
        return builder.result.toArray(Op[]::new);
    }

    private void close(int next) {
        long chains = run.stream().filter(MultiplyAddChainOp.class::isInstance).count();
        if (integers + chains < FEWEST) {
            result.addAll(run);
        } else {
            Set<Place> written = new HashSet<>();
            Set<Place> inputs = new LinkedHashSet<>();
            for (Op op : run) {
                TraceUse use = op.traceUse();
                for (Place place : use.integerReads()) {
                    if (!written.contains(place) && !constants.containsKey(place)) {
                        inputs.add(place);
                    }
                }
                written.addAll(use.integerWrites());
            }
            Set<Place> live = new LinkedHashSet<>(liveBefore.apply(next));
            live.removeIf(place -> place.integer() && !written.contains(place));
            result.add(new TraceOp(next, run.toArray(Op[]::new), inputs.toArray(Place[]::new), live, constants));
        }
        run.clear();
        integers = 0;
        stores = false;
    }
}
