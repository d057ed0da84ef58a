package alexnet.engine.ptx;

import alexnet.engine.PtxException;

/** Splits PTX text into tokens (words, numbers, strings, punctuation), each with its position. */
final class PtxLexer {

    enum Kind {
        WORD,
        NUMBER,
        STRING,
        PUNCTUATION,
        END
    }

    record Token(Kind kind, String text, int line, int column) {

        private static final int LONGEST = 60;

        boolean is(String expected) {
            return (kind == Kind.WORD || kind == Kind.PUNCTUATION) && text.equals(expected);
        }

        /** The token as messages show it. */
        String shown() {
            if (kind == Kind.END) {
                return "end of file";
            }
            return text.length() <= LONGEST ? "'" + text + "'" : "'" + text.substring(0, LONGEST) + "...'";
        }
    }

    private static final byte OTHER = 0;
    private static final byte SPACE = 1;
    private static final byte DIGIT = 2;
    private static final byte LETTER = 3;
    private static final byte SIGN = 4;

    private static final byte[] CLASSES = new byte[128];
    private static final String[] SIGNS = new String[128];
    private static final String[] DOUBLE_SIGNS = {"<<", ">>", "<=", ">=", "==", "!=", "&&", "||"};

    static {
        for (char c : " \t\r\n\f\0".toCharArray()) {
            CLASSES[c] = SPACE;
        }
        for (char c = 0; c < 128; c++) {
            if (c >= '0' && c <= '9') {
                CLASSES[c] = DIGIT;
            } else if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$' || c == '%' || c == '.') {
                CLASSES[c] = LETTER;
            }
        }
        for (char c : "{}()[]<>,;:|!@+-=*/~&^?".toCharArray()) {
            CLASSES[c] = SIGN;
            SIGNS[c] = String.valueOf(c);
        }
    }

    private static final int RECENT = 4096;

    private final String[] recent = new String[RECENT];
    private final String file;
    private final String text;
    private int position;
    private int line = 1;
    private int lineStart;

    PtxLexer(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * Returns the next token; after the last one, a token of kind END on every call.
     *
     * @throws PtxException at a character that PTX does not have, and for a string or comment without an end
     */
    Token next() {
        skipBlanks();
        if (position >= text.length()) {
            return token(Kind.END, position, position);
        }
        char c = text.charAt(position);
        if (c == '"') {
            return string();
        }
        byte kind = c < 128 ? CLASSES[c] : OTHER;
        return switch (kind) {
            case DIGIT -> number();
            case LETTER -> c == '.' && digitAt(position + 1) ? number() : word(c);
            case SIGN -> sign(c);
            default -> throw fail(strange(c));
        };
    }

    private void skipBlanks() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '\n') {
                position++;
                line++;
                lineStart = position;
            } else if (c < 128 && CLASSES[c] == SPACE) {
                position++;
            } else if (c == '/' && text.startsWith("//", position)) {
                int end = text.indexOf('\n', position);
                position = end < 0 ? text.length() : end;
            } else if (c == '/' && text.startsWith("/*", position)) {
                skipComment();
            } else {
                return;
            }
        }
    }

    private void skipComment() {
        int end = text.indexOf("*/", position + 2);
        if (end < 0) {
            throw fail("comment without an end (expected */, found end of file)");
        }
        for (; position < end + 2; position++) {
            if (text.charAt(position) == '\n') {
                line++;
                lineStart = position + 1;
            }
        }
    }

    private Token string() {
        int end = position + 1;
        while (end < text.length() && text.charAt(end) != '"' && text.charAt(end) != '\n') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length() || text.charAt(end) != '"') {
            throw fail("string without an end (expected \" on the same line, found "
                    + (end < text.length() ? "end of line" : "end of file") + ")");
        }
        Token token = token(Kind.STRING, position + 1, end);
        position = end + 1;
        return token;
    }

    private Token number() {
        int end = wordEnd(position + 1, true);
        char last = text.charAt(end - 1);
        boolean exponent = (last == 'e' || last == 'E')
                && end < text.length()
                && (text.charAt(end) == '-' || text.charAt(end) == '+')
                && decimal(position, end - 1);
        if (exponent) {
            end = wordEnd(end + 1, true);
        }
        Token token = token(Kind.NUMBER, position, end);
        position = end;
        return token;
    }

    private boolean digitAt(int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private boolean decimal(int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    /** Directives such as {@code .reg.b32} are cut at their dots, instructions such as {@code add.f32} are not. */
    private Token word(char first) {
        int end = wordEnd(position + 1, first != '.');
        while (first != '.' && text.startsWith("::", end)) {
            // A modifier of two parts, such as .L1::evict_last.
            end = wordEnd(end + 2, true);
        }
        boolean modulo = first == '%' && end == position + 1;
        Token token = token(modulo ? Kind.PUNCTUATION : Kind.WORD, position, end);
        position = end;
        return token;
    }

    private int wordEnd(int from, boolean dots) {
        int end = from;
        while (end < text.length()) {
            char c = text.charAt(end);
            if (c >= 128 || CLASSES[c] != LETTER && CLASSES[c] != DIGIT || c == '.' && !dots) {
                break;
            }
            end++;
        }
        return end;
    }

    private Token sign(char c) {
        for (String sign : DOUBLE_SIGNS) {
            if (sign.charAt(0) == c && text.startsWith(sign, position)) {
                Token token = new Token(Kind.PUNCTUATION, sign, line, position - lineStart + 1);
                position += 2;
                return token;
            }
        }
        Token token = new Token(Kind.PUNCTUATION, SIGNS[c], line, position - lineStart + 1);
        position++;
        return token;
    }

    private Token token(Kind kind, int from, int to) {
        return new Token(kind, shared(from, to), line, position - lineStart + 1);
    }

    /** Part of the text. A recent word is returned as the same object, whose hash is already computed. */
    private String shared(int from, int to) {
        int length = to - from;
        int hash = length;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        int at = (hash ^ hash >>> 12) & RECENT - 1;
        String known = recent[at];
        if (known == null || known.length() != length || !text.startsWith(known, from)) {
            known = text.substring(from, to);
            recent[at] = known;
        }
        return known;
    }

    private static String strange(char c) {
        String shown = c < 32 || c == 127 || Character.isSurrogate(c) ? "" : "'" + c + "' ";
        String code = String.format("U+%04X", (int) c);
        return "character " + shown + code + " is not PTX (expected text as nvcc -ptx writes it, found " + code + ")";
    }

    private PtxException fail(String reason) {
        return new PtxException(file + ":" + line + ":" + (position - lineStart + 1) + ": " + reason, null);
    }
}
