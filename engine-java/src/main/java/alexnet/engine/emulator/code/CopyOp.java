package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxInstruction;
import java.util.List;

/** {@code mov} between registers of one file. */
public final class CopyOp extends Op {

    private final int file;
    private final int to;
    private final int from;

    public CopyOp(PtxInstruction source, Place to, Place from) {
        super(source);
        this.file = to.file();
        this.to = to.slot();
        this.from = from.slot();
    }

    public Place targetPlace() {
        return new Place(file, to);
    }

    public Place sourcePlace() {
        return new Place(file, from);
    }

    @Override
    public TraceUse traceUse() {
        return new TraceUse(List.of(sourcePlace()), List.of(targetPlace()));
    }

    @Override
    public void all(BlockState state) {
        state.files[file].copy(to, from);
    }

    @Override
    public void some(BlockState state, LaneRuns active) {
        Registers registers = state.files[file];
        Object source = registers.array(from);
        Object target = registers.partTarget(to);
        for (int i = 0; i < active.count; i++) {
            int start = active.from[i];
            System.arraycopy(source, start, target, start, active.to[i] - start);
        }
    }
}
