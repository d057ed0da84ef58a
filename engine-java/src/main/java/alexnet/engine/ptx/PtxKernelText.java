package alexnet.engine.ptx;

import java.util.List;
import java.util.Map;

/**
 * One function with a body as parsed: an entry function (kernel), or a function that is called.
 *
 * @param prototype name, results and parameters
 * @param variables shared, local and (for calls) param variables of the body
 * @param labels index of the instruction that follows each label
 * @param branchTargets lists of labels for {@code brx.idx}
 * @param callTargets lists of functions for indirect calls ({@code .calltargets})
 * @param prototypes parameters and results of indirect calls ({@code .callprototype})
 */
public record PtxKernelText(
        PtxPrototype prototype,
        List<PtxVariable> variables,
        List<PtxInstruction> instructions,
        Map<String, Integer> labels,
        Map<String, List<String>> branchTargets,
        Map<String, List<String>> callTargets,
        Map<String, PtxPrototype> prototypes,
        PtxLaunchBounds bounds) {

    public String name() {
        return prototype.name();
    }

    /** True for a kernel, false for a function that is called. */
    public boolean entry() {
        return prototype.entry();
    }

    public List<PtxVariable> parameters() {
        return prototype.parameters();
    }

    /** The results of a call; empty for kernels. */
    public List<PtxVariable> results() {
        return prototype.results();
    }

    /** Largest number of threads of a block; 0 if not limited. */
    public int maxThreads() {
        return bounds.maxThreads();
    }

    /** The same function with other instructions. */
    public PtxKernelText withInstructions(List<PtxInstruction> others, Map<String, Integer> otherLabels) {
        return new PtxKernelText(
                prototype, variables, others, otherLabels, branchTargets, callTargets, prototypes, bounds);
    }
}
