package alexnet.engine;

/**
 * Grid and block of a launch. What a device or a kernel sets as limits is checked by {@link Stream#launch}.
 *
 * @param gridX blocks in x
 * @param gridY blocks in y
 * @param gridZ blocks in z
 * @param blockX threads of a block in x
 * @param blockY threads of a block in y
 * @param blockZ threads of a block in z
 * @param dynamicSharedBytes bytes of shared memory beyond what the kernel declares itself
 */
public record LaunchGeometry(
        int gridX, int gridY, int gridZ, int blockX, int blockY, int blockZ, int dynamicSharedBytes) {

    /**
     * Grid and block, checked.
     *
     * @param gridX blocks in x, at least 1
     * @param gridY blocks in y, at least 1
     * @param gridZ blocks in z, at least 1
     * @param blockX threads of a block in x, at least 1
     * @param blockY threads of a block in y, at least 1
     * @param blockZ threads of a block in z, at least 1
     * @param dynamicSharedBytes bytes of shared memory, at least 0
     * @throws IllegalArgumentException when one is below its least, with all of them
     */
    public LaunchGeometry {
        if (gridX < 1 || gridY < 1 || gridZ < 1 || blockX < 1 || blockY < 1 || blockZ < 1 || dynamicSharedBytes < 0) {
            throw new IllegalArgumentException("launch geometry: every extent must be at least 1 (found grid " + gridX
                    + "x" + gridY + "x" + gridZ + ", block " + blockX + "x" + blockY + "x" + blockZ + ", "
                    + dynamicSharedBytes + " shared bytes)");
        }
    }

    /**
     * Threads of one block.
     *
     * @return the product of the block's extents
     * @throws ArithmeticException when it is beyond 32 bits
     */
    public int threadsPerBlock() {
        return Math.multiplyExact(Math.multiplyExact(blockX, blockY), blockZ);
    }

    /**
     * Blocks of the grid.
     *
     * @return the product of the grid's extents
     * @throws ArithmeticException when it is beyond 64 bits
     */
    public long blocks() {
        return Math.multiplyExact(Math.multiplyExact((long) gridX, gridY), (long) gridZ);
    }

    /**
     * One-dimensional: enough blocks for one thread per element. The last block may have threads to spare, which the kernel
     * must send home.
     *
     * @param elements how many threads are wanted, at least 1
     * @param blockX threads of a block
     * @return a grid of {@code elements / blockX} blocks, rounded up
     * @throws IllegalArgumentException when there is no such grid: nothing to do, no threads, or over 2^31 - 1 blocks
     */
    public static LaunchGeometry linear(long elements, int blockX) {
        long blocks = elements < 1 || blockX < 1 ? 0 : (elements - 1) / blockX + 1;
        if (blocks < 1 || blocks > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("launch geometry: no grid for " + elements + " elements in blocks of "
                    + blockX + " (expected 1 to " + Integer.MAX_VALUE + " blocks, found " + blocks + ")");
        }
        return new LaunchGeometry((int) blocks, 1, 1, blockX, 1, 1, 0);
    }

    /**
     * A grid of two-dimensional blocks without dynamic shared memory.
     *
     * @param gridX blocks in x
     * @param gridY blocks in y
     * @param gridZ blocks in z
     * @param blockX threads of a block in x
     * @param blockY threads of a block in y
     * @return the geometry
     */
    public static LaunchGeometry of(int gridX, int gridY, int gridZ, int blockX, int blockY) {
        return new LaunchGeometry(gridX, gridY, gridZ, blockX, blockY, 1, 0);
    }
}
