package alexnet.engine.ptx;

import alexnet.engine.ptx.PtxLexer.Token;
import java.util.ArrayList;
import java.util.List;

/** Parses functions: their head, performance directives and body, and the directives that also stand elsewhere. */
final class PtxFunctionParser {

    private static final int MOST_REGISTERS = 1 << 16;

    private final PtxTokens tokens;
    private final PtxSymbols symbols;
    private final PtxDeclarations declarations;
    private int maxThreads;
    private List<Integer> required = List.of();
    private boolean noReturn;

    PtxFunctionParser(PtxTokens tokens, PtxSymbols symbols) {
        this.tokens = tokens;
        this.symbols = symbols;
        this.declarations = new PtxDeclarations(tokens, symbols);
    }

    /** Parses a function after {@code .entry} or {@code .func} and adds it to the module's names. */
    void parse(boolean entry) {
        PtxScope scope = new PtxScope(null, 0, tokens.peek().line());
        List<PtxVariable> results = new ArrayList<>();
        List<PtxVariable> parameters = new ArrayList<>();
        PtxRoom room = new PtxRoom(symbols.room());
        PtxDeclarations.Sink declare = (token, variable) -> {
            declare(scope, token, variable);
            if (entry) {
                room.addParameter(tokens, token, variable, symbols.header());
            } else {
                room.add(tokens, token, variable);
            }
        };
        if (!entry && tokens.accept("(")) {
            declarations.parameters(false, declare.andThen(results));
        }
        Token nameToken = tokens.peek();
        String name = tokens.name();
        if (tokens.accept("(")) {
            declarations.parameters(entry, declare.andThen(parameters));
        }
        Token after = tokens.peek();
        while (!after.is("{") && !after.is(";")) {
            directive(entry);
            after = tokens.peek();
        }
        PtxPrototype prototype = new PtxPrototype(name, entry, results, parameters, noReturn);
        symbols.prototype(nameToken, prototype);
        tokens.take();
        if (after.is("{")) {
            PtxLaunchBounds bounds = new PtxLaunchBounds(maxThreads, required);
            symbols.body(new PtxBodyParser(tokens, symbols, prototype, bounds, scope, room).parse());
        }
    }

    private void declare(PtxScope scope, Token token, PtxVariable variable) {
        boolean added = variable.space().equals("reg")
                ? scope.register(variable.name(), variable.type(), 1)
                : variable.name().equals("_") || scope.symbol(variable.name());
        if (!added) {
            throw tokens.fail(
                    token,
                    "parameter " + token.shown() + " is there twice (expected one of that name, found a second)");
        }
    }

    private void directive(boolean entry) {
        Token directive = tokens.take();
        switch (directive.text()) {
            case ".maxntid", ".reqntid" -> blocks(directive);
            case ".minnctapersm", ".maxnctapersm" -> tokens.integer(directive.text(), 1, Integer.MAX_VALUE);
            case ".maxnreg" -> tokens.integer(".maxnreg", 1, MOST_REGISTERS);
            case ".pragma" -> pragma(tokens);
            case ".noreturn" -> {
                if (entry) {
                    throw tokens.fail(directive, ".noreturn is for .func only (expected another directive, found it)");
                }
                noReturn = true;
            }
            default -> throw tokens.expected("'{', ';' or a directive such as .maxntid", directive);
        }
    }

    private void blocks(Token directive) {
        if (maxThreads != 0) {
            throw tokens.fail(
                    directive,
                    "one of .maxntid and .reqntid is enough (expected one, found a second: " + directive.text() + ")");
        }
        List<Integer> extents = new ArrayList<>(List.of(1, 1, 1));
        long threads = 1;
        int count = 0;
        do {
            if (count == extents.size()) {
                throw tokens.fail(tokens.peek(), directive.text() + " (expected at most 3 numbers, found more)");
            }
            extents.set(count, tokens.integer(directive.text(), 1, Integer.MAX_VALUE));
            threads = Math.min(Integer.MAX_VALUE, threads * extents.get(count));
            count++;
        } while (tokens.accept(","));
        maxThreads = (int) threads;
        if (directive.is(".reqntid")) {
            required = List.copyOf(extents);
        }
    }

    /** Parses {@code (results) _ (parameters) ;} after {@code .callprototype}. */
    static PtxPrototype callPrototype(PtxTokens tokens, PtxDeclarations declarations, String label) {
        List<PtxVariable> results = new ArrayList<>();
        List<PtxVariable> parameters = new ArrayList<>();
        PtxDeclarations.Sink nowhere = (token, variable) -> {};
        if (tokens.accept("(")) {
            declarations.parameters(false, nowhere.andThen(results));
        }
        tokens.name();
        if (tokens.accept("(")) {
            declarations.parameters(false, nowhere.andThen(parameters));
        }
        boolean noReturn = tokens.accept(".noreturn");
        tokens.expect(";");
        return new PtxPrototype(label, false, results, parameters, noReturn);
    }

    /** Parses {@code "text", "text" ;} after {@code .pragma}. */
    static void pragma(PtxTokens tokens) {
        do {
            tokens.string();
        } while (tokens.accept(","));
        tokens.expect(";");
    }

    /** What follows file and line of a {@code .loc}: the column, and where the code was inlined: file, line and column, or zeros. */
    static int[] restOfLocation(PtxTokens tokens) {
        int[] caller = {0, 0, 0};
        tokens.integer(".loc: column", 0, Integer.MAX_VALUE);
        while (tokens.accept(",")) {
            Token token = tokens.peek();
            switch (tokens.name()) {
                case "function_name" -> {
                    tokens.name();
                    if (tokens.accept("+")) {
                        tokens.integer("function_name", 0, Integer.MAX_VALUE);
                    }
                }
                case "inlined_at" -> {
                    caller[0] = tokens.integer("inlined_at: file", 0, Integer.MAX_VALUE);
                    caller[1] = tokens.integer("inlined_at: line", 0, Integer.MAX_VALUE);
                    caller[2] = tokens.integer("inlined_at: column", 0, Integer.MAX_VALUE);
                }
                default -> throw tokens.expected("function_name or inlined_at", token);
            }
        }
        return caller;
    }
}
