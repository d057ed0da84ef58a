package alexnet.engine.emulator.run;

import alexnet.engine.KernelFaultException;
import alexnet.engine.emulator.code.PreparedBasicBlock;
import alexnet.engine.emulator.code.PreparedKernel;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.LaneFault;
import alexnet.engine.ptx.PtxInstruction;
import java.util.LinkedHashMap;
import java.util.Map;

/** Messages for faults of a thread block. */
final class FaultReport {

    /** Largest number of groups of waiting threads in a report. */
    private static final int MOST_GROUPS = 6;

    private final PreparedKernel kernel;
    private final BlockState state;

    FaultReport(PreparedKernel kernel, BlockState state) {
        this.kernel = kernel;
        this.state = state;
    }

    /** {@code (x,y,z)} of a thread. */
    String thread(int lane) {
        return "(" + state.shape.xOf(lane) + "," + state.shape.yOf(lane) + "," + state.shape.zOf(lane) + ")";
    }

    private String line(PtxInstruction instruction) {
        return "line " + instruction.line() + source(instruction);
    }

    private String source(PtxInstruction instruction) {
        String place = kernel.module().sourceOf(instruction);
        return place.isEmpty() ? "" : " (" + place + ")";
    }

    /** @param loop first instruction of the loop, or null */
    LaneFault endless(RunSettings settings, PtxInstruction loop, int lane) {
        return new LaneFault(
                "no end after " + settings.stepLimit() + " steps (basic blocks) of the thread block"
                        + (loop == null ? "" : " in the loop from " + line(loop))
                        + ": an endless loop, or threads that wait in a loop for others of their block; if it is "
                        + "right and only long, raise the limit with -D" + settings.stepLimitProperty(),
                lane);
    }

    /** All threads that have not exited wait at barriers, and none of these will ever be complete. */
    LaneFault nobodyCanGoOn(PreparedBasicBlock[] blocks, int[] at, BlockBarriers barriers) {
        Map<String, Integer> threads = new LinkedHashMap<>();
        Map<String, Integer> firsts = new LinkedHashMap<>();
        for (int lane = 0; lane < state.lanes; lane++) {
            if (state.live.contains(lane)) {
                PtxInstruction instruction = blocks[at[lane] - PathOrder.WAITING].transfer();
                String group =
                        "at the " + instruction.opcode() + " in " + line(instruction) + " " + barriers.describe(lane);
                threads.merge(group, 1, Integer::sum);
                firsts.putIfAbsent(group, lane);
            }
        }
        StringBuilder text = new StringBuilder("barrier divergence: no thread can go on;");
        int named = 0;
        for (Map.Entry<String, Integer> group : threads.entrySet()) {
            if (named++ < MOST_GROUPS) {
                int count = group.getValue();
                text.append(named == 1 ? " " : ", ").append(count).append(count == 1 ? " thread" : " threads");
                text.append(count == 1 ? " " : " from ").append(thread(firsts.get(group.getKey())));
                text.append(count == 1 ? " waits " : " wait ").append(group.getKey());
            }
        }
        int exited = state.lanes - state.live.size();
        if (named > MOST_GROUPS) {
            text.append(", and others elsewhere");
        }
        if (exited > 0) {
            text.append(", and ")
                    .append(exited)
                    .append(exited == 1 ? " thread has" : " threads have")
                    .append(" exited");
        }
        return new LaneFault(text.toString(), state.live.from[0]);
    }

    /** @param instruction what failed, or null where no single instruction did */
    KernelFaultException exception(PtxInstruction instruction, LaneFault fault, Throwable cause) {
        StringBuilder message = new StringBuilder("kernel ").append(kernel.name());
        if (instruction != null) {
            message.append(", ").append(kernel.module().name()).append(':').append(instruction.line());
            message.append(source(instruction)).append(", ").append(instruction.opcode());
        }
        message.append(", block (")
                .append(state.blockX)
                .append(',')
                .append(state.blockY)
                .append(',')
                .append(state.blockZ);
        message.append(')');
        if (fault.lane >= 0) {
            message.append(", thread ").append(thread(fault.lane));
        }
        message.append(": ").append(fault.getMessage());
        return new KernelFaultException(message.toString(), null, cause);
    }
}
