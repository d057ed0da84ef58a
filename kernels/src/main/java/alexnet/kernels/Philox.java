package alexnet.kernels;

/**
 * Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw ("Parallel random numbers: as easy as 1,
 * 2, 3", 2011): ten rounds turn a 128-bit counter and a 64-bit key into four random 32-bit words.
 *
 * <p>{@link #block} is the function itself, the same as in {@code philox.cuh}. An instance is a stream of numbers over
 * it, for the host's own needs (initial weights, shuffling, crops). The key is the seed; the counter is (block, 2^31 +
 * purpose, index low, index high), so streams of different purpose or index never share a counter, neither with each
 * other nor with the dropout kernels, whose second word is a layer below 2^31. Every method is exact integer or {@link
 * StrictMath} arithmetic: a stream gives the same numbers on every machine.
 *
 * <p>An instance may be used by one thread at a time.
 */
public final class Philox {

    private static final int MULTIPLIER_0 = 0xD2511F53;
    private static final int MULTIPLIER_1 = 0xCD9E8D57;
    private static final int KEY_STEP_0 = 0x9E3779B9;
    private static final int KEY_STEP_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final int PURPOSE_MARK = 0x80000000;

    private final long seed;
    private final int purpose;
    private final long index;
    private final int[] words = new int[4];
    private long nextBlock;
    private int used = words.length;
    private double spareGaussian = Double.NaN;

    /**
     * A stream at its beginning.
     *
     * @param seed the key
     * @param purpose what the numbers are for, at least 0; each use has its own
     * @param index which of the streams of that purpose, such as the epoch or the image; any value
     * @throws IllegalArgumentException when {@code purpose} is negative
     */
    public Philox(long seed, int purpose, long index) {
        if (purpose < 0) {
            throw new IllegalArgumentException("philox: purpose must be at least 0 (found " + purpose + ")");
        }
        this.seed = seed;
        this.purpose = purpose;
        this.index = index;
    }

    /**
     * The four words of one counter.
     *
     * @param counter0 first word of the counter; the others follow
     * @param key low word: k0, high word: k1
     * @param result four words, overwritten
     */
    public static void block(int counter0, int counter1, int counter2, int counter3, long key, int[] result) {
        int c0 = counter0;
        int c1 = counter1;
        int c2 = counter2;
        int c3 = counter3;
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = Integer.toUnsignedLong(MULTIPLIER_0) * Integer.toUnsignedLong(c0);
            long product1 = Integer.toUnsignedLong(MULTIPLIER_1) * Integer.toUnsignedLong(c2);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += KEY_STEP_0;
            k1 += KEY_STEP_1;
        }
        result[0] = c0;
        result[1] = c1;
        result[2] = c2;
        result[3] = c3;
    }

    /**
     * The next 32 random bits.
     *
     * @throws IllegalStateException after 2^34 words
     */
    public int nextInt() {
        if (used == words.length) {
            if (nextBlock >>> 32 != 0) {
                throw new IllegalStateException("philox: the stream of purpose " + purpose + ", index " + index
                        + " is used up (expected at most 2^34 words); take another index");
            }
            block((int) nextBlock, PURPOSE_MARK | purpose, (int) index, (int) (index >>> 32), seed, words);
            nextBlock++;
            used = 0;
        }
        return words[used++];
    }

    /**
     * A whole number from 0 to {@code bound - 1}, each equally likely: the high word of bound * bits, where draws whose
     * low word would favour some results are made again (Lemire, 2019).
     *
     * @throws IllegalArgumentException when {@code bound} is below 1
     */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("philox: bound must be at least 1 (found " + bound + ")");
        }
        int leftOver = Integer.remainderUnsigned(-bound, bound);
        long product;
        do {
            product = Integer.toUnsignedLong(nextInt()) * bound;
        } while (Integer.compareUnsigned((int) product, leftOver) < 0);
        return (int) (product >>> 32);
    }

    /** True or false, equally likely: the highest bit of a word. */
    public boolean nextBoolean() {
        return nextInt() < 0;
    }

    /** A multiple of 2^-24 in [0, 1), each equally likely. */
    public float nextFloat() {
        return (nextInt() >>> 8) * 0x1p-24f;
    }

    /** A multiple of 2^-53 in [0, 1), each equally likely: 27 bits of one word above 26 bits of the next. */
    public double nextDouble() {
        long high = nextInt() >>> 5;
        long low = nextInt() >>> 6;
        return (high << 26 | low) * 0x1p-53;
    }

    /**
     * A number from the normal distribution of mean 0 and deviation 1, by Box and Muller: with u = 1 - nextDouble() and
     * v = nextDouble(), r = sqrt(-2 ln u), first r cos(2 pi v), then (by the next call) r sin(2 pi v). {@link
     * StrictMath} makes all three functions.
     */
    public double nextGaussian() {
        if (!Double.isNaN(spareGaussian)) {
            double value = spareGaussian;
            spareGaussian = Double.NaN;
            return value;
        }
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        double angle = 2 * Math.PI * nextDouble();
        spareGaussian = radius * StrictMath.sin(angle);
        return radius * StrictMath.cos(angle);
    }
}
