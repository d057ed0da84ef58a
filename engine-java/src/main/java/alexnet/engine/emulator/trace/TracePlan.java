package alexnet.engine.emulator.trace;

import alexnet.engine.emulator.code.CompareOp;
import alexnet.engine.emulator.code.CopyOp;
import alexnet.engine.emulator.code.GuardedOp;
import alexnet.engine.emulator.code.LaneOp;
import alexnet.engine.emulator.code.LoadOp;
import alexnet.engine.emulator.code.MemoryOp;
import alexnet.engine.emulator.code.Op;
import alexnet.engine.emulator.state.AffineRange;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.Guard;
import alexnet.engine.emulator.state.LaneShape;
import alexnet.engine.emulator.state.LinearForm;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the byte code of a {@link TraceOp} does for one shape of its inputs: first all values that are the same for the
 * whole block, then those that are known by rows, then in program order the loads, the operations that need arrays, and
 * what has to be written back for them and for the code that follows.
 */
final class TracePlan {

    /** An integer value of the run. */
    static final class Value {
        final int file;
        final InputShapes.Kind kind;
        /** By which it grows along rows, where it is known by rows. */
        private final long stride;
        /** What computes it, or null for an input. */
        final LaneOp op;
        /** Whether its numbers go on with the stride over whole warps, so that there is one for each warp. */
        boolean byWarps;

        final List<Value> operands;
        /** For values from memory: what loads them from the only operand's address, and which element they are. */
        LoadOp load;

        int element;
        /** Whether it depends on what a load of the run finds. */
        private boolean data;
        /** For inputs: the slot to read. */
        final int slot;
        /** For inputs that never change: their value. */
        final Long constant;
        /** Place in the row scratch where the numbers of the rows are kept, or -1. */
        int scratch = -1;
        /** What the code must guard so that the value grows by its stride. */
        Guard guard = Guard.NONE;
        /** The operand of which the guard speaks, and its mask. */
        Value guarded;

        long mask;
        /** For comparisons whose operands grow along a row: the answer must be the same at the row's end. */
        Ends ends;

        Value(int file, InputShapes.Kind kind, long stride, LaneOp op, List<Value> operands, int slot, Long constant) {
            this.file = file;
            this.kind = kind;
            this.stride = stride;
            this.op = op;
            this.operands = operands;
            this.data = operands.stream().anyMatch(operand -> operand.data);
            this.slot = slot;
            this.constant = constant;
        }

        boolean uniform() {
            return kind == InputShapes.Kind.UNIFORM;
        }

        /** Whether one number for each warp says all of it. */
        boolean forWarps() {
            return uniform() || byWarps;
        }

        boolean known() {
            return kind != InputShapes.Kind.ARRAY;
        }

        long stride() {
            return stride;
        }
    }

    /** How the numbers at a row's end are taken. */
    enum Ends {
        SIGNED,
        UNSIGNED
    }

    /** Something done in program order after the values are known. */
    sealed interface Step {}

    /**
     * Addresses by rows that accesses share, but for their constant offsets; the predicate is null where there is none.
     */
    record Addresses(Value address, Value predicate, int wanted) {

        boolean byWarps() {
            return address.forWarps() && (predicate == null || predicate.forWarps());
        }
    }

    /** A load or store by rows. */
    record RowAccess(MemoryOp op, Addresses addresses) implements Step {}

    /**
     * A load of floats from shared memory, from one address for all threads or for each row, with an offset that is a
     * multiple of its size.
     *
     * @param otherwise what does the load where it is not saved
     */
    record SharedLoad(LoadOp op, Value address, Step otherwise) implements Step {}

    /** Chains of multiply-adds whose left factors are read from shared memory. */
    record Tile(TraceTile tile, Value address) implements Step {}

    /** An operation that runs as it is. */
    record Run(Op op) implements Step {}

    /** Gives a slot the value that it has at this point of the program. */
    record Put(int slot, Value value) implements Step {}

    final List<Value> inputs = new ArrayList<>();
    final List<Value> computed = new ArrayList<>();
    final List<Step> steps;
    /** Where the row scratch holds the addresses of tiles, for each row. */
    final Map<Value, Integer> tileRows = new LinkedHashMap<>();

    private final LinearForm form = new LinearForm();
    private final List<Step> planned = new ArrayList<>();
    /** Index of the instruction after the run. */
    final int end;

    final LaneShape shape;
    /** Numbers of rows kept in the scratch. */
    int scratch;

    private final Map<Place, Value> current = new HashMap<>();
    /** What the files hold at the point that planning has reached. */
    private final Map<Place, Value> inFiles = new HashMap<>();

