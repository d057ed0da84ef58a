package alexnet.engine.cuda;

import alexnet.engine.KernelArguments.Argument;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import jcuda.Pointer;

/**
 * Kernel arguments in the form that cuLaunchKernel reads: a table of pointers, one per parameter, each to the value in
 * eight-byte slots, one for a scalar and as many as it fills for a struct. The driver copies the values before it returns,
 * so one block serves all launches of a stream.
 *
 * <p>The memory is page-locked only because Java can get the address of such memory without tricks.
 */
final class ParameterBlock {

    /** Slots. The driver takes at most 4 KiB of parameters; no kernel here comes near that many arguments. */
    static final int CAPACITY = 128;

    /** Bytes of memory that a block needs. */
    static final long BYTES = 2L * CAPACITY * Long.BYTES;

    private final HostPointer memory;
    private final ByteBuffer view;

    /** @param memory {@link #BYTES} bytes of page-locked memory, freed by the caller */
    ParameterBlock(HostPointer memory) {
        this.memory = memory;
        this.view = memory.getByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Writes table and slots; the result is the kernelParams operand of cuLaunchKernel. */
    Pointer fill(List<Argument> arguments) {
        write(view, memory.address(), arguments);
        return memory;
    }

    /** @param address of the view's first byte */
    static void write(ByteBuffer view, long address, List<Argument> arguments) {
        int slots = arguments.stream().mapToInt(ParameterBlock::slots).sum();
        if (slots > CAPACITY) {
            throw new IllegalArgumentException(
                    "kernel arguments: too many (expected at most " + CAPACITY + ", found " + slots + ")");
        }
        int slot = CAPACITY;
        for (int i = 0; i < arguments.size(); i++) {
            view.putLong(i * Long.BYTES, address + (long) slot * Long.BYTES);
            arguments.get(i).write(view, slot * Long.BYTES);
            slot += slots(arguments.get(i));
        }
    }

    private static int slots(Argument argument) {
        return (argument.bytes() + Long.BYTES - 1) / Long.BYTES;
    }
}
