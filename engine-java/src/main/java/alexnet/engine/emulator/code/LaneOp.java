package alexnet.engine.emulator.code;

import alexnet.engine.emulator.function.LaneFunction;
import alexnet.engine.emulator.loop.Loop;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.IntegerOperands;
import alexnet.engine.emulator.state.IntegerRegisters;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxInstruction;
import java.util.List;

/** An instruction whose result in a lane depends on operands in that lane only. */
public final class LaneOp extends Op {

    public final LaneFunction function;
    private final Loop loop;
    private final Place target;
    private final List<Place> sources;
    private final Place a;
    private final Place b;
    private final Place c;
    /** The same operands where all are integers, else null. */
    private final IntegerOperands integers;

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
        this.target = target;
        this.sources = List.of(sources);
        a = sources[0];
        b = sources.length > 1 ? sources[1] : a;
        c = sources.length > 2 ? sources[2] : a;
        integers = integer() ? new IntegerOperands(function.rule(), target, this.sources) : null;
    }

    public Place target() {
        return target;
    }

    public List<Place> sources() {
        return sources;
    }

    @Override
    public TraceUse traceUse() {
        return new TraceUse(sources(), List.of(target()));
    }

    /** True when result and operands are all integers. */
    public boolean integer() {
        return function.signature().chars().allMatch(letter -> letter == 'I' || letter == 'L');
    }

    @Override
    public void all(BlockState state) {
        Registers[] files = state.files;
        Registers as = files[a.file()];
        Registers bs = files[b.file()];
        Registers cs = files[c.file()];
        Registers ds = files[target.file()];
        int d = target.slot();
        if (as.uniform(a.slot()) && bs.uniform(b.slot()) && cs.uniform(c.slot())) {
            loop.run(ds.single(d), as.single(a.slot()), bs.single(b.slot()), cs.single(c.slot()), 0, 1);
            ds.markUniform(d);
            return;
        }
        if (integers != null) {
            if (integers.affine(state)) {
                loop.run(ds.single(d), as.single(a.slot()), bs.single(b.slot()), cs.single(c.slot()), 0, 1);
                integers.setAffine(state);
                return;
            }
            if (integers.byRows(state)) {
                rows(state);
                return;
            }
        }
        Object x = as.array(a.slot());
        Object y = bs.array(b.slot());
        Object z = cs.array(c.slot());
        loop.run(ds.target(d), x, y, z, 0, state.lanes);
    }

    /** Computes one number for each row. */
    private void rows(BlockState state) {
        IntegerRegisters ds = state.integers(target);
        Object x = state.integers(a).rows(a.slot());
        Object y = state.integers(b).rows(b.slot());
        Object z = state.integers(c).rows(c.slot());
        boolean byWarps = integers.byWarps(state);
        loop.run(ds.rowStorage(target.slot()), x, y, z, 0, ds.rowCount);
        integers.setRows(state, byWarps);
    }

    @Override
    public void some(BlockState state, LaneRuns active) {
        Registers[] files = state.files;
        Object x = files[a.file()].array(a.slot());
        Object y = files[b.file()].array(b.slot());
        Object z = files[c.file()].array(c.slot());
        Object r = files[target.file()].partTarget(target.slot());
        for (int i = 0; i < active.count; i++) {
            loop.run(r, x, y, z, active.from[i], active.to[i]);
        }
    }
}
