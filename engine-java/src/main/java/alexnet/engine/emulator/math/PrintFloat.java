package alexnet.engine.emulator.math;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** The float conversions of {@link PrintFormat}: exact values, rounded half to even. */
final class PrintFloat {

    private PrintFloat() {}

    static String format(PrintFormat.Spec spec, char kind, double value) {
        boolean upper = Character.isUpperCase(kind);
        boolean negative = (Double.doubleToRawLongBits(value) < 0);
        String sign = spec.sign(negative);
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            String name = Double.isNaN(value) ? "nan" : "inf";
            return spec.pad(sign, upper ? PrintFormat.upper(name) : name, false);
        }
        double size = Math.abs(value);
        String digits = switch (Character.toLowerCase(kind)) {
            case 'f' -> fixed(spec, new BigDecimal(size), spec.precision() < 0 ? 6 : spec.precision());
            case 'e' -> scientific(spec, size, spec.precision() < 0 ? 6 : spec.precision());
            case 'g' -> general(spec, size);
            default -> hexadecimal(spec, size);
        };
        if (Character.toLowerCase(kind) == 'a') {
            sign += "0x";
        }
        return spec.pad(
                upper ? PrintFormat.upper(sign) : sign, upper ? PrintFormat.upper(digits) : digits, spec.zero());
    }

    private static String fixed(PrintFormat.Spec spec, BigDecimal value, int places) {
        String digits = value.setScale(places, RoundingMode.HALF_EVEN).toPlainString();
        return spec.alternate() && places == 0 ? digits + "." : digits;
    }

    /** The decimal exponent after rounding to so many digits. */
    private static int exponent(BigDecimal rounded) {
        return rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    }

    private static BigDecimal rounded(double value, int digits) {
        return new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    }

    private static String scientific(PrintFormat.Spec spec, double value, int places) {
        BigDecimal rounded = rounded(value, places + 1);
        int exponent = exponent(rounded);
        String digits = fixed(spec, rounded.movePointLeft(exponent), places);
        String size = Integer.toString(Math.abs(exponent));
        return digits + (exponent < 0 ? "e-" : "e+") + (size.length() < 2 ? "0" : "") + size;
    }

    private static String general(PrintFormat.Spec spec, double value) {
        int precision = spec.precision() < 0 ? 6 : Math.max(1, spec.precision());
        int exponent = exponent(rounded(value, precision));
        String digits = exponent < -4 || exponent >= precision
                ? scientific(spec, value, precision - 1)
                : fixed(spec, rounded(value, precision), precision - 1 - exponent);
        if (spec.alternate() || digits.indexOf('.') < 0) {
            return digits;
        }
        int e = digits.indexOf('e');
        String number = e < 0 ? digits : digits.substring(0, e);
        int end = number.length();
        while (number.charAt(end - 1) == '0') {
            end--;
        }
        if (number.charAt(end - 1) == '.') {
            end--;
        }
        return number.substring(0, end) + (e < 0 ? "" : digits.substring(e));
    }

    /** The part after {@code 0x}: one digit before the point, as many behind it as asked or as are needed. */
    private static String hexadecimal(PrintFormat.Spec spec, double value) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> 52);
        long fraction = bits & 0xf_ffff_ffff_ffffL;
        long mantissa = exponent == 0 ? fraction : fraction | 1L << 52;
        exponent = exponent == 0 ? value == 0 ? 0 : -1022 : exponent - 1023;
        int places = spec.precision() < 0 || spec.precision() > 13 ? 13 : spec.precision();
        int cut = 4 * (13 - places);
        if (cut > 0) {
            long half = 1L << cut - 1;
            long rest = mantissa & (1L << cut) - 1;
            mantissa >>>= cut;
            if (rest > half || rest == half && (mantissa & 1) != 0) {
                mantissa++;
            }
        }
        String lead = Long.toString(mantissa >>> 4 * places);
        String digits = places == 0 ? "" : hexDigits(mantissa & (1L << 4 * places) - 1, places);
        if (spec.precision() < 0) {
            digits = digits.replaceAll("0+$", "");
        } else {
            digits += "0".repeat(spec.precision() - places);
        }
        String point = digits.isEmpty() && !spec.alternate() ? "" : ".";
        return lead + point + digits + (exponent < 0 ? "p-" : "p+") + Math.abs(exponent);
    }

    private static String hexDigits(long value, int places) {
        String digits = Long.toHexString(value);
        return "0".repeat(places - digits.length()) + digits;
    }
}
