package alexnet.engine.emulator.loop;

/**
 * Makes the loops over {@code jdk.incubator.vector}, or says why there are none.
 *
 * <p>The incubator module need not be there when the program runs, nor when it is built. So what names its classes is a
 * source set of its own, {@code src/vector}, and is reached through {@link #chosen()} alone. Without it, all work is done
 * by the loops over plain arrays, with the same bits.
 */
public abstract class VectorProvider {

    private static final String MODULE = "jdk.incubator.vector";
    private static final String IMPLEMENTATION = "alexnet.engine.emulator.loop.VectorApiProvider";
    /** Floats of the shortest vectors that are worth it. A JVM without C2, such as {@code -Xint}, has vectors of 2. */
    private static final int FEWEST_LANES = 4;

    private static final class Holder {
        private static final VectorProvider CHOSEN = lookup(ModuleLayer.boot(), IMPLEMENTATION);
    }

    private final String description;

    VectorProvider(String description) {
        this.description = description;
    }

    /** The provider of this JVM; looked up at the first call. */
    public static VectorProvider chosen() {
        return Holder.CHOSEN;
    }

    /**
     * The implementation if it can run, else a provider that has no loops.
     *
     * @param layer where the module must be
     * @param implementation class of the provider over vectors
     */
    static VectorProvider lookup(ModuleLayer layer, String implementation) {
        Module here = VectorProvider.class.getModule();
        if (!layer.findModule(MODULE).map(here::canRead).orElse(false)) {
            return new PlainArrays("this JVM runs without " + MODULE + "; start it with --add-modules " + MODULE);
        }
        try {
            VectorProvider provider = (VectorProvider)
                    Class.forName(implementation).getDeclaredConstructor().newInstance();
            return wideEnough(provider);
        } catch (ClassNotFoundException e) {
            return new PlainArrays(implementation + " was not built; build with a JDK that has " + MODULE);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(implementation + ": cannot be made", e);
        }
    }

    /** The provider if its vectors are long enough to be quicker than plain arrays, else one that has no loops. */
    static VectorProvider wideEnough(VectorProvider provider) {
        int lanes = provider.lanes();
        return lanes >= FEWEST_LANES
                ? provider
                : new PlainArrays("vectors hold " + lanes + " floats here, and less than " + FEWEST_LANES
                        + " do not pay; use a JVM with C2 and a processor with SIMD instructions");
    }

    /** What was chosen; for plain arrays also why, and what to do to get vectors. */
    public final String description() {
        return description;
    }

    /** Whether there are loops over vectors. Without them only {@link #description} may be asked for. */
    public abstract boolean present();

    /** Floats of a vector. */
    abstract int lanes();

    /**
     * The loop of tiles.
     *
     * @param steps of each chain, see {@link TileLoop#takes}
     */
    abstract TileLoop tile(int steps);

    /**
     * {@code setp} of floats: 1 where the comparison holds, else 0. Lanes must be multiples of {@link #lanes()}.
     *
     * @param comparison as PTX has it, such as {@code ltu}
     */
    abstract Loop compare(String comparison);

    /** {@code selp} of floats: the first where the third is not 0, else the second. Lanes as with {@link #compare}. */
    abstract Loop select();

    /** No loops. */
    private static final class PlainArrays extends VectorProvider {

        private PlainArrays(String reason) {
            super("plain arrays: " + reason);
        }

        @Override
        public boolean present() {
            return false;
        }

        @Override
        int lanes() {
            throw none();
        }

        @Override
        TileLoop tile(int steps) {
            throw none();
        }

        @Override
        Loop compare(String comparison) {
            throw none();
        }

        @Override
        Loop select() {
            throw none();
        }

        private IllegalStateException none() {
            return new IllegalStateException("no loops over vectors; " + description());
        }
    }
}
