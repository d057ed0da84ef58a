package alexnet.engine.emulator.trace;

import alexnet.engine.emulator.code.Op;
import alexnet.engine.emulator.state.BlockState;
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
 * <p>Byte code is specialised for the operands that the run meets: which of its integer inputs are the same for all
 * threads, or grow by one stride along rows. It computes these values as Java locals, and does in the order of the program
 * what is left: loads and the operations on whole arrays. What it relies on beyond that, it guards. Where a guard fails, or
 * an address is not good, it bails out before it has changed anything: the operations run one by one, which has the same
 * result and finds every fault.
 *
 * <p>{@code -Dalexnet.emulator.traces=off} leaves all runs as they are; {@code always} does not wait.
 */
public final class TraceOp extends Op {

    private static final String MODE = System.getProperty("alexnet.emulator.traces", "auto");

    /** Byte code is made for every run, however short, when it is first met: for tests. */
    static final boolean ALWAYS = MODE.equals("always");

    /** Executions of a run before it is worth byte code. */
    private static final int WARM = ALWAYS ? 0 : MODE.equals("off") ? Integer.MAX_VALUE : 64;

    /** More shapes of input than this are run operation by operation. */
    private static final int MOST_SPECIALISATIONS = 6;

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

    private volatile TraceCode[] specialisations = NONE;
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
                TraceCode code = specialisation(state);
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

    /** The byte code for this state, or null where there is none. */
    private TraceCode specialisation(BlockState state) {
        TraceCode[] known = specialisations;
        boolean warps = true;
        for (TraceCode code : known) {
            if (code.inputs.fit(state, slots, wide)) {
                if (!code.refused()) {
                    return code;
                }
                if (!code.inputs.anyByWarps()) {
                    return null;
                }
                warps = false;
            }
        }
        if (known.length == MOST_SPECIALISATIONS || executions < WARM) {
            executions++;
            return null;
        }
        return specialise(state, warps);
    }

    private synchronized TraceCode specialise(BlockState state, boolean warps) {
        InputShapes shapes = InputShapes.of(state, inputs, warps);
        TraceCode[] known = specialisations;
        for (TraceCode code : known) {
            if (code.inputs.same(shapes)) {
                return code.refused() ? null : code;
            }
        }
        TraceCode code = TraceWriter.write(new TracePlan(this, shapes));
        code.inputs = shapes;
        TraceCode[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = code;
        specialisations = more;
        return code;
    }
}
