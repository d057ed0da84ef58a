package alexnet.engine.emulator.math;

import alexnet.engine.ptx.PtxType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a {@code cvt} does, read from its modifiers; null stands for a form that PTX ISA 7.0 does not have.
 *
 * @param rounding direction, or null where the instruction has none
 * @param integral true where the result is rounded to an integral value ({@code .rni} and so on)
 * @param relu negative results become +0, NaN stays NaN
 * @param ftz subnormal singles become zeros, as operand and as result
 * @param saturate clamped to the integer's range, or to 0..1 with +0 for NaN
 */
public record Conversion(
        PtxType to, PtxType from, Rounding rounding, boolean integral, boolean relu, boolean ftz, boolean saturate) {

    /** {@code cvt{.rnd}{.relu}{.ftz}{.sat}}, or null where PTX 7.0 has no such conversion. */
    public static Conversion of(PtxType to, PtxType from, List<String> modifiers) {
        List<String> rest = new ArrayList<>(modifiers);
        Rounding rounding = null;
        boolean integral = false;
        if (!rest.isEmpty()) {
            String first = rest.get(0);
            integral = Set.of("rni", "rzi", "rmi", "rpi").contains(first);
            rounding = Rounding.named(integral ? first.substring(0, 2) : first);
            if (rounding != null) {
                rest.remove(0);
            }
        }
        boolean relu = take(rest, "relu");
        boolean ftz = take(rest, "ftz");
        boolean saturate = take(rest, "sat");
        Conversion conversion = new Conversion(to, from, rounding, integral, relu, ftz, saturate);
        return rest.isEmpty() && conversion.known() ? conversion : null;
    }

    private static boolean take(List<String> rest, String modifier) {
        boolean first = !rest.isEmpty() && rest.get(0).equals(modifier);
        if (first) {
            rest.remove(0);
        }
        return first;
    }

    public boolean betweenIntegers() {
        return integer(to) && integer(from);
    }

    /** A name for what is computed. */
    public String key() {
        return "cvt " + this;
    }

    private static boolean integer(PtxType type) {
        return switch (type) {
            case U8, U16, U32, U64, S8, S16, S32, S64 -> true;
            default -> false;
        };
    }

    private static boolean floating(PtxType type) {
        return type == PtxType.F16 || type.floating();
    }

    private boolean known() {
        if (integer(to)) {
            return integer(from) ? ofIntegers() : floating(from) && integral && !relu && ftzAllowed();
        }
        if (floating(to)) {
            return integer(from) ? directed() && !relu && ftzAllowed() : floating(from) && ofFloats();
        }
        // The formats of tensor cores come from singles only.
        boolean plain = from == PtxType.F32 && !ftz && !saturate && !integral;
        return switch (to) {
            case TF32 -> plain && rounding == Rounding.AWAY && !relu;
            case BF16, BF16X2, F16X2 -> plain && (rounding == Rounding.NEAREST || rounding == Rounding.ZERO);
            default -> false;
        };
    }

    /** {@code .sat} is allowed if the source has values outside the range of the result's type. */
    private boolean ofIntegers() {
        boolean fits = to.signed() == from.signed() ? to.bytes >= from.bytes : to.signed() && to.bytes > from.bytes;
        return rounding == null && !relu && !ftz && !(saturate && fits);
    }

    private boolean directed() {
        return rounding != null && rounding != Rounding.AWAY && !integral;
    }

    /** {@code .ftz} acts on singles. */
    private boolean ftzAllowed() {
        return !ftz || to == PtxType.F32 || from == PtxType.F32;
    }

    private boolean ofFloats() {
        if (relu) {
            return to == PtxType.F16
                    && from == PtxType.F32
                    && !ftz
                    && !saturate
                    && !integral
                    && (rounding == Rounding.NEAREST || rounding == Rounding.ZERO);
        }
        if (!ftzAllowed()) {
            return false;
        }
        return to.bytes < from.bytes ? directed() : rounding == null || integral && to == from;
    }
}
