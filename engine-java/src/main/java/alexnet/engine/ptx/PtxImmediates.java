package alexnet.engine.ptx;

import alexnet.engine.ptx.PtxLexer.Token;

/** Which integers fit a type: from the smallest signed to the largest unsigned value of its size. */
final class PtxImmediates {

    private PtxImmediates() {}

    /** True where no bit of the value is lost in {@code bytes}. */
    static boolean fits(long value, int bytes) {
        return bytes >= 8 || value >= -1L << 8 * bytes - 1 && value < 1L << 8 * bytes;
    }

    /** The values that {@link #fits} takes, for messages. */
    static String range(int bytes) {
        return (-1L << 8 * bytes - 1) + " to " + ((1L << 8 * bytes) - 1);
    }

    static void require(PtxTokens tokens, Token token, PtxOperand.Immediate value, int bytes) {
        if (!fits(value.bits(), bytes)) {
            throw tokens.fail(token, "number out of range (expected " + range(bytes) + ", found " + value.bits() + ")");
        }
    }
}
