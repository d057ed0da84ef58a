package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneFault;
import alexnet.engine.emulator.state.LaneRuns;

/**
 * {@code __assertfail}: an assertion of the kernel does not hold.
 *
 * @param line 32-bit slot; the others are 64-bit slots of addresses of texts
 */
public record AssertAction(int message, int file, int line, int function) implements LaneAction {

    @Override
    public void run(BlockState state, LaneRuns active) {
        int lane = active.from[0];
        throw new LaneFault(
                "assertion '" + text(state, message, lane) + "' failed in " + text(state, file, lane) + ":"
                        + ((int[]) state.ints.array(line))[lane] + ", " + text(state, function, lane),
                lane);
    }

    private static String text(BlockState state, int slot, int lane) {
        long address = ((long[]) state.longs.array(slot))[lane];
        return address == 0 ? "?" : DeviceText.read(state, address, lane);
    }
}
