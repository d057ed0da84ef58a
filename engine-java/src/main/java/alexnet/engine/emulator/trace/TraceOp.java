package alexnet.engine.emulator.trace;

import alexnet.engine.emulator.code.Op;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.IntegerRegisters;
import alexnet.engine.emulator.state.LaneFault;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * A straight run of operations whose index arithmetic is run as byte code, once the run has been executed often.
 *
 * <p>Byte code is made for what the run meets: which of its integer inputs are the same for all threads, or grow by one
 * step along rows. It computes these values as Java locals, and does in the order of the program what is left: loads and
 * the operations on whole arrays. Where it meets something else, or an address that is not good, the operations run one
 * by one, which has the same result and finds every fault.
 *
 * <p>{@code -Dalexnet.emulator.traces=off} leaves all runs as they are; {@code always} does not wait.
 */
public final class TraceOp extends Op {

    private static final String MODE = System.getProperty("alexnet.emulator.traces", "auto");

    /** Byte code is made for every run, however short, when it is first met: for tests. */
    static final boolean ALWAYS = MODE.equals("always");

    /** Executions of a run before it is worth byte code. */
    private static final int WARM = ALWAYS ? 0 : MODE.equals("off") ? Integer.MAX_VALUE : 64;

    /** More kinds of input than this are run operation by operation. */
    private static final int VERSIONS = 6;

    private static final TraceCode[] NONE = {};

    final int end;
    final Op[] ops;
    /** Integer places that are read before they are written. */
    final Place[] inputs;
    /** Places whose values are read after the run. */
    final Set<Place> live;
    /** Places that never change. */
    final Map<Place, Long> constants;

    /** The inputs' slots, and whether they are of 64 bits. */
    private final int[] slots;

    private final boolean[] wide;

    private volatile TraceCode[] versions = NONE;
    private int executions;

    /** @param end index of the instruction after the run */
    TraceOp(int end, Op[] ops, Place[] inputs, Set<Place> live, Map<Place, Long> constants) {
        super(ops[0].source);
        this.end = end;
        this.ops = ops;
        this.inputs = inputs;
        this.slots = new int[inputs.length];
        this.wide = new boolean[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            slots[i] = inputs[i].slot();
            wide[i] = inputs[i].file() == Registers.LONG;
        }
        this.live = live;
        this.constants = constants;
    }

    @Override
    public void all(BlockState state) {
        try {
            if (state.complete) {
                TraceCode code = version(state);
                if (code != null && code.tried(state)) {
                    return;
                }
            }
            for (Op op : ops) {
                state.inner = op.source;
                op.all(state);
            }
        } catch (LaneFault fault) {
            throw fault.at(state.inner);
        }
        state.inner = null;
    }

    @Override
    public void some(BlockState state, LaneRuns active) {
        try {
            for (Op op : ops) {
                state.inner = op.source;
                op.some(state, active);
            }
        } catch (LaneFault fault) {
            throw fault.at(state.inner);
        }
        state.inner = null;
    }

    private TraceCode version(BlockState state) {
        TraceCode[] known = versions;
        boolean narrowOnly = false;
        for (TraceCode code : known) {
            if (code.shape.equals(state.shape) && fits(state, code)) {
                if (!code.refused()) {
                    return code;
                }
                if (!code.keepsWarps()) {
                    return null;
                }
                narrowOnly = true;
            }
        }
        if (known.length == VERSIONS || executions < WARM) {
            executions++;
            return null;
        }
        return make(state, narrowOnly);
    }

    private boolean fits(BlockState state, TraceCode code) {
        for (int i = 0; i < slots.length; i++) {
            if (kind(state, i) != code.kinds[i] || code.byWarps[i] && !byWarps(state, i)) {
                return false;
            }
        }
        return true;
    }

    private synchronized TraceCode make(BlockState state, boolean narrowOnly) {
        long[] kinds = new long[inputs.length];
        boolean[] byWarps = new boolean[inputs.length];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = kind(state, i);
            boolean rows = kinds[i] != TraceCode.UNIFORM && kinds[i] != TraceCode.ARRAY;
            byWarps[i] = !narrowOnly && rows && byWarps(state, i);
        }
        TraceCode[] known = versions;
        for (TraceCode code : known) {
            if (code.shape.equals(state.shape)
                    && Arrays.equals(code.kinds, kinds)
                    && Arrays.equals(code.byWarps, byWarps)) {
                return code.refused() ? null : code;
            }
        }
        TracePlan plan = new TracePlan(this, kinds, byWarps, state.shape);
        TraceCode code = TraceWriter.write(plan);
        code.shape = state.shape;
        code.kinds = kinds;
        code.byWarps = byWarps;
        TraceCode[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = code;
        versions = more;
        return code;
    }

    private boolean byWarps(BlockState state, int input) {
        return file(state, input).byWarps(slots[input]);
    }

    private IntegerRegisters file(BlockState state, int input) {
        return wide[input] ? state.longs : state.ints;
    }

    /** What is known of an input now, as {@link TraceCode#kinds} has it. */
    private long kind(BlockState state, int input) {
        IntegerRegisters file = file(state, input);
        int slot = slots[input];
        if (file.uniform(slot)) {
            return TraceCode.UNIFORM;
        }
        return file.byRows(slot) ? file.rowStride(slot) : TraceCode.ARRAY;
    }
}
