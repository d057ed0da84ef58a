package alexnet.kernels;

import alexnet.engine.LaunchGeometry;
import java.util.Comparator;
import java.util.List;

/**
 * What one block of a matrix-product kernel makes; must agree with the {@code Tile<...>} of the .cu file.
 *
 * @param rowsPerThread rows of the product for which each thread keeps sums
 * @param groupsPerThread groups of 32 columns, of which each thread has one column
 * @param rowWarps warps of the block that share out the rows
 * @param groupWarps warps of the block that share out the groups
 */
record GemmTile(int rowsPerThread, int groupsPerThread, int rowWarps, int groupWarps) {

    /** Columns of a group: consecutive images, or consecutive columns of a gradient of weights. */
    static final int LANES = 32;

    /** Rows of the tile. */
    int rows() {
        return rowsPerThread * rowWarps;
    }

    /** Groups of the tile. */
    int groups() {
        return groupsPerThread * groupWarps;
    }

    /** Warps of the block. */
    int warps() {
        return rowWarps * groupWarps;
    }

    /** Columns of the tile. */
    int columns() {
        return groups() * LANES;
    }

    /** The end of the names of its kernels. */
    String suffix() {
        return "_" + rows() + "x" + columns();
    }

    /** Tiles that cover a product. */
    int count(int rowCount, int groupCount) {
        return Math.multiplyExact(ceilDivide(rowCount, rows()), ceilDivide(groupCount, groups()));
    }

    /** Grid and block for a product, {@code slices} deep. */
    LaunchGeometry geometry(int rowCount, int groupCount, int slices) {
        return LaunchGeometry.of(
                ceilDivide(groupCount, groups()), ceilDivide(rowCount, rows()), slices, LANES, warps());
    }

    /**
     * The tile that covers a product with the least work, padding included; the first of equals.
     *
     * <p>The work of a thread for one reduction index is its multiply-adds and the reads for them, four rows at once. The
     * choice looks at the product alone, never at the device.
     */
    static GemmTile leastWork(List<GemmTile> tiles, int rowCount, int groupCount) {
        return tiles.stream()
                .min(Comparator.comparingLong(tile -> tile.work(rowCount, groupCount)))
                .orElseThrow();
    }

    private long work(int rowCount, int groupCount) {
        long perThread = (long) rowsPerThread * groupsPerThread + rowsPerThread / 4 + groupsPerThread;
        return perThread * warps() * count(rowCount, groupCount);
    }

    /** The quotient of two positive numbers, rounded up. */
    static int ceilDivide(int dividend, int divisor) {
        return (int) (((long) dividend + divisor - 1) / divisor);
    }
}