    /**
     * @param shapes for which the trace is specialised
     */
    TracePlan(TraceOp trace, InputShapes shapes) {
        this.end = trace.end;
        this.shape = shapes.block;
        trace.constants.forEach((place, constant) -> {
            Value value = new Value(place.file(), InputShapes.Kind.UNIFORM, 0, null, List.of(), place.slot(), constant);
            current.put(place, value);
            inFiles.put(place, value);
        });
        for (int i = 0; i < trace.inputs.length; i++) {
            Place place = trace.inputs[i];
            Value value =
                    new Value(place.file(), shapes.kinds[i], shapes.strides[i], null, List.of(), place.slot(), null);
            value.byWarps = shapes.byWarps[i];
            inputs.add(value);
            current.put(place, value);
            inFiles.put(place, value);
        }
        for (Op op : trace.ops) {
            plan(op);
        }
        for (Place place : trace.live) {
            if (current.containsKey(place)) {
                put(place);
            }
        }
        steps = TraceTiles.find(planned, trace.live);
        for (Step step : steps) {
            if (step instanceof Tile tile && !tile.address.uniform() && !tileRows.containsKey(tile.address)) {
                tileRows.put(tile.address, scratch);
                scratch += rows(false);
            }
        }
        forRows().filter(value -> value.byWarps && value.slot < 0).forEach(this::keep);
    }

    /** Values that are needed for each row: by others that are not known by warps, by addresses or by tiles. */
    Stream<Value> forRows() {
        Stream<Value> operands =
                computed.stream().filter(value -> !value.forWarps()).flatMap(value -> value.operands.stream());
        Stream<Value> parts = steps.stream()
                .filter(RowAccess.class::isInstance)
                .map(step -> ((RowAccess) step).addresses)
                .filter(addresses -> !addresses.byWarps())
                .flatMap(addresses -> Stream.of(addresses.address, addresses.predicate));
        Stream<Value> tiles = tileRows.keySet().stream();
        return Stream.of(operands, parts, tiles)
                .flatMap(values -> values)
                .filter(value -> value != null && !value.uniform())
                .distinct();
    }

    /** Rows of the block, or its warps. */
    int rows(boolean warps) {
        return warps ? shape.rows() / shape.rowsOfWarp() : shape.rows();
    }

    /** Lanes of a row, or of a warp. */
    int rowLength(boolean warps) {
        return warps ? shape.rowLength() * shape.rowsOfWarp() : shape.rowLength();
    }

    private void plan(Op op) {
        if (op instanceof CompareOp compare && compare.general instanceof LaneOp lane) {
            planCompare(compare, lane);
        } else if (op instanceof LaneOp lane) {
            planLane(lane, op);
        } else if (op instanceof CopyOp copy && copy.sourcePlace().integer()) {
            Value value = current.get(copy.sourcePlace());
            if (value.known()) {
                current.put(copy.targetPlace(), value);
            } else {
                asItIs(op, List.of(copy.sourcePlace()));
            }
        } else if (op instanceof MemoryOp memory) {
            if (!loaded(memory)) {
                planAccess(memory, op, null, 0);
            }
        } else if (op instanceof GuardedOp guarded && guarded.op instanceof MemoryOp memory) {
            planAccess(memory, op, new Place(Registers.INT, guarded.predicate), guarded.wanted);
        } else {
            asItIs(op, op.traceUse().integerReads());
        }
    }

    private void planCompare(CompareOp compare, LaneOp lane) {
        List<Value> operands = lane.sources().stream().map(current::get).toList();
        boolean steps = operands.stream().allMatch(value -> value.known() && value.file == Registers.INT)
                && operands.stream().anyMatch(value -> value.stride() != 0);
        if (!steps || !compare.ordered()) {
            planLane(lane, compare);
            return;
        }
        Value value = new Value(Registers.INT, InputShapes.Kind.ROWS, 0, lane, operands, -1, null);
        value.ends = compare.unsigned() ? Ends.UNSIGNED : Ends.SIGNED;
        value.byWarps = operands.stream().allMatch(Value::forWarps);
        computed.add(value);
        current.put(lane.target(), value);
    }

    private void planLane(LaneOp op, Op whole) {
        List<Place> sources = op.sources();
        if (op.integer()) {
            List<Value> operands = sources.stream().map(current::get).toList();
            Value value = value(op, operands);
            if (value != null) {
                computed.add(value);
                current.put(op.target(), value);
                return;
            }
        }
        asItIs(whole, sources.stream().filter(Place::integer).toList());
    }

    /** The value that an operation computes from known operands, or null where it needs whole arrays. */
    private Value value(LaneOp op, List<Value> operands) {
        if (!operands.stream().allMatch(Value::known)) {
            return null;
        }
        int file = op.target().file();
        if (operands.stream().allMatch(Value::uniform)) {
            return new Value(file, InputShapes.Kind.UNIFORM, 0, op, operands, -1, null);
        }
        boolean warps = operands.stream().allMatch(Value::forWarps);
        if (operands.stream().allMatch(operand -> operand.stride() == 0)) {
            Value value = new Value(file, InputShapes.Kind.ROWS, 0, op, operands, -1, null);
            value.byWarps = warps;
            return value;
        }
        if (op.function.rule() == null) {
            return null;
        }
        Value value = warps ? stepping(op, file, operands, true) : null;
        return value != null ? value : stepping(op, file, operands, false);
    }

