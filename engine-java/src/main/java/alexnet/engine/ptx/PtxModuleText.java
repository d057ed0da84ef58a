package alexnet.engine.ptx;

import java.util.List;
import java.util.Map;

/**
 * A parsed PTX file.
 *
 * @param name file name for messages
 * @param header version and target
 * @param functions kernels and called functions that have a body, in the order of the file
 * @param prototypes all functions by name, also those that are declared only, and aliases
 * @param aliases for each {@code .alias} the function that it stands for
 * @param files names of the .cu files by their number in {@code .loc}
 */
public record PtxModuleText(
        String name,
        PtxHeaderText header,
        List<PtxVariable> variables,
        List<PtxKernelText> functions,
        Map<String, PtxPrototype> prototypes,
        Map<String, String> aliases,
        Map<Integer, String> files) {

    private static final int ADDRESS_STEP = 16;

    /** The entry functions. */
    public List<PtxKernelText> kernels() {
        return functions.stream().filter(PtxKernelText::entry).toList();
    }

    /** The function of that name or alias that has a body, or null. */
    public PtxKernelText function(String name) {
        return functionAt(functionAddress(name));
    }

    /** The address of a function, a number; 0 for a function without a body. */
    public long functionAddress(String name) {
        String wanted = aliases.getOrDefault(name, name);
        for (int i = 0; i < functions.size(); i++) {
            if (functions.get(i).name().equals(wanted)) {
                return (long) ADDRESS_STEP * (i + 1);
            }
        }
        return 0;
    }

    /** The function with that address, or null. */
    public PtxKernelText functionAt(long address) {
        long index = address / ADDRESS_STEP - 1;
        boolean valid = address % ADDRESS_STEP == 0 && index >= 0 && index < functions.size();
        return valid ? functions.get((int) index) : null;
    }

    /**
     * {@code lrn.cu:17}, for inlined code {@code lrn.cu:17, inlined from warp.cuh:5}, or an empty string where the PTX
     * does not say.
     */
    public String sourceOf(PtxInstruction instruction) {
        String place = place(instruction.sourceFile(), instruction.sourceLine());
        String caller = place(instruction.callerFile(), instruction.callerLine());
        return caller.isEmpty() ? place : caller + (place.isEmpty() ? "" : ", inlined from " + place);
    }

    private String place(int number, int line) {
        String file = files.get(number);
        return file == null ? "" : file + ":" + line;
    }
}
