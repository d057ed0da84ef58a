package alexnet.engine.emulator;

import alexnet.engine.ptx.PtxInstruction;

/** {@code mov} between registers of one bank. */
final class CopyOp extends Op {

    private final int bank;
    private final int to;
    private final int from;

    CopyOp(PtxInstruction source, Place to, Place from) {
        super(source);
        this.bank = to.bank();
        this.to = to.slot();
        this.from = from.slot();
    }

    Place targetPlace() {
        return new Place(bank, to);
    }

    Place sourcePlace() {
        return new Place(bank, from);
    }

    boolean integer() {
        return bank == Bank.INT || bank == Bank.LONG;
    }

    @Override
    void all(Frame f) {
        f.banks[bank].copy(to, from);
    }

    @Override
    void some(Frame f, LaneRuns active) {
        Bank registers = f.banks[bank];
        Object source = registers.array(from);
        Object target = registers.partTarget(to);
        for (int i = 0; i < active.count; i++) {
            int start = active.from[i];
            System.arraycopy(source, start, target, start, active.to[i] - start);
        }
    }
}
