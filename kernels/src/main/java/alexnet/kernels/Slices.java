package alexnet.kernels;

/**
 * How a long reduction is cut so that few tiles still fill a device: {@code count} slices of {@code length} units each,
 * the last one perhaps shorter, none empty. Each slice is summed on its own and the sums are added in order.
 *
 * @param count number of slices
 * @param length units of reduction per slice
 */
record Slices(int count, int length) {

    /** Two blocks on each of the 132 multiprocessors of an H100. Fixed, because slicing decides the order of additions. */
    private static final int BLOCKS_WANTED = 264;

    /**
     * Cuts a reduction.
     *
     * @param units what there is to sum
     * @param tiles blocks that one slice takes
     * @param fewest units that make a slice worth its cost
     */
    static Slices of(int units, int tiles, int fewest) {
        int wanted = Math.max(1, Math.min(BLOCKS_WANTED / tiles, units / fewest));
        int length = GemmTile.ceilDivide(units, wanted);
        return new Slices(GemmTile.ceilDivide(units, length), length);
    }

    /** Bytes in which slices of {@code elements} float32 sums are kept until they are added; 0 for one slice. */
    long workspaceBytes(long elements) {
        return count == 1 ? 0 : elements * count * Float.BYTES;
    }
}