    /** The value where its operation's rule makes it grow by a stride, over rows or over warps; else null. */
    private Value stepping(LaneOp op, int file, List<Value> operands, boolean warps) {
        Value a = operands.get(0);
        Value b = operands.size() > 1 ? operands.get(1) : a;
        Value c = operands.size() > 2 ? operands.get(2) : a;
        describe(form.a, a);
        describe(form.b, b);
        describe(form.c, c);
        form.wide = file == Registers.LONG;
        if (!op.function.rule().linear(form)) {
            return null;
        }
        Value guarded = form.guarded == 0 ? a : form.guarded == 1 ? b : c;
        if (!guardable(a, b, guarded, warps)) {
            return null;
        }
        long stride = form.stride(a.stride(), b.stride(), c.stride());
        Value value = new Value(file, InputShapes.Kind.ROWS, form.wide ? stride : (int) stride, op, operands, -1, null);
        value.byWarps = warps;
        value.guard = form.guard;
        value.guarded = guarded;
        value.mask = form.mask;
        return value;
    }

    private static void describe(LinearForm.Operand operand, Value value) {
        if (value.constant != null) {
            operand.fix(value.file == Registers.INT ? value.constant.intValue() : value.constant);
        } else {
            operand.vary(value.stride());
        }
    }

    /** Whether the form's guard may hold, so that it is worth checking. */
    private boolean guardable(Value a, Value b, Value guarded, boolean warps) {
        return switch (form.guard) {
            case NONE, SIGNED -> true;
            case MASK -> AffineRange.lastStart(guarded.stride(), rowLength(warps), form.mask) >= 0;
            // The result of a value that grows and one that does not: the former, as in bounds of loops.
            case NOT_ABOVE, NOT_BELOW -> a.stride() == 0 || b.stride() == 0;
            // A selection by loaded data takes either operand; one by indices or bounds mostly takes the first.
            case HOLDS -> !guarded.data;
            case UNSIGNED, BELOW_MASK, DISJOINT -> false;
        };
    }

    /** Loads integers where all threads, or those of each row, have one address; says whether it is so. */
    private boolean loaded(MemoryOp memory) {
        if (!(memory instanceof LoadOp load) || !load.integers()) {
            return false;
        }
        Value from = current.get(load.addressPlace());
        if (!from.known() || from.stride() != 0) {
            return false;
        }
        for (int k = 0; k < load.elements.length; k++) {
            Value value = new Value(load.file, from.kind, 0, null, List.of(from), -1, null);
            value.byWarps = from.byWarps;
            value.load = load;
            value.data = true;
            value.element = k;
            computed.add(value);
            if (load.elements[k] >= 0) {
                current.put(new Place(load.file, load.elements[k]), value);
            }
        }
        return true;
    }

    private void planAccess(MemoryOp access, Op whole, Place predicate, int wanted) {
        Place address = access.addressPlace();
        Value from = current.get(address);
        Value condition = predicate == null ? null : current.get(predicate);
        boolean uniform = from.uniform() && (condition == null || condition.uniform());
        boolean fits = from.known()
                && !uniform
                && (condition == null || condition.known() && condition.stride() == 0)
                && access.space != BlockState.LOCAL
                && (access.file == Registers.FLOAT || access.file == Registers.INT)
                && access.takesRows(from.stride());
        Step step;
        if (fits) {
            List<Place> targets = access.traceUse().integerWrites();
            (access.writes() ? access.elementPlaces() : predicate == null ? List.<Place>of() : targets)
                    .stream().filter(Place::integer).forEach(this::put);
            step = new RowAccess(access, new Addresses(from, condition, wanted));
            targets.forEach(this::array);
        } else {
            asItIs(whole, whole.traceUse().integerReads());
            step = planned.remove(planned.size() - 1);
        }
        boolean shared = predicate == null
                && from.known()
                && from.stride() == 0
                && access instanceof LoadOp load
                && sharedWords(load);
        planned.add(shared ? new SharedLoad((LoadOp) access, from, step) : step);
    }

    private static boolean sharedWords(LoadOp load) {
        boolean wanted = Arrays.stream(load.elements).allMatch(slot -> slot >= 0);
        return wanted
                && load.space == BlockState.SHARED
                && load.file == Registers.FLOAT
                && load.offset == (int) load.offset
                && load.offset % load.bytes == 0;
    }

    private void asItIs(Op op, List<Place> reads) {
        reads.forEach(this::put);
        planned.add(new Run(op));
        op.traceUse().integerWrites().forEach(this::array);
    }

    /** From now on a place has what an operation leaves in its file. */
    private void array(Place place) {
        Value value = new Value(place.file(), InputShapes.Kind.ARRAY, 0, null, List.of(), place.slot(), null);
        current.put(place, value);
        inFiles.put(place, value);
    }

    /** Sees to it that a place's value is in its file. */
    private void put(Place place) {
        Value value = current.get(place);
        if (inFiles.get(place) == value) {
            return;
        }
        if (!value.uniform()) {
            keep(value);
        }
        planned.add(new Put(place.slot(), value));
        inFiles.put(place, value);
    }

    private void keep(Value value) {
        if (value.scratch < 0) {
            value.scratch = scratch;
            scratch += rows(value.byWarps);
        }
    }
}
