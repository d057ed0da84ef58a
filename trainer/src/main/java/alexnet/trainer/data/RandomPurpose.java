package alexnet.trainer.data;

/** The random-number streams of a seed, by purpose, see {@link alexnet.kernels.Philox}; no two uses share a number. */
public final class RandomPurpose {

    /** Validation split; index: class. */
    public static final int SPLIT = 100;

    /** Order of the pictures; index: epoch. */
    public static final int ORDER = 101;

    /** Crop, mirror and colour noise; index: epoch and position in it. */
    public static final int AUGMENT = 102;

    /** The demo's drawings; index: class, part and number. */
    public static final int DRAWING = 103;

    private RandomPurpose() {}
}
