package alexnet.engine.emulator;

import alexnet.engine.Kernel;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.emulator.code.PreparedKernel;
import alexnet.engine.emulator.flow.MemoryLayout;
import alexnet.engine.emulator.observe.Launch;
import alexnet.engine.emulator.state.DirectMemory;
import alexnet.engine.emulator.state.Memory;
import alexnet.engine.ptx.PtxLaunchBounds;
import alexnet.engine.ptx.PtxVariable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** An entry function loaded on an emulated device. */
public record EmulatedKernel(EmulatedModule module, PreparedKernel prepared) implements Kernel {

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
        requireAtMost("too large grid y", 65535, geometry.gridY());
        requireAtMost("too large grid z", 65535, geometry.gridZ());
        requireAtMost("too large block x", EmulatedDevice.MAX_THREADS, geometry.blockX());
        requireAtMost("too large block y", EmulatedDevice.MAX_THREADS, geometry.blockY());
        requireAtMost("too large block z", 64, geometry.blockZ());
        requireAtMost("too many threads in a block", EmulatedDevice.MAX_THREADS, geometry.threadsPerBlock());
        requireBounds(prepared.text().bounds(), geometry);
        long shared = (long) prepared.sharedBytes() + geometry.dynamicSharedBytes();
        requireAtMost("too many bytes of shared memory", EmulatedDevice.SHARED_BYTES, shared);
    }

    private void requireAtMost(String what, long limit, long found) {
        if (found > limit) {
            throw new IllegalArgumentException(
                    "kernel " + name() + ": " + what + " (expected at most " + limit + ", found " + found + ")");
        }
    }

    private void requireBounds(PtxLaunchBounds bounds, LaunchGeometry geometry) {
        List<Integer> found = List.of(geometry.blockX(), geometry.blockY(), geometry.blockZ());
        if (!bounds.required().isEmpty() && !bounds.required().equals(found)) {
            throw new IllegalArgumentException("kernel " + name() + ": another block than its .reqntid (expected "
                    + bounds.required() + ", found " + found + ")");
        }
        if (bounds.maxThreads() != 0) {
            requireAtMost(
                    "too many threads in a block for its .maxntid", bounds.maxThreads(), geometry.threadsPerBlock());
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
            arguments.values().get(i).write(bytes, offset(parameters, i));
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
