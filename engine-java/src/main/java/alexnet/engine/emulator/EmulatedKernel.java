package alexnet.engine.emulator;

import alexnet.engine.Kernel;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.emulator.observe.Launch;
import alexnet.engine.ptx.PtxVariable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** An entry function loaded on an emulated device. */
record EmulatedKernel(EmulatedModule module, PreparedKernel prepared) implements Kernel {

    @Override
    public String name() {
        return prepared.name();
    }

    @Override
    public List<Integer> parameterSizes() {
        return prepared.text().parameters().stream().map(PtxVariable::bytes).toList();
    }

    EmulatedDevice device() {
        return module.device();
    }

    /** @throws IllegalArgumentException naming kernel, limit and value */
    void requirePossible(LaunchGeometry geometry) {
        // What no GPU takes must not pass here either.
        requireExtent("grid y", 65535, geometry.gridY());
        requireExtent("grid z", 65535, geometry.gridZ());
        requireExtent("block z", 64, geometry.blockZ());
        int declared = prepared.text().maxThreads();
        int limit = declared == 0 ? EmulatedDevice.MAX_THREADS : Math.min(declared, EmulatedDevice.MAX_THREADS);
        if (geometry.threadsPerBlock() > limit) {
            throw new IllegalArgumentException("kernel " + name() + ": too many threads in a block (expected at most "
                    + limit + ", found " + geometry.threadsPerBlock() + ")");
        }
        long shared = (long) prepared.sharedBytes() + geometry.dynamicSharedBytes();
        if (shared > EmulatedDevice.SHARED_BYTES) {
            throw new IllegalArgumentException("kernel " + name() + ": too much shared memory (expected at most "
                    + EmulatedDevice.SHARED_BYTES + " bytes, found " + shared + ")");
        }
    }

    private void requireExtent(String what, int limit, int found) {
        if (found > limit) {
            throw new IllegalArgumentException("kernel " + name() + ": too large " + what + " (expected at most "
                    + limit + ", found " + found + ")");
        }
    }

    /** What observers are told of a launch. */
    Launch launch(LaunchGeometry geometry, KernelArguments arguments) {
        return new Launch(
                prepared.module(),
                prepared.text(),
                geometry,
                arguments.values().stream().map(KernelArguments.Argument::bits).toList(),
                MemoryLayout.align(prepared.sharedBytes(), 16) + geometry.dynamicSharedBytes(),
                prepared.localBytes(),
                prepared.observed().sites(),
                prepared.observed().blocks(),
                prepared.observed().variables());
    }

    /** The parameter memory of a launch. */
    Memory parameters(KernelArguments arguments) {
        List<PtxVariable> parameters = prepared.text().parameters();
        ByteBuffer bytes =
                ByteBuffer.allocate(offset(parameters, parameters.size()) + 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < parameters.size(); i++) {
            KernelArguments.Argument argument = arguments.values().get(i);
            int offset = offset(parameters, i);
            for (int k = 0; k < argument.bytes(); k++) {
                bytes.put(offset + k, (byte) (argument.bits() >>> 8 * k));
            }
        }
        return new DirectMemory("parameters", 0, bytes);
    }

    private static int offset(List<PtxVariable> parameters, int index) {
        int offset = 0;
        for (int i = 0; i < index; i++) {
            offset = MemoryLayout.align(offset, parameters.get(i).alignment())
                    + parameters.get(i).bytes();
        }
        return index < parameters.size()
                ? MemoryLayout.align(offset, parameters.get(index).alignment())
                : offset;
    }
}
