package alexnet.engine.emulator;

/** {@code @p instruction}: runs for the threads whose predicate holds. */
final class GuardedOp extends Op {

    final Op op;
    final int predicate;
    final int wanted;

    GuardedOp(Op op, int predicate, boolean negated) {
        super(op.source);
        this.op = op;
        this.predicate = predicate;
        this.wanted = negated ? 0 : 1;
    }

    @Override
    void all(Frame f) {
        if (f.ints.uniform(predicate)) {
            if (f.ints.single(predicate)[0] == wanted) {
                op.all(f);
            }
        } else {
            some(f, f.live);
        }
    }

    @Override
    void some(Frame f, LaneRuns active) {
        // Guards of an instruction and of a part of it do not share their scratch.
        LaneRuns chosen = active == f.guarded ? new LaneRuns(f.lanes) : f.guarded;
        if (f.complete && active == f.live && f.ints.byRows(predicate) && f.ints.rowStride(predicate) == 0) {
            chosen.selectRows((int[]) f.ints.rows(predicate), wanted, f.ints.rowLength);
        } else {
            chosen.select((int[]) f.ints.array(predicate), wanted, active);
        }
        if (!chosen.empty()) {
            op.some(f, chosen);
        }
    }
}
