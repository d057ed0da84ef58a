package alexnet.engine.emulator.code;

import alexnet.engine.emulator.function.LaneFunction;
import alexnet.engine.emulator.loop.Loop;
import alexnet.engine.emulator.state.AffineRule;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.IntegerRegisters;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxInstruction;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** An instruction whose result in a lane depends on operands in that lane only. */
public final class LaneOp extends Op {

    /** Whatever the numbers are, these go on where their operands do. */
    private static final Set<AffineRule> LINEAR = EnumSet.of(
            AffineRule.ADD,
            AffineRule.SUBTRACT,
            AffineRule.MULTIPLY,
            AffineRule.MULTIPLY_ADD,
            AffineRule.SHIFT_LEFT,
            AffineRule.SAME);

    public final LaneFunction function;
    public final AffineRule rule;
    private final Loop loop;
    private final int dBank;
    private final int d;
    private final int count;
    private final int aBank;
    private final int a;
    private final int bBank;
    private final int b;
    private final int cBank;
    private final int c;

    /** @param sources one to three operands */
    public static Op of(PtxInstruction source, LaneFunction function, Place target, Place... sources) {
        if (function.signature().chars().allMatch(letter -> letter == 'F')) {
            int a = sources[0].slot();
            int b = sources.length > 1 ? sources[1].slot() : a;
            int c = sources.length > 2 ? sources[2].slot() : a;
            return new FloatLaneOp(source, function.loop(), target.slot(), a, b, c);
        }
        return new LaneOp(source, function, target, sources);
    }

    private LaneOp(PtxInstruction source, LaneFunction function, Place target, Place... sources) {
        super(source);
        this.function = function;
        this.loop = function.loop();
        this.rule = function.rule();
        dBank = target.file();
        d = target.slot();
        count = sources.length;
        aBank = sources[0].file();
        a = sources[0].slot();
        bBank = count > 1 ? sources[1].file() : aBank;
        b = count > 1 ? sources[1].slot() : a;
        cBank = count > 2 ? sources[2].file() : aBank;
        c = count > 2 ? sources[2].slot() : a;
    }

    public Place target() {
        return new Place(dBank, d);
    }

    public List<Place> sources() {
        return List.of(new Place(aBank, a), new Place(bBank, b), new Place(cBank, c))
                .subList(0, count);
    }

    /** True when result and operands are all integers. */
    public boolean integer() {
        return function.signature().chars().allMatch(letter -> letter == 'I' || letter == 'L');
    }

    @Override
    public void all(BlockState state) {
        Registers[] files = state.files;
        Registers as = files[aBank];
        Registers bs = files[bBank];
        Registers cs = files[cBank];
        Registers ds = files[dBank];
        if (as.uniform(a) && bs.uniform(b) && cs.uniform(c)) {
            loop.run(ds.single(d), as.single(a), bs.single(b), cs.single(c), 0, 1);
            ds.markUniform(d);
            return;
        }
        if (rule != null && rule.apply(state, ds, d, as, a, bs, b, cs, c)) {
            return;
        }
        if (ds instanceof IntegerRegisters di
                && as instanceof IntegerRegisters ai
                && bs instanceof IntegerRegisters bi
                && cs instanceof IntegerRegisters ci
                && byRows(di, ai, bi, ci)) {
            return;
        }
        Object x = as.array(a);
        Object y = bs.array(b);
        Object z = cs.array(c);
        loop.run(ds.target(d), x, y, z, 0, state.lanes);
    }

    /** Computes one number for each row where that says all; says whether it did. */
    private boolean byRows(IntegerRegisters ds, IntegerRegisters as, IntegerRegisters bs, IntegerRegisters cs) {
        if (ds.rowCount == 1 || !as.byRows(a) || !bs.byRows(b) || !cs.byRows(c)) {
            return false;
        }
        long stride = 0;
        if ((as.rowStride(a) | bs.rowStride(b) | cs.rowStride(c)) != 0) {
            if (rule == null || rule.rows == null || !rule.rows.keeps(as, a, bs, b, cs, c)) {
                return false;
            }
            stride = rule.rows.stride(as, a, bs, b, cs, c);
        }
        Object x = as.rows(a);
        Object y = bs.rows(b);
        Object z = cs.rows(c);
        boolean same = as.rowStride(a) == 0 && bs.rowStride(b) == 0 && cs.rowStride(c) == 0;
        boolean warps = (same || rule != null && LINEAR.contains(rule))
                && as.markedByWarps(a)
                && bs.markedByWarps(b)
                && cs.markedByWarps(c);
        loop.run(ds.rowStorage(d), x, y, z, 0, ds.rowCount);
        ds.setRows(d, stride);
        if (warps) {
            ds.markByWarps(d);
        }
        return true;
    }

    @Override
    public void some(BlockState state, LaneRuns active) {
        Registers[] files = state.files;
        Object x = files[aBank].array(a);
        Object y = files[bBank].array(b);
        Object z = files[cBank].array(c);
        Object r = files[dBank].partTarget(d);
        for (int i = 0; i < active.count; i++) {
            loop.run(r, x, y, z, active.from[i], active.to[i]);
        }
    }
}
