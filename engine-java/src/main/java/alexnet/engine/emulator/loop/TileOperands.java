package alexnet.engine.emulator.loop;

/** Scratch of a tile under way; kept by the frame, to be filled anew for each tile. */
public final class TileOperands {

    private static final int[] COPIED = {0};

    /** First lanes of parts with left factors of their own, and after these the lane after the last. */
    public final int[] starts;
    /** For each part, where its left factors are. */
    public final int[] at;
    /** Left factors which do not lie as {@link TileLoop} reads them: those of the first step, then of the second, ... */
    private final float[] left = new float[TileLoop.CHAINS * TileLoop.LONGEST];

    private final int[] part = new int[2];

    public TileOperands(int rows) {
        starts = new int[rows + 1];
        at = new int[rows];
    }

    /** Runs a loop for one part, with left factors that are gathered first. */
    public void gathered(
            TileLoop loop, float[][] arrays, int[] sums, int[] rights, float[] words, int[] offsets, int index) {
        int steps = rights.length;
        int from = at[index];
        for (int i = 0; i < sums.length; i++) {
            for (int k = 0; k < steps; k++) {
                left[k * TileLoop.CHAINS + i] = words[from + offsets[i * steps + k]];
            }
        }
        part[0] = starts[index];
        part[1] = starts[index + 1];
        loop.run(arrays, sums, rights, left, COPIED, TileLoop.CHAINS, part, 1);
    }
}
