package alexnet.engine.cuda;

import alexnet.engine.KernelArguments.Argument;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import jcuda.Pointer;

/**
 * Kernel arguments in the form that cuLaunchKernel reads: a table of pointers, one per parameter, each to an eight-byte
 * slot. The table is filled once; a launch only writes the slots, and the driver copies them before it returns, so one
 * block serves all launches of a stream.
 *
 * <p>The memory is page-locked only because Java can get the address of such memory without tricks.
 */
final class ParameterBlock {

    /** The driver takes at most 4 KiB of parameters; no kernel here comes near that many arguments. */
    static final int CAPACITY = 128;

    /** Bytes of memory that a block needs. */
    static final long BYTES = 2L * CAPACITY * Long.BYTES;

    private final HostPointer memory;
    private final ByteBuffer view;

    /** @param memory {@link #BYTES} bytes of page-locked memory, freed by the caller */
    ParameterBlock(HostPointer memory) {
        this.memory = memory;
        this.view = memory.getByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < CAPACITY; i++) {
            view.putLong(i * Long.BYTES, memory.address() + (long) (CAPACITY + i) * Long.BYTES);
        }
    }

    /** Writes the slots; the result is the kernelParams operand of cuLaunchKernel. */
    Pointer fill(List<Argument> arguments) {
        if (arguments.size() > CAPACITY) {
            throw new IllegalArgumentException(
                    "kernel arguments: too many (expected at most " + CAPACITY + ", found " + arguments.size() + ")");
        }
        for (int i = 0; i < arguments.size(); i++) {
            // Little-endian: the low bytes of the slot are the value, whatever its size.
            view.putLong((CAPACITY + i) * Long.BYTES, arguments.get(i).bits());
        }
        return memory;
    }
}
