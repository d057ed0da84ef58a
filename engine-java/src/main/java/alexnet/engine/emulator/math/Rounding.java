package alexnet.engine.emulator.math;

/** Directions of rounding (PTX ISA, Rounding Modifiers): what happens to a value between two neighbours of a format. */
public enum Rounding {
    /** {@code .rn}: nearest, of two equally near the one with an even last bit. */
    NEAREST("rn"),
    /** {@code .rz}: toward zero. */
    ZERO("rz"),
    /** {@code .rm}: toward minus infinity. */
    DOWN("rm"),
    /** {@code .rp}: toward plus infinity. */
    UP("rp"),
    /** {@code .rna}: nearest, of two equally near the one away from zero. */
    AWAY("rna");

    /** The modifier without its dot. */
    public final String modifier;

    Rounding(String modifier) {
        this.modifier = modifier;
    }

    /** The direction of a modifier such as {@code rz}, or null. */
    static Rounding named(String modifier) {
        for (Rounding rounding : values()) {
            if (rounding.modifier.equals(modifier)) {
                return rounding;
            }
        }
        return null;
    }

    /**
     * Whether a magnitude that was cut off must grow by one in its last place.
     *
     * @param rest the bits that were cut off
     * @param half the value of {@code rest} that is half a last place
     * @param odd whether the magnitude's last bit is set
     */
    boolean grows(boolean negative, long rest, long half, boolean odd) {
        return switch (this) {
            case NEAREST -> rest > half || rest == half && odd;
            case AWAY -> rest >= half;
            case ZERO -> false;
            case DOWN -> negative && rest != 0;
            case UP -> !negative && rest != 0;
        };
    }

    /** Whether a magnitude beyond the largest finite one becomes infinite; else it becomes the largest finite one. */
    boolean overflowsToInfinity(boolean negative) {
        return switch (this) {
            case NEAREST, AWAY -> true;
            case ZERO -> false;
            case DOWN -> negative;
            case UP -> !negative;
        };
    }
}
