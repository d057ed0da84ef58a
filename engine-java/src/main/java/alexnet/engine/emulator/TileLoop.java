package alexnet.engine.emulator;

/** A whole {@link FragmentTile} over a number of lanes. */
abstract class TileLoop {

    /**
     * {@code to[i] = left[8 i + 7] * right[7] + ( ... left[8 i] * right[0] + from[i])}, each step a fused multiply-add.
     *
     * @param lanes a multiple of the vector length
     */
    abstract void run(float[][] to, float[][] from, float[][] right, float[] left, int lanes);
}
