package alexnet.engine.emulator.loop;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The template of the loops that compare floats over the Vector API: 1 where the comparison holds, else 0. {@link
 * LoopTemplates} defines it once more for each {@link VectorComparison}, so that C2 sees constants.
 */
public final class VectorCompare extends Loop {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private static final VectorComparison COMPARISON = LoopTemplates.operator(VectorComparison.class);
    private static final VectorOperators.Comparison FIRST = COMPARISON.first();
    private static final VectorOperators.Comparison SECOND = COMPARISON.second();
    /** The numbers 0 and 1 as the bits of floats: what is blended is not computed with. */
    private static final float COUNTS = Float.intBitsToFloat(COMPARISON.negated() ? 0 : 1);

    private static final float COUNTS_NOT = Float.intBitsToFloat(COMPARISON.negated() ? 1 : 0);

    @Override
    public void run(Object d, Object a, Object b, Object c, int from, int to) {
        int[] r = (int[]) d;
        float[] x = (float[]) a;
        float[] y = (float[]) b;
        for (int i = from; i < to; i += LANES) {
            FloatVector left = FloatVector.fromArray(SPECIES, x, i);
            FloatVector right = FloatVector.fromArray(SPECIES, y, i);
            VectorMask<Float> counts = left.compare(FIRST, right);
            if (SECOND != null) {
                counts = counts.or(left.compare(SECOND, right));
            }
            FloatVector.broadcast(SPECIES, COUNTS_NOT)
                    .blend(FloatVector.broadcast(SPECIES, COUNTS), counts)
                    .reinterpretAsInts()
                    .intoArray(r, i);
        }
    }
}
