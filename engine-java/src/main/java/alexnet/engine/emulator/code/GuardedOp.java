package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;

/** {@code @p instruction}: runs for the threads whose predicate holds. */
public final class GuardedOp extends Op {

    public final Op op;
    public final int predicate;
    public final int wanted;

    public GuardedOp(Op op, int predicate, boolean negated) {
        super(op.source);
        this.op = op;
        this.predicate = predicate;
        this.wanted = negated ? 0 : 1;
    }

    /** Of guarded operations traces take loads and stores, whose lanes are chosen where their addresses are. */
    @Override
    public TraceUse traceUse() {
        TraceUse use = op.traceUse();
        return use != null && (use.loads() || use.stores()) ? use.guarded(new Place(Registers.INT, predicate)) : null;
    }

    @Override
    public void all(BlockState state) {
        if (state.ints.uniform(predicate)) {
            if (state.ints.single(predicate)[0] == wanted) {
                op.all(state);
            }
        } else {
            some(state, state.live);
        }
    }

    @Override
    public void some(BlockState state, LaneRuns active) {
        // Guards of an instruction and of a part of it do not share their scratch.
        LaneRuns chosen = active == state.guarded ? new LaneRuns(state.lanes) : state.guarded;
        if (state.complete
                && active == state.live
                && state.ints.byRows(predicate)
                && state.ints.rowStride(predicate) == 0) {
            chosen.selectRows((int[]) state.ints.rows(predicate), wanted, state.ints.rowLength);
        } else {
            chosen.select((int[]) state.ints.array(predicate), wanted, active);
        }
        if (!chosen.empty()) {
            op.some(state, chosen);
        }
    }
}
