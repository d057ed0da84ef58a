package alexnet.engine.emulator;

import alexnet.engine.ptx.PtxInstruction;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** An instruction whose result in a lane depends on operands in that lane only. */
final class LaneOp extends Op {

    /** Whatever the numbers are, these go on where their operands do. */
    private static final Set<AffineRule> LINEAR = EnumSet.of(
            AffineRule.ADD,
            AffineRule.SUBTRACT,
            AffineRule.MULTIPLY,
            AffineRule.MULTIPLY_ADD,
            AffineRule.SHIFT_LEFT,
            AffineRule.SAME);

    final LaneFunction function;
    final AffineRule rule;
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
    static Op of(PtxInstruction source, LaneFunction function, Place target, Place... sources) {
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
        dBank = target.bank();
        d = target.slot();
        count = sources.length;
        aBank = sources[0].bank();
        a = sources[0].slot();
        bBank = count > 1 ? sources[1].bank() : aBank;
        b = count > 1 ? sources[1].slot() : a;
        cBank = count > 2 ? sources[2].bank() : aBank;
        c = count > 2 ? sources[2].slot() : a;
    }

    Place target() {
        return new Place(dBank, d);
    }

    List<Place> sources() {
        return List.of(new Place(aBank, a), new Place(bBank, b), new Place(cBank, c))
                .subList(0, count);
    }

    /** True when result and operands are all integers. */
    boolean integer() {
        return function.signature().chars().allMatch(letter -> letter == 'I' || letter == 'L');
    }

    @Override
    void all(Frame f) {
        Bank[] banks = f.banks;
        Bank as = banks[aBank];
        Bank bs = banks[bBank];
        Bank cs = banks[cBank];
        Bank ds = banks[dBank];
        if (as.uniform(a) && bs.uniform(b) && cs.uniform(c)) {
            loop.run(ds.single(d), as.single(a), bs.single(b), cs.single(c), 0, 1);
            ds.markUniform(d);
            return;
        }
        if (rule != null && rule.apply(f, ds, d, as, a, bs, b, cs, c)) {
            return;
        }
        if (ds instanceof IntegerBank di
                && as instanceof IntegerBank ai
                && bs instanceof IntegerBank bi
                && cs instanceof IntegerBank ci
                && byRows(di, ai, bi, ci)) {
            return;
        }
        Object x = as.array(a);
        Object y = bs.array(b);
        Object z = cs.array(c);
        loop.run(ds.target(d), x, y, z, 0, f.lanes);
    }

    /** Computes one number for each row where that says all; says whether it did. */
    private boolean byRows(IntegerBank ds, IntegerBank as, IntegerBank bs, IntegerBank cs) {
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
    void some(Frame f, LaneRuns active) {
        Bank[] banks = f.banks;
        Object x = banks[aBank].array(a);
        Object y = banks[bBank].array(b);
        Object z = banks[cBank].array(c);
        Object r = banks[dBank].partTarget(d);
        for (int i = 0; i < active.count; i++) {
            loop.run(r, x, y, z, active.from[i], active.to[i]);
        }
    }
}
