package alexnet.engine.emulator.math;

import java.util.Locale;

/**
 * The formats of {@code printf} as C (ISO/IEC 9899, 7.21.6.1) defines them, as far as CUDA C++ has them: flags, width and
 * precision, also as {@code *}, sizes {@code hh h l ll j z t}, conversions {@code d i u o x X c s p a A e E f F g G %}.
 */
public final class PrintFormat {

    /** Largest width and precision; larger ones are reduced to this. */
    private static final int MOST = 4096;

    /** Where arguments come from. */
    public interface Source {
        int nextInt();

        long nextLong();

        /** The text at an address. */
        String text(long address);
    }

    /**
     * One conversion.
     *
     * @param precision -1 where none is given
     */
    record Spec(boolean left, boolean plus, boolean space, boolean alternate, boolean zero, int width, int precision) {

        /** Pads a number to the field's width, with zeros behind its sign or {@code 0x} where the flags say so. */
        String pad(String prefix, String digits, boolean zeros) {
            int missing = width - prefix.length() - digits.length();
            if (missing <= 0) {
                return prefix + digits;
            }
            if (left) {
                return prefix + digits + " ".repeat(missing);
            }
            return zeros ? prefix + "0".repeat(missing) + digits : " ".repeat(missing) + prefix + digits;
        }

        String sign(boolean negative) {
            return negative ? "-" : plus ? "+" : space ? " " : "";
        }
    }

    private final String format;
    private final Source source;
    private final StringBuilder out = new StringBuilder();
    private int at;

    private PrintFormat(String format, Source source) {
        this.format = format;
        this.source = source;
    }

    /** The text; a conversion that does not exist is copied as it stands. */
    public static String format(String format, Source source) {
        PrintFormat run = new PrintFormat(format, source);
        while (run.at < format.length()) {
            char c = format.charAt(run.at++);
            if (c == '%') {
                run.conversion(run.at - 1);
            } else {
                run.out.append(c);
            }
        }
        return run.out.toString();
    }

    private char peek() {
        return at < format.length() ? format.charAt(at) : '\0';
    }

    private void conversion(int start) {
        String flags = "";
        while (peek() != '\0' && "-+ #0".indexOf(peek()) >= 0) {
            flags += format.charAt(at++);
        }
        int width = number(0);
        boolean left = flags.contains("-") || width < 0;
        int precision = -1;
        if (peek() == '.') {
            at++;
            precision = Math.max(-1, number(0));
        }
        String size = "";
        while (peek() != '\0' && "hlLjzt".indexOf(peek()) >= 0) {
            size += format.charAt(at++);
        }
        Spec spec = new Spec(
                left,
                flags.contains("+"),
                flags.contains(" "),
                flags.contains("#"),
                flags.contains("0") && !left,
                Math.min(MOST, Math.abs(width)),
                Math.min(MOST, precision));
        char kind = peek();
        at++;
        switch (kind) {
            case '%' -> out.append('%');
            case 'd', 'i' -> signed(spec, integer(size, true));
            case 'u', 'o', 'x', 'X' -> unsigned(spec, kind, integer(size, false));
            case 'c' -> out.append(spec.pad("", String.valueOf((char) (source.nextInt() & 0xff)), false));
            case 's' -> text(spec);
            case 'p' -> out.append(pointer(spec, source.nextLong()));
            case 'f', 'F', 'e', 'E', 'g', 'G', 'a', 'A' ->
                out.append(PrintFloat.format(spec, kind, Double.longBitsToDouble(source.nextLong())));
            default -> {
                at = Math.min(at, format.length());
                out.append(format, start, at);
            }
        }
    }

    /** A number in the format or, for {@code *}, the next argument. */
    private int number(int without) {
        if (peek() == '*') {
            at++;
            return Math.max(-Integer.MAX_VALUE, source.nextInt());
        }
        int value = without;
        while (Character.isDigit(peek())) {
            value = Math.min(MOST, value * 10 + format.charAt(at++) - '0');
        }
        return value;
    }

    private long integer(String size, boolean signed) {
        return switch (size) {
            case "l", "ll", "j", "z", "t", "L" -> source.nextLong();
            case "h" -> signed ? (short) source.nextInt() : source.nextInt() & 0xffff;
            case "hh" -> signed ? (byte) source.nextInt() : source.nextInt() & 0xff;
            default -> signed ? source.nextInt() : source.nextInt() & 0xffff_ffffL;
        };
    }

    private void signed(Spec spec, long value) {
        String digits = value < 0 ? Long.toString(value).substring(1) : Long.toString(value);
        digits = atLeast(spec, value, digits);
        out.append(spec.pad(spec.sign(value < 0), digits, spec.zero() && spec.precision() < 0));
    }

    private void unsigned(Spec spec, char kind, long value) {
        String digits = switch (kind) {
            case 'u' -> Long.toUnsignedString(value);
            case 'o' -> Long.toOctalString(value);
            case 'x' -> Long.toHexString(value);
            default -> upper(Long.toHexString(value));
        };
        digits = atLeast(spec, value, digits);
        String prefix = "";
        if (spec.alternate() && kind == 'o' && !digits.startsWith("0")) {
            digits = "0" + digits;
        } else if (spec.alternate() && value != 0 && (kind == 'x' || kind == 'X')) {
            prefix = "0" + kind;
        }
        out.append(spec.pad(prefix, digits, spec.zero() && spec.precision() < 0));
    }

    static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    private static String atLeast(Spec spec, long value, String digits) {
        if (value == 0 && spec.precision() == 0) {
            return "";
        }
        return "0".repeat(Math.max(0, spec.precision() - digits.length())) + digits;
    }

    private void text(Spec spec) {
        String text = source.text(source.nextLong());
        if (spec.precision() >= 0 && spec.precision() < text.length()) {
            text = text.substring(0, spec.precision());
        }
        out.append(spec.pad("", text, false));
    }

    private static String pointer(Spec spec, long address) {
        return spec.pad("", address == 0 ? "(nil)" : "0x" + Long.toHexString(address), false);
    }
}
