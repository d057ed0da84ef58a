package alexnet.engine.emulator.code;

import alexnet.engine.emulator.loop.Loop;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.FloatRegisters;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxInstruction;
import java.util.List;

/** A {@link LaneOp} whose registers are all .f32: without the choice of files, which counts in long rows of {@code fma}. */
public final class FloatLaneOp extends Op {

    private final Loop loop;
    private final int d;
    private final int a;
    private final int b;
    private final int c;

    /** Operands beyond the operation's number repeat the first. */
    FloatLaneOp(PtxInstruction source, Loop loop, int d, int a, int b, int c) {
        super(source);
        this.loop = loop;
        this.d = d;
        this.a = a;
        this.b = b;
        this.c = c;
    }

    @Override
    public TraceUse traceUse() {
        return new TraceUse(List.of(place(a), place(b), place(c)), List.of(place(d)));
    }

    private static Place place(int slot) {
        return new Place(Registers.FLOAT, slot);
    }

    @Override
    public void all(BlockState state) {
        FloatRegisters floats = state.floats;
        byte[] kind = floats.kind;
        if ((kind[a] & kind[b] & kind[c] & Registers.UNIFORM) != 0) {
            loop.run(floats.single(d), floats.single(a), floats.single(b), floats.single(c), 0, 1);
            floats.markUniform(d);
            return;
        }
        Object y = floats.array(b);
        Object z = floats.array(c);
        if ((kind[a] & Registers.UNIFORM) != 0 && loop.takesUniformFirst()) {
            Object x = floats.single(a);
            loop.runUniformFirst(floats.target(d), x, y, z, 0, state.lanes);
            return;
        }
        Object x = floats.array(a);
        loop.run(floats.target(d), x, y, z, 0, state.lanes);
    }

    @Override
    public void some(BlockState state, LaneRuns active) {
        FloatRegisters floats = state.floats;
        Object x = floats.array(a);
        Object y = floats.array(b);
        Object z = floats.array(c);
        Object r = floats.partTarget(d);
        for (int i = 0; i < active.count; i++) {
            loop.run(r, x, y, z, active.from[i], active.to[i]);
        }
    }
}
