package alexnet.engine.ptx;

import java.util.List;

/**
 * What a call of a function takes and gives back ({@code .func}, {@code .callprototype}).
 *
 * @param name the function's, or the label of a {@code .callprototype}
 */
public record PtxPrototype(
        String name, boolean entry, List<PtxVariable> results, List<PtxVariable> parameters, boolean noReturn) {

    /** True where calls of the one fit the other: the same number of results and parameters, of the same sizes. */
    boolean matches(PtxPrototype other) {
        return entry == other.entry
                && sizes(results).equals(sizes(other.results))
                && sizes(parameters).equals(sizes(other.parameters));
    }

    private static List<Integer> sizes(List<PtxVariable> variables) {
        return variables.stream().map(PtxVariable::bytes).toList();
    }
}
