package alexnet.engine.emulator.loop;

import jdk.incubator.vector.FloatVector;

/** The loops over vectors of the length that the JVM prefers. {@link VectorProvider} makes it by its name. */
final class VectorApiProvider extends VectorProvider {

    private static final int LANES = FloatVector.SPECIES_PREFERRED.length();

    VectorApiProvider() {
        super("the Vector API, with vectors of " + LANES + " floats");
    }

    @Override
    public boolean present() {
        return true;
    }

    @Override
    int lanes() {
        return LANES;
    }

    @Override
    TileLoop tile(int steps) {
        return LoopTemplates.specialise(VectorTile.class, steps);
    }

    @Override
    Loop compare(String comparison) {
        return LoopTemplates.specialise(VectorCompare.class, VectorComparison.of(comparison));
    }

    @Override
    Loop select() {
        return new VectorSelect();
    }
}
