package alexnet.engine.emulator;

/** A whole {@link FragmentTile} over a number of lanes. */
abstract class TileLoop {

    /**
     * {@code to[i] = left[8 i + 7] * right[7] + ( ... left[8 i] * right[0] + from[i])}, each step a fused multiply-add.
     *
     * @param start first lane
     * @param end lane after the last; a multiple of the vector length away from the first
     */
    abstract void run(float[][] to, float[][] from, float[][] right, float[] left, int start, int end);
}
