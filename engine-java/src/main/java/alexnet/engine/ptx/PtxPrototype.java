package alexnet.engine.ptx;

import java.util.List;

/**
 * Parameters and results of a function ({@code .func}, {@code .callprototype}).
 *
 * @param name the function's, or the label of a {@code .callprototype}
 */
public record PtxPrototype(
        String name, boolean entry, List<PtxVariable> results, List<PtxVariable> parameters, boolean noReturn) {

    /** True if a call of one can call the other: same number and sizes of results and parameters. */
    boolean matches(PtxPrototype other) {
        return entry == other.entry
                && sizes(results).equals(sizes(other.results))
                && sizes(parameters).equals(sizes(other.parameters));
    }

    private static List<Integer> sizes(List<PtxVariable> variables) {
        return variables.stream().map(PtxVariable::bytes).toList();
    }
}
