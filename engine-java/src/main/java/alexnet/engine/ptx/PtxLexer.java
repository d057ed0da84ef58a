package alexnet.engine.ptx;

import alexnet.engine.PtxException;
import java.util.ArrayList;
import java.util.List;

/** Cuts PTX text into words, numbers, strings and punctuation, each with its place. */
final class PtxLexer {

    enum Kind {
        WORD,
        NUMBER,
        STRING,
        PUNCTUATION,
        END
    }

    record Token(Kind kind, String text, int line, int column) {

        boolean is(String expected) {
            return (kind == Kind.WORD || kind == Kind.PUNCTUATION) && text.equals(expected);
        }
    }

    private final String file;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int line = 1;
    private int lineStart;

    private PtxLexer(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /** @throws PtxException at a character that PTX does not have */
    static List<Token> tokens(String file, String text) {
        PtxLexer lexer = new PtxLexer(file, text);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '\n') {
                position++;
                line++;
                lineStart = position;
            } else if (Character.isWhitespace(c) || c == '\0') {
                position++;
            } else if (text.startsWith("//", position)) {
                int end = text.indexOf('\n', position);
                position = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", position)) {
                skipComment();
            } else if (c == '"') {
                int end = text.indexOf('"', position + 1);
                if (end < 0) {
                    throw fail("string without an end");
                }
                add(Kind.STRING, position + 1, end);
                position = end + 1;
            } else if (Character.isDigit(c)) {
                take(Kind.NUMBER);
            } else if (wordCharacter(c)) {
                take(Kind.WORD);
            } else if ("{}()[]<>,;:|!@+-=".indexOf(c) >= 0) {
                add(Kind.PUNCTUATION, position, position + 1);
                position++;
            } else {
                throw fail("character '" + c + "' is not PTX");
            }
        }
        add(Kind.END, position, position);
    }

    private void skipComment() {
        int end = text.indexOf("*/", position + 2);
        if (end < 0) {
            throw fail("comment without an end");
        }
        for (; position < end + 2; position++) {
            if (text.charAt(position) == '\n') {
                line++;
                lineStart = position + 1;
            }
        }
    }

    private void take(Kind kind) {
        int end = position + 1;
        while (end < text.length()) {
            if (wordCharacter(text.charAt(end))) {
                end++;
            } else if (text.startsWith("::", end)) {
                // A modifier of two parts, such as .L1::evict_last.
                end += 2;
            } else {
                break;
            }
        }
        add(kind, position, end);
        position = end;
    }

    private static boolean wordCharacter(char c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '%' || c == '.');
    }

    private void add(Kind kind, int from, int to) {
        tokens.add(new Token(kind, text.substring(from, to), line, position - lineStart + 1));
    }

    private PtxException fail(String reason) {
        return new PtxException(file + ":" + line + ":" + (position - lineStart + 1) + ": " + reason, null);
    }
}
