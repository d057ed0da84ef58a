package alexnet.engine.ptx;

import java.util.List;
import java.util.Map;

/**
 * A parsed PTX file.
 *
 * @param files names of the .cu files by their number in {@code .loc}
 */
public record PtxModuleText(
        String name, List<PtxVariable> variables, List<PtxKernelText> kernels, Map<Integer, String> files) {

    /** {@code lrn.cu:17}, or an empty string where the PTX does not say. */
    public String sourceOf(PtxInstruction instruction) {
        String file = files.get(instruction.sourceFile());
        return file == null ? "" : file + ":" + instruction.sourceLine();
    }
}
