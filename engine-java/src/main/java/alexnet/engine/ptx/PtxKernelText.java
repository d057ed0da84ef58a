package alexnet.engine.ptx;

import java.util.List;
import java.util.Map;

/**
 * One entry function as parsed.
 *
 * @param labels index of the instruction that follows each label
 * @param branchTargets lists of labels for {@code brx.idx}
 * @param maxThreads most threads of a block ({@code .maxntid}, {@code .reqntid}), 0 where not limited
 */
public record PtxKernelText(
        String name,
        List<PtxVariable> parameters,
        List<PtxVariable> variables,
        List<PtxInstruction> instructions,
        Map<String, Integer> labels,
        Map<String, List<String>> branchTargets,
        int maxThreads) {}
