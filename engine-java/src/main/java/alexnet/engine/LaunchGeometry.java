package alexnet.engine;

/**
 * Grid and block of a launch.
 *
 * @param gridX blocks in x
 * @param gridY blocks in y
 * @param gridZ blocks in z
 * @param blockX threads of a block in x
 * @param blockY threads of a block in y
 * @param blockZ threads of a block in z
 * @param dynamicSharedBytes shared memory beyond what the kernel declares itself
 */
public record LaunchGeometry(
        int gridX, int gridY, int gridZ, int blockX, int blockY, int blockZ, int dynamicSharedBytes) {

    public LaunchGeometry {
        if (gridX < 1 || gridY < 1 || gridZ < 1 || blockX < 1 || blockY < 1 || blockZ < 1 || dynamicSharedBytes < 0) {
            throw new IllegalArgumentException("launch geometry: every extent must be at least 1 (found grid " + gridX
                    + "x" + gridY + "x" + gridZ + ", block " + blockX + "x" + blockY + "x" + blockZ + ", "
                    + dynamicSharedBytes + " shared bytes)");
        }
    }

    /** Threads of one block. */
    public int threadsPerBlock() {
        return Math.multiplyExact(Math.multiplyExact(blockX, blockY), blockZ);
    }

    /** Blocks of the grid. */
    public long blocks() {
        return Math.multiplyExact(Math.multiplyExact((long) gridX, gridY), (long) gridZ);
    }

    /** One-dimensional: enough blocks of {@code blockX} threads for one thread per element. */
    public static LaunchGeometry linear(long elements, int blockX) {
        return new LaunchGeometry(Math.toIntExact((elements + blockX - 1) / blockX), 1, 1, blockX, 1, 1, 0);
    }

    /** A grid of two-dimensional blocks without dynamic shared memory. */
    public static LaunchGeometry of(int gridX, int gridY, int gridZ, int blockX, int blockY) {
        return new LaunchGeometry(gridX, gridY, gridZ, blockX, blockY, 1, 0);
    }
}
