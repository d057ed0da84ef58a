package alexnet.engine.emulator.loop;

import java.util.Map;
import jdk.incubator.vector.VectorOperators;

/**
 * A comparison of PTX by those of the Vector API, none of which holds for a NaN.
 *
 * @param first holds in lanes that count
 * @param second lanes count too where this holds, or null
 * @param negated whether lanes that do not count are the ones whose result is 1
 */
record VectorComparison(VectorOperators.Comparison first, VectorOperators.Comparison second, boolean negated) {

    private static final Map<String, VectorComparison> BY_NAME = Map.ofEntries(
            Map.entry("eq", new VectorComparison(VectorOperators.EQ, null, false)),
            Map.entry("ne", new VectorComparison(VectorOperators.LT, VectorOperators.GT, false)),
            Map.entry("lt", new VectorComparison(VectorOperators.LT, null, false)),
            Map.entry("le", new VectorComparison(VectorOperators.LE, null, false)),
            Map.entry("gt", new VectorComparison(VectorOperators.GT, null, false)),
            Map.entry("ge", new VectorComparison(VectorOperators.GE, null, false)),
            Map.entry("equ", new VectorComparison(VectorOperators.LT, VectorOperators.GT, true)),
            Map.entry("neu", new VectorComparison(VectorOperators.EQ, null, true)),
            Map.entry("ltu", new VectorComparison(VectorOperators.GE, null, true)),
            Map.entry("leu", new VectorComparison(VectorOperators.GT, null, true)),
            Map.entry("gtu", new VectorComparison(VectorOperators.LE, null, true)),
            Map.entry("geu", new VectorComparison(VectorOperators.LT, null, true)),
            Map.entry("num", new VectorComparison(VectorOperators.LE, VectorOperators.GT, false)),
            Map.entry("nan", new VectorComparison(VectorOperators.LE, VectorOperators.GT, true)));

    /** @param name as PTX has it, such as {@code ltu} */
    static VectorComparison of(String name) {
        return BY_NAME.get(name);
    }
}
