package alexnet.engine.emulator.loop;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The choice between floats over the Vector API: the first operand where the third is not 0, else the second. Floats are
 * blended as ints, which leaves the bits of NaNs alone.
 */
final class VectorSelect extends Loop {

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    @Override
    public void run(Object d, Object a, Object b, Object c, int from, int to) {
        float[] r = (float[]) d;
        float[] x = (float[]) a;
        float[] y = (float[]) b;
        int[] z = (int[]) c;
        for (int i = from; i < to; i += LANES) {
            IntVector chosen = FloatVector.fromArray(FLOATS, x, i).reinterpretAsInts();
            IntVector other = FloatVector.fromArray(FLOATS, y, i).reinterpretAsInts();
            other.blend(chosen, IntVector.fromArray(INTS, z, i).compare(VectorOperators.NE, 0))
                    .reinterpretAsFloats()
                    .intoArray(r, i);
        }
    }
}
