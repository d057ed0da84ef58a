package alexnet.engine.emulator;

/** The arrays and factors of a {@link FragmentTile} under way; kept by the frame, to be filled anew for each tile. */
final class TileOperands {

    final float[][] to = new float[FragmentTile.CHAINS][];
    final float[][] from = new float[FragmentTile.CHAINS][];
    final float[][] right = new float[MultiplyAddChains.LONGEST][];
    final float[] left = new float[FragmentTile.CHAINS * MultiplyAddChains.LONGEST];

    /** {@code to[i] = left[i][7] * right[7] + ( ... left[i][0] * right[0] + from[i])} with loops over plain arrays. */
    void plain(int chains, int start, int end) {
        for (int i = 0; i < chains; i++) {
            int at = i * MultiplyAddChains.LONGEST;
            ChainLoops.four(
                    to[i],
                    from[i],
                    start,
                    end,
                    left[at],
                    right[0],
                    left[at + 1],
                    right[1],
                    left[at + 2],
                    right[2],
                    left[at + 3],
                    right[3]);
            ChainLoops.four(
                    to[i],
                    to[i],
                    start,
                    end,
                    left[at + 4],
                    right[4],
                    left[at + 5],
                    right[5],
                    left[at + 6],
                    right[6],
                    left[at + 7],
                    right[7]);
        }
    }
}
