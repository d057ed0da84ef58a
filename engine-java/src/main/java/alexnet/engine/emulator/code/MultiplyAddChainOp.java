package alexnet.engine.emulator.code;

import alexnet.engine.emulator.flow.MultiplyAddChains;
import alexnet.engine.emulator.loop.ChainLoops;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.FloatRegisters;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxInstruction;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A chain of fused multiply-adds, {@code d = fma(a[n-1], b[n-1], ... fma(a[0], b[0], c))}; see {@link MultiplyAddChains}.
 *
 * <p>The slot of {@code d} may be that of {@code c}, but no factor's.
 */
public final class MultiplyAddChainOp extends Op {

    public final int d;
    public final int[] a;
    public final int[] b;
    public final int c;

    public MultiplyAddChainOp(PtxInstruction source, int d, int[] a, int[] b, int c) {
        super(source);
        this.d = d;
        this.a = a;
        this.b = b;
        this.c = c;
    }

    @Override
    public TraceUse traceUse() {
        List<Place> reads = IntStream.concat(IntStream.concat(Arrays.stream(a), Arrays.stream(b)), IntStream.of(c))
                .mapToObj(slot -> new Place(Registers.FLOAT, slot))
                .toList();
        return new TraceUse(reads, List.of(new Place(Registers.FLOAT, d)));
    }

    @Override
    public void all(BlockState state) {
        FloatRegisters floats = state.floats;
        byte[] kind = floats.kind;
        if ((kind[c] & Registers.UNIFORM) != 0 && uniformFactors(kind)) {
            float sum = floats.value(c);
            for (int k = 0; k < a.length; k++) {
                sum = Math.fma(floats.value(a[k]), floats.value(b[k]), sum);
            }
            floats.setUniform(d, sum);
            return;
        }
        float[] from = (float[]) floats.array(c);
        float[] to = (float[]) floats.target(d);
        int n = a.length;
        for (int k = 0; k < n; ) {
            int uniforms = 0;
            while (k + uniforms < n && uniforms < 4 && oneUniform(kind, k + uniforms)) {
                uniforms++;
            }
            switch (uniforms) {
                case 0 -> {
                    ChainLoops.general(
                            to, from, (float[]) floats.array(a[k]), (float[]) floats.array(b[k]), 0, state.lanes);
                    k++;
                }
                case 1 -> {
                    ChainLoops.one(to, from, 0, state.lanes, scalar(floats, k), vector(floats, k));
                    k++;
                }
                case 2, 3 -> {
                    ChainLoops.two(
                            to,
                            from,
                            0,
                            state.lanes,
                            scalar(floats, k),
                            vector(floats, k),
                            scalar(floats, k + 1),
                            vector(floats, k + 1));
                    k += 2;
                }
                default -> {
                    ChainLoops.four(
                            to,
                            from,
                            0,
                            state.lanes,
                            scalar(floats, k),
                            vector(floats, k),
                            scalar(floats, k + 1),
                            vector(floats, k + 1),
                            scalar(floats, k + 2),
                            vector(floats, k + 2),
                            scalar(floats, k + 3),
                            vector(floats, k + 3));
                    k += 4;
                }
            }
            from = to;
        }
    }

    private boolean uniformFactors(byte[] kind) {
        for (int k = 0; k < a.length; k++) {
            if ((kind[a[k]] & kind[b[k]] & Registers.UNIFORM) == 0) {
                return false;
            }
        }
        return true;
    }

    private boolean oneUniform(byte[] kind, int k) {
        return ((kind[a[k]] | kind[b[k]]) & Registers.UNIFORM) != 0;
    }

    /** The factor of pair {@code k} that is the same for all lanes. */
    private float scalar(FloatRegisters floats, int k) {
        return floats.value(floats.uniform(a[k]) ? a[k] : b[k]);
    }

    private float[] vector(FloatRegisters floats, int k) {
        return (float[]) floats.array(floats.uniform(a[k]) ? b[k] : a[k]);
    }

    @Override
    public void some(BlockState state, LaneRuns active) {
        FloatRegisters floats = state.floats;
        float[] to = (float[]) floats.partTarget(d);
        float[] from = (float[]) floats.array(c);
        for (int k = 0; k < a.length; k++) {
            float[] x = (float[]) floats.array(a[k]);
            float[] y = (float[]) floats.array(b[k]);
            for (int i = 0; i < active.count; i++) {
                ChainLoops.general(to, from, x, y, active.from[i], active.to[i]);
            }
            from = to;
        }
    }
}
