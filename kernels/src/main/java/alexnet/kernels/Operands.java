package alexnet.kernels;

import alexnet.engine.Device;
import alexnet.engine.DeviceBuffer;
import alexnet.engine.Stream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Checks of the buffers given to one operation, before it is queued: the right device, long enough, apart where asked. */
final class Operands {

    private final String operation;
    private final Device device;
    private final Map<String, DeviceBuffer> buffers = new HashMap<>();

    private Operands(String operation, Device device) {
        this.operation = operation;
        this.device = device;
    }

    /**
     * Starts the checks of one call.
     *
     * @param operation what messages name, such as {@code lrn forward}
     * @throws IllegalArgumentException when the stream is one of another device than the kernels
     */
    static Operands of(String operation, KernelLibrary library, Stream stream) {
        if (stream.device() != library.device()) {
            throw new IllegalArgumentException(operation + ": the stream belongs to another device (expected "
                    + library.device().name() + ", found " + stream.device().name() + ")");
        }
        return new Operands(operation, library.device());
    }

    /** Requires {@code count} float32 values in {@code buffer}; {@code shape} is for the message. */
    Operands floats(String name, DeviceBuffer buffer, long count, Object shape) {
        return require(name, buffer, count * Float.BYTES, shape);
    }

    /** Requires {@code count} 32-bit integers in {@code buffer}. */
    Operands ints(String name, DeviceBuffer buffer, long count, Object shape) {
        return require(name, buffer, count * Integer.BYTES, shape);
    }

    /** Requires {@code count} bytes in {@code buffer}. */
    Operands bytes(String name, DeviceBuffer buffer, long count, Object shape) {
        return require(name, buffer, count, shape);
    }

    /** Requires that an output shares no memory with inputs that are read after the output was begun. */
    Operands apart(String outputName, String... inputNames) {
        DeviceBuffer output = buffer(outputName);
        for (String inputName : inputNames) {
            DeviceBuffer input = buffer(inputName);
            if (output.address() < input.address() + input.bytes()
                    && input.address() < output.address() + output.bytes()) {
                throw new IllegalArgumentException(operation + ": " + outputName + " must not share memory with "
                        + inputName + " (found " + outputName + " " + span(output) + ", " + inputName + " "
                        + span(input) + ")");
            }
        }
        return this;
    }

    /**
     * Requires that an output is either the very memory of an input, or apart from it.
     *
     * <p>Threads of an elementwise operation read and write one element each; shifted memory would mix them up.
     */
    Operands sameOrApart(String outputName, String... inputNames) {
        for (String inputName : inputNames) {
            if (buffer(outputName).address() != buffer(inputName).address()) {
                apart(outputName, inputName);
            }
        }
        return this;
    }

    private DeviceBuffer buffer(String name) {
        return Objects.requireNonNull(buffers.get(name), name);
    }

    private Operands require(String name, DeviceBuffer buffer, long bytes, Object shape) {
        if (buffer.device() != device) {
            throw new IllegalArgumentException(operation + ": " + name + " lies on another device (expected "
                    + device.name() + ", found " + buffer.device().name() + ")");
        }
        if (buffer.bytes() < bytes) {
            throw new IllegalArgumentException(operation + ": " + name + " is too small for " + shape + " (expected "
                    + bytes + " bytes, found " + buffer.bytes() + ")");
        }
        buffers.put(name, buffer);
        return this;
    }

    private static String span(DeviceBuffer buffer) {
        return "at 0x" + Long.toHexString(buffer.address()) + " of " + buffer.bytes() + " bytes";
    }
}
