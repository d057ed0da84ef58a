package alexnet.engine.emulator;

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
 * <p>{@code -Dalexnet.emulator.fragments=off} leaves all runs as they are; {@code always} does not wait.
 */
final class FragmentOp extends Op {

    private static final String MODE = System.getProperty("alexnet.emulator.fragments", "auto");

    /** Byte code is made for every run, however short, when it is first met: for tests. */
    static final boolean ALWAYS = MODE.equals("always");

    /** Executions of a run before it is worth byte code. */
    private static final int WARM = ALWAYS ? 0 : MODE.equals("off") ? Integer.MAX_VALUE : 64;

    /** More kinds of input than this are run operation by operation. */
    private static final int VERSIONS = 6;

    private static final FragmentCode[] NONE = {};

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

    private volatile FragmentCode[] versions = NONE;
    private int executions;

    /** @param end index of the instruction after the run */
    FragmentOp(int end, Op[] ops, Place[] inputs, Set<Place> live, Map<Place, Long> constants) {
        super(ops[0].source);
        this.end = end;
        this.ops = ops;
        this.inputs = inputs;
        this.slots = new int[inputs.length];
        this.wide = new boolean[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            slots[i] = inputs[i].slot();
            wide[i] = inputs[i].bank() == Bank.LONG;
        }
        this.live = live;
        this.constants = constants;
    }

    @Override
    void all(Frame f) {
        try {
            if (f.complete) {
                FragmentCode code = version(f);
                if (code != null && code.tried(f)) {
                    return;
                }
            }
            for (Op op : ops) {
                f.inner = op;
                op.all(f);
            }
        } catch (LaneFault fault) {
            throw fault.at(f.inner);
        }
        f.inner = null;
    }

    @Override
    void some(Frame f, LaneRuns active) {
        try {
            for (Op op : ops) {
                f.inner = op;
                op.some(f, active);
            }
        } catch (LaneFault fault) {
            throw fault.at(f.inner);
        }
        f.inner = null;
    }

    private FragmentCode version(Frame f) {
        FragmentCode[] known = versions;
        boolean narrowOnly = false;
        for (FragmentCode code : known) {
            if (code.shape.equals(f.shape) && fits(f, code)) {
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
        return make(f, narrowOnly);
    }

    private boolean fits(Frame f, FragmentCode code) {
        for (int i = 0; i < slots.length; i++) {
            if (kind(f, i) != code.kinds[i] || code.byWarps[i] && !byWarps(f, i)) {
                return false;
            }
        }
        return true;
    }

    private synchronized FragmentCode make(Frame f, boolean narrowOnly) {
        long[] kinds = new long[inputs.length];
        boolean[] byWarps = new boolean[inputs.length];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = kind(f, i);
            boolean rows = kinds[i] != FragmentCode.UNIFORM && kinds[i] != FragmentCode.ARRAY;
            byWarps[i] = !narrowOnly && rows && byWarps(f, i);
        }
        FragmentCode[] known = versions;
        for (FragmentCode code : known) {
            if (code.shape.equals(f.shape)
                    && Arrays.equals(code.kinds, kinds)
                    && Arrays.equals(code.byWarps, byWarps)) {
                return code.refused() ? null : code;
            }
        }
        FragmentPlan plan = new FragmentPlan(this, kinds, byWarps, f.shape);
        FragmentCode code = FragmentWriter.write(plan);
        code.shape = f.shape;
        code.kinds = kinds;
        code.byWarps = byWarps;
        FragmentCode[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = code;
        versions = more;
        return code;
    }

    private boolean byWarps(Frame f, int input) {
        return bank(f, input).byWarps(slots[input]);
    }

    private IntegerBank bank(Frame f, int input) {
        return wide[input] ? f.longs : f.ints;
    }

    /** What is known of an input now, as {@link FragmentCode#kinds} has it. */
    private long kind(Frame f, int input) {
        IntegerBank bank = bank(f, input);
        int slot = slots[input];
        if (bank.uniform(slot)) {
            return FragmentCode.UNIFORM;
        }
        return bank.byRows(slot) ? bank.rowStride(slot) : FragmentCode.ARRAY;
    }
}
