package alexnet.engine.emulator.observe;

import alexnet.engine.LaunchGeometry;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxKernelText;
import alexnet.engine.ptx.PtxModuleText;
import java.util.List;

/**
 * A launch that is about to run.
 *
 * @param arguments bits of each argument, in the order of the kernel's parameters; 0 for a struct, which holds no address
 * @param sharedBytes shared memory of a block, static and dynamic
 * @param localBytes local memory of a thread
 * @param sites all instructions of the kernel that access memory, by index
 * @param blocks instructions of each basic block, control transfer included, by the number that events give
 * @param variables the kernel's variables in shared and local memory, by offset
 */
public record Launch(
        PtxModuleText module,
        PtxKernelText kernel,
        LaunchGeometry geometry,
        List<Long> arguments,
        int sharedBytes,
        int localBytes,
        List<AccessSite> sites,
        List<List<PtxInstruction>> blocks,
        List<Variable> variables) {

    /**
     * A variable of the kernel.
     *
     * @param offset bytes from the start of its space
     * @param bytes size; 0 for dynamic shared memory
     */
    public record Variable(AccessSite.Space space, String name, int offset, int bytes) {}
}
