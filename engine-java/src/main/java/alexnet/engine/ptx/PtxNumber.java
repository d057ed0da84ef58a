package alexnet.engine.ptx;

/**
 * Numbers as PTX writes them (PTX ISA, Constants): integers of up to 64 bits in decimal, hexadecimal, octal and binary
 * with an optional U, floats in decimal, and the exact bits of floats as 0f and 0d.
 */
final class PtxNumber {

    private PtxNumber() {}

    /** @throws NumberFormatException with the reason */
    static PtxOperand.Immediate parse(String text) {
        if (text.length() == 1 && digit(text.charAt(0))) {
            return new PtxOperand.Immediate(text.charAt(0) - '0', 0);
        }
        char mark = text.length() > 1 && text.charAt(0) == '0' ? text.charAt(1) : '\0';
        return switch (mark) {
            case 'f', 'F' -> new PtxOperand.Immediate(bits(text, 8), 4);
            case 'd', 'D' -> new PtxOperand.Immediate(bits(text, 16), 8);
            case 'x', 'X' -> new PtxOperand.Immediate(integer(text, 2, 16), 0);
            case 'b', 'B' -> new PtxOperand.Immediate(integer(text, 2, 2), 0);
            case 'o', 'O' -> new PtxOperand.Immediate(integer(text, 2, 8), 0);
            default ->
                fractional(text)
                        ? new PtxOperand.Immediate(Double.doubleToRawLongBits(fraction(text)), 8)
                        : new PtxOperand.Immediate(integer(text, 0, mark == '\0' ? 10 : 8), 0);
        };
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static long bits(String text, int digits) {
        if (text.length() != digits + 2) {
            throw new NumberFormatException("expected " + digits + " hexadecimal digits, found " + (text.length() - 2));
        }
        return digits(text, 2, text.length(), 16);
    }

    private static long integer(String text, int from, int radix) {
        int end = text.endsWith("U") ? text.length() - 1 : text.length();
        return digits(text, from, end, radix);
    }

    private static long digits(String text, int from, int end, int radix) {
        long value = 0;
        if (from >= end) {
            throw new NumberFormatException("expected digits, found none");
        }
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                throw new NumberFormatException("expected digits of base " + radix + ", found '" + c + "'");
            }
            if (Long.compareUnsigned(value, Long.divideUnsigned(-1 - digit, radix)) > 0) {
                throw new NumberFormatException("expected at most 64 bits, found more");
            }
            value = value * radix + digit;
        }
        return value;
    }

    private static boolean fractional(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' || c == 'e' || c == 'E') {
                return true;
            }
        }
        return false;
    }

    private static double fraction(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Double.parseDouble takes more than PTX has, such as a trailing f.
            if (!digit(c) && c != '.' && c != 'e' && c != 'E' && c != '+' && c != '-') {
                throw new NumberFormatException("expected a decimal number, found '" + c + "'");
            }
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new NumberFormatException("expected a decimal number such as 1.5e-3");
        }
    }
}
