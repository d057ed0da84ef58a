package alexnet.engine.ptx;

import alexnet.engine.PtxException;
import alexnet.engine.ptx.PtxLexer.Kind;
import alexnet.engine.ptx.PtxLexer.Token;

/** A cursor over the tokens of a PTX file. */
final class PtxTokens {

    final String file;
    private final PtxLexer lexer;
    private Token next;

    PtxTokens(String file, String text) {
        this.file = file;
        this.lexer = new PtxLexer(file, text);
        this.next = lexer.next();
    }

    Token peek() {
        return next;
    }

    Token take() {
        Token token = next;
        if (token.kind() != Kind.END) {
            next = lexer.next();
        }
        return token;
    }

    boolean accept(String text) {
        if (next.is(text)) {
            next = lexer.next();
            return true;
        }
        return false;
    }

    void expect(String text) {
        if (!accept(text)) {
            throw expected("'" + text + "'", next);
        }
    }

    /** A name; directives, which start with a dot, are none. */
    String name() {
        Token token = next;
        if (token.kind() != Kind.WORD || token.text().startsWith(".")) {
            throw expected("a name", token);
        }
        return take().text();
    }

    String string() {
        Token token = take();
        if (token.kind() != Kind.STRING) {
            throw expected("a string in quotes", token);
        }
        return token.text();
    }

    /** An integer without sign, from {@code least} to {@code most}. */
    int integer(String what, int least, int most) {
        Token token = take();
        PtxOperand.Immediate value = number(token);
        if (value.floatBytes() != 0 || value.bits() < least || value.bits() > most) {
            throw fail(
                    token,
                    what + " (expected an integer from " + least + " to " + most + ", found " + token.shown() + ")");
        }
        return (int) value.bits();
    }

    /** The value of a number token. */
    PtxOperand.Immediate number(Token token) {
        if (token.kind() != Kind.NUMBER) {
            throw expected("a number", token);
        }
        try {
            return PtxNumber.parse(token.text());
        } catch (NumberFormatException e) {
            throw fail(token, token.shown() + " is not a number (" + e.getMessage() + ")");
        }
    }

    /** Skips a bracketed body whose opening brace is next. */
    void skipBraces() {
        Token open = peek();
        expect("{");
        for (int depth = 1; depth > 0; ) {
            Token token = take();
            if (token.is("{")) {
                depth++;
            } else if (token.is("}")) {
                depth--;
            } else if (token.kind() == Kind.END) {
                throw fail(token, "expected '}' for the '{' of line " + open.line() + ", found end of file inside { }");
            }
        }
    }

    PtxException expected(String what, Token found) {
        return fail(found, "expected " + what + ", found " + found.shown());
    }

    PtxException fail(Token at, String reason) {
        return fail(at, reason, null);
    }

    /** @param hint what the user can do, or null */
    PtxException fail(Token at, String reason, String hint) {
        return new PtxException(file + ":" + at.line() + ":" + at.column() + ": " + reason, hint);
    }
}
