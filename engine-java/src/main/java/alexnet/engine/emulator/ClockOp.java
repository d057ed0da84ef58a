package alexnet.engine.emulator;

import alexnet.engine.ptx.PtxInstruction;
import java.util.Arrays;
import java.util.Set;

/**
 * A read of a clock. It counts nanoseconds of the machine that emulates: the value moves on from read to read and is
 * another one in every run. All threads that read together see the same value.
 */
final class ClockOp extends Op {

    /** The clocks; {@code %globaltimer} counts from 1970. */
    static final Set<String> NAMES =
            Set.of("%clock", "%clock_hi", "%clock64", "%globaltimer", "%globaltimer_lo", "%globaltimer_hi");

    private static final long EPOCH = System.currentTimeMillis() * 1_000_000 - System.nanoTime();

    private final String name;
    private final Place target;

    ClockOp(PtxInstruction source, String name, Place target) {
        super(source);
        this.name = name;
        this.target = target;
    }

    /** The bank of a clock's register. */
    static int bank(String name) {
        return name.equals("%clock64") || name.equals("%globaltimer") ? Bank.LONG : Bank.INT;
    }

    private long now() {
        long nanoseconds = System.nanoTime() + (name.startsWith("%globaltimer") ? EPOCH : 0);
        return name.endsWith("_hi") ? nanoseconds >>> 32 : nanoseconds;
    }

    @Override
    void all(Frame f) {
        ((IntegerBank) f.banks[target.bank()]).setUniform(target.slot(), now());
    }

    @Override
    void some(Frame f, LaneRuns active) {
        long now = now();
        Object values = f.banks[target.bank()].partTarget(target.slot());
        for (int i = 0; i < active.count; i++) {
            if (values instanceof long[] longs) {
                Arrays.fill(longs, active.from[i], active.to[i], now);
            } else {
                Arrays.fill((int[]) values, active.from[i], active.to[i], (int) now);
            }
        }
    }
}
