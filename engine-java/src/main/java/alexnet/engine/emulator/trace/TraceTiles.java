package alexnet.engine.emulator.trace;

import alexnet.engine.emulator.code.LoadOp;
import alexnet.engine.emulator.code.MemoryOp;
import alexnet.engine.emulator.code.MultiplyAddChainOp;
import alexnet.engine.emulator.code.TraceUse;
import alexnet.engine.emulator.loop.TileLoop;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.emulator.trace.TracePlan.Step;
import alexnet.engine.emulator.trace.TracePlan.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the {@link TraceTile}s among the steps of a plan, and the loads that they save. */
final class TraceTiles {

    /** A word of shared memory that a load has put into a float slot. */
    private record Source(TracePlan.SharedLoad load, int element) {

        long offset() {
            return load.op().offset + 4L * element;
        }
    }

    /** A chain whose left factors are all such words. */
    private record Chain(MultiplyAddChainOp op, Value address, int[] rights, Source[] lefts) {}

    private final List<Step> steps;
    private final Set<Place> live;
    private final Map<Integer, Source> sources = new HashMap<>();
    private final Set<TracePlan.SharedLoad> needed = new HashSet<>();
    private final Map<Step, Chain> chains = new HashMap<>();
    private final List<Step> result = new ArrayList<>();
    /** Chains that wait for others with the same address and right factors. */
    private final List<List<Chain>> open = new ArrayList<>();

    private TraceTiles(List<Step> steps, Set<Place> live) {
        this.steps = steps;
        this.live = live;
    }

    /** The steps with tiles in place of their chains. */
    static List<Step> find(List<Step> steps, Set<Place> live) {
        TraceTiles tiles = new TraceTiles(steps, live);
        steps.forEach(tiles::follow);
        tiles.keepLive();
        steps.forEach(tiles::group);
        tiles.close();
        return tiles.result;
    }

    /** Follows which words the float slots hold. */
    private void follow(Step step) {
        if (step instanceof TracePlan.SharedLoad load) {
            for (int i = 0; i < load.op().elements.length; i++) {
                sources.put(load.op().elements[i], new Source(load, i));
            }
        } else if (step instanceof TracePlan.RowAccess access) {
            if (access.addresses().predicate() != null || access.op().writes()) {
                Arrays.stream(access.op().elements).forEach(this::need);
            }
            if (access.op().writes()) {
                forget();
            }
            Arrays.stream(access.op().elements).forEach(sources::remove);
        } else if (step instanceof TracePlan.Run run) {
            follow(run);
        }
    }

    private void follow(TracePlan.Run run) {
        if (run.op() instanceof MultiplyAddChainOp op) {
            Chain chain = chain(op);
            if (chain != null) {
                chains.put(run, chain);
            } else {
                Arrays.stream(op.a).forEach(this::need);
                Arrays.stream(op.b).forEach(this::need);
            }
            need(op.c);
            sources.remove(op.d);
        } else {
            TraceUse use = run.op().traceUse();
            use.floatReads().forEach(this::need);
            if (use.stores()) {
                forget();
            }
            use.floatWrites().forEach(sources::remove);
        }
    }

    /** Memory may change: words that were loaded are in their slots only. */
    private void forget() {
        sources.values().forEach(source -> needed.add(source.load));
        sources.clear();
    }

    private void need(int slot) {
        Source source = sources.get(slot);
        if (source != null) {
            needed.add(source.load);
        }
    }

    private void keepLive() {
        live.stream().filter(place -> place.file() == Registers.FLOAT).forEach(place -> need(place.slot()));
    }

    private Chain chain(MultiplyAddChainOp op) {
        int n = op.a.length;
        if (!TileLoop.takes(n)) {
            return null;
        }
        Source[] lefts = new Source[n];
        int[] rights = new int[n];
        for (int k = 0; k < n; k++) {
            Source a = sources.get(op.a[k]);
            Source b = sources.get(op.b[k]);
            if ((a == null) == (b == null)) {
                return null;
            }
            lefts[k] = a == null ? b : a;
            rights[k] = a == null ? op.a[k] : op.b[k];
            if (lefts[k].load.address() != lefts[0].load.address()) {
                return null;
            }
        }
        return new Chain(op, lefts[0].load.address(), rights, lefts);
    }

    private void group(Step step) {
        Chain chain = chains.get(step);
        if (chain != null) {
            if (open.stream().flatMap(List::stream).anyMatch(waiting -> conflict(waiting.op, chain.op))) {
                close();
            }
            List<Chain> tile = open.stream()
                    .filter(waiting -> waiting.get(0).address == chain.address
                            && Arrays.equals(waiting.get(0).rights, chain.rights))
                    .findFirst()
                    .orElseGet(() -> {
                        List<Chain> added = new ArrayList<>();
                        open.add(added);
                        return added;
                    });
            tile.add(chain);
            if (tile.size() == TileLoop.CHAINS) {
                open.remove(tile);
                emit(tile);
            }
        } else if (!(step instanceof TracePlan.SharedLoad saved) || needed.contains(saved)) {
            Step emitted = step instanceof TracePlan.SharedLoad load ? load.otherwise() : step;
            if (!(emitted instanceof TracePlan.RowAccess access) || !passes(access.op())) {
                close();
            }
            result.add(emitted);
        }
    }

    /** Whether an access may come before the chains that wait: a load into slots that none of them uses. */
    private boolean passes(MemoryOp op) {
        return !op.writes()
                && open.stream()
                        .flatMap(List::stream)
                        .noneMatch(waiting -> Arrays.stream(op.elements)
                                .anyMatch(slot -> slot == waiting.op.c
                                        || slot == waiting.op.d
                                        || Arrays.stream(waiting.rights).anyMatch(right -> right == slot)));
    }

    /** Whether a chain must not run before one that waits: it reads its result, or writes what that one still reads. */
    private static boolean conflict(MultiplyAddChainOp waiting, MultiplyAddChainOp next) {
        return next.c == waiting.d
                || next.d == waiting.d
                || next.d == waiting.c
                || Arrays.stream(next.a).anyMatch(slot -> slot == waiting.d)
                || Arrays.stream(next.b).anyMatch(slot -> slot == waiting.d)
                || Arrays.stream(waiting.a).anyMatch(slot -> slot == next.d)
                || Arrays.stream(waiting.b).anyMatch(slot -> slot == next.d);
    }

    private void close() {
        open.forEach(this::emit);
        open.clear();
    }

    private void emit(List<Chain> tile) {
        int n = tile.get(0).rights.length;
        int[] targets = new int[tile.size()];
        int[] addends = new int[tile.size()];
        int[] offsets = new int[tile.size() * n];
        long lowest = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        int alignment = 4;
        for (int i = 0; i < targets.length; i++) {
            Chain chain = tile.get(i);
            targets[i] = chain.op.d;
            addends[i] = chain.op.c;
            for (int k = 0; k < n; k++) {
                LoadOp load = chain.lefts[k].load.op();
                offsets[i * n + k] = (int) (chain.lefts[k].offset() >> 2);
                lowest = Math.min(lowest, load.offset);
                end = Math.max(end, load.offset + load.bytes);
                alignment = Math.max(alignment, load.bytes);
            }
        }
        result.add(new TracePlan.Tile(
                new TraceTile(
                        targets,
                        addends,
                        tile.get(0).rights,
                        offsets,
                        TileLoop.stride(offsets, n),
                        lowest,
                        end,
                        alignment),
                tile.get(0).address));
    }
}
