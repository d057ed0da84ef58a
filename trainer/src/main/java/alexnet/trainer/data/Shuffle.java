package alexnet.trainer.data;

import alexnet.kernels.Philox;

/** Fisher and Yates' shuffle. */
public final class Shuffle {

    private Shuffle() {}

    /** Puts a random choice, in random order, into the first {@code drawn} places. */
    public static void prefix(int[] values, int drawn, Philox random) {
        for (int i = 0; i < Math.min(drawn, values.length - 1); i++) {
            int j = i + random.nextInt(values.length - i);
            int swap = values[i];
            values[i] = values[j];
            values[j] = swap;
        }
    }

    /** 0 to n - 1 in random order. */
    public static int[] permutation(int n, Philox random) {
        int[] values = new int[n];
        for (int i = 0; i < n; i++) {
            values[i] = i;
        }
        prefix(values, n, random);
        return values;
    }
}
