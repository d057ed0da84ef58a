package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.IntegerRegisters;
import alexnet.engine.emulator.state.LaneRuns;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxInstruction;
import java.util.Arrays;
import java.util.Set;

/**
 * A read of a clock. It counts nanoseconds of the machine that emulates: the value moves on from read to read and is
 * another one in every run. All threads that read together see the same value.
 */
public final class ClockOp extends Op {

    /** The clocks; {@code %globaltimer} counts from 1970. */
    public static final Set<String> NAMES =
            Set.of("%clock", "%clock_hi", "%clock64", "%globaltimer", "%globaltimer_lo", "%globaltimer_hi");

    private static final long EPOCH = System.currentTimeMillis() * 1_000_000 - System.nanoTime();

    private final String name;
    private final Place target;

    public ClockOp(PtxInstruction source, String name, Place target) {
        super(source);
        this.name = name;
        this.target = target;
    }

    /** The file of a clock's register. */
    public static int file(String name) {
        return name.equals("%clock64") || name.equals("%globaltimer") ? Registers.LONG : Registers.INT;
    }

    private long now() {
        long nanoseconds = System.nanoTime() + (name.startsWith("%globaltimer") ? EPOCH : 0);
        return name.endsWith("_hi") ? nanoseconds >>> 32 : nanoseconds;
    }

    @Override
    public void all(BlockState state) {
        ((IntegerRegisters) state.files[target.file()]).setUniform(target.slot(), now());
    }

    @Override
    public void some(BlockState state, LaneRuns active) {
        long now = now();
        Object values = state.files[target.file()].partTarget(target.slot());
        for (int i = 0; i < active.count; i++) {
            if (values instanceof long[] longs) {
                Arrays.fill(longs, active.from[i], active.to[i], now);
            } else {
                Arrays.fill((int[]) values, active.from[i], active.to[i], (int) now);
            }
        }
    }
}
