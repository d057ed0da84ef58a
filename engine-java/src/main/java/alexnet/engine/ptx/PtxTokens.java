package alexnet.engine.ptx;

import alexnet.engine.PtxException;
import alexnet.engine.ptx.PtxLexer.Kind;
import alexnet.engine.ptx.PtxLexer.Token;
import java.util.List;

/** A cursor over the tokens of a PTX file. */
final class PtxTokens {

    final String file;
    private final List<Token> tokens;
    private int next;

    PtxTokens(String file, String text) {
        this.file = file;
        this.tokens = PtxLexer.tokens(file, text);
    }

    Token peek() {
        return tokens.get(next);
    }

    Token peekSecond() {
        return tokens.get(Math.min(next + 1, tokens.size() - 1));
    }

    Token take() {
        Token token = tokens.get(next);
        if (token.kind() != Kind.END) {
            next++;
        }
        return token;
    }

    boolean accept(String text) {
        if (peek().is(text)) {
            next++;
            return true;
        }
        return false;
    }

    void expect(String text) {
        Token token = take();
        if (!token.is(text)) {
            throw fail(token, "expected '" + text + "', found '" + token.text() + "'");
        }
    }

    String word() {
        Token token = take();
        if (token.kind() != Kind.WORD) {
            throw fail(token, "expected a name, found '" + token.text() + "'");
        }
        return token.text();
    }

    /** An integer with its sign. */
    int integer() {
        boolean negative = accept("-");
        Token token = take();
        PtxOperand.Immediate value = number(token);
        if (value.floatBytes() != 0) {
            throw fail(token, "expected an integer, found '" + token.text() + "'");
        }
        return (int) (negative ? -value.bits() : value.bits());
    }

    /** A number token without sign: decimal, hexadecimal, octal or binary integer, 0f/0d bits or a decimal fraction. */
    PtxOperand.Immediate number(Token token) {
        String text = token.text();
        if (token.kind() != Kind.NUMBER) {
            throw fail(token, "expected a number, found '" + text + "'");
        }
        try {
            if (text.startsWith("0f") || text.startsWith("0F")) {
                return new PtxOperand.Immediate(Long.parseLong(text.substring(2), 16), 4);
            }
            if (text.startsWith("0d") || text.startsWith("0D")) {
                return new PtxOperand.Immediate(Long.parseUnsignedLong(text.substring(2), 16), 8);
            }
            String digits = text.endsWith("U") ? text.substring(0, text.length() - 1) : text;
            if (digits.startsWith("0x") || digits.startsWith("0X")) {
                return new PtxOperand.Immediate(Long.parseUnsignedLong(digits.substring(2), 16), 0);
            }
            if (digits.startsWith("0b") || digits.startsWith("0B")) {
                return new PtxOperand.Immediate(Long.parseUnsignedLong(digits.substring(2), 2), 0);
            }
            if (digits.indexOf('.') >= 0 || digits.indexOf('e') >= 0 || digits.indexOf('E') >= 0) {
                return new PtxOperand.Immediate(Double.doubleToRawLongBits(Double.parseDouble(digits)), 8);
            }
            boolean octal = digits.length() > 1 && digits.startsWith("0");
            return new PtxOperand.Immediate(Long.parseUnsignedLong(digits, octal ? 8 : 10), 0);
        } catch (NumberFormatException e) {
            throw fail(token, "'" + text + "' is not a number");
        }
    }

    /** Skips to the end of a directive that ends with its line. */
    void skipLine() {
        int line = peek().line();
        while (peek().kind() != Kind.END && peek().line() == line) {
            next++;
        }
    }

    /** Skips a bracketed body. */
    void skipBraces() {
        expect("{");
        for (int depth = 1; depth > 0; ) {
            Token token = take();
            if (token.is("{")) {
                depth++;
            } else if (token.is("}")) {
                depth--;
            } else if (token.kind() == Kind.END) {
                throw fail(token, "end of file inside { }");
            }
        }
    }

    PtxException fail(Token at, String reason) {
        return new PtxException(file + ":" + at.line() + ":" + at.column() + ": " + reason, null);
    }
}
