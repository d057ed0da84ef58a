package alexnet.engine.ptx;

import alexnet.engine.ptx.PtxLexer.Kind;
import alexnet.engine.ptx.PtxLexer.Token;
import java.util.HashMap;
import java.util.Map;

/** Parses the module level of PTX: directives, variables and functions (PTX ISA, Directives). */
public final class PtxParser {

    private final PtxTokens tokens;
    private final PtxSymbols symbols;
    private final PtxDeclarations declarations;
    private final Map<Integer, String> files = new HashMap<>();

    private PtxParser(PtxTokens tokens, PtxHeaderText header) {
        this.tokens = tokens;
        this.symbols = new PtxSymbols(tokens, header);
        this.declarations = new PtxDeclarations(tokens, symbols);
    }

    /** @throws alexnet.engine.PtxException with file, line and column of the first error */
    public static PtxModuleText parse(String name, String text) {
        PtxTokens tokens = new PtxTokens(name, text);
        PtxHeaderText header = new PtxHeaderParser(tokens).parse();
        PtxParser parser = new PtxParser(tokens, header);
        while (tokens.peek().kind() != Kind.END) {
            parser.statement();
        }
        return parser.symbols.module(parser.files);
    }

    private void statement() {
        Token token = tokens.take();
        switch (token.kind() == Kind.WORD ? token.text() : "") {
            case ".visible", ".extern", ".weak", ".common" -> linked(token);
            case ".entry", ".func", ".global", ".const", ".shared" -> definition(token, false);
            case ".file" -> file();
            case ".section" -> section();
            case ".alias" -> alias();
            case ".pragma" -> PtxFunctionParser.pragma(tokens);
            case ".loc" -> {
                tokens.integer(".loc: file", 0, Integer.MAX_VALUE);
                tokens.integer(".loc: line", 0, Integer.MAX_VALUE);
                PtxFunctionParser.restOfLocation(tokens);
            }
            case ".version", ".target", ".address_size" ->
                throw tokens.fail(
                        token,
                        token.text() + " belongs at the head of the file, in the order .version, .target,"
                                + " .address_size (expected another directive, found " + token.text() + ")");
            case ".tex", ".surf", ".texref", ".samplerref", ".surfref" ->
                throw tokens.fail(
                        token,
                        "textures and surfaces are not supported (expected .global or .const, found " + token.text()
                                + ")");
            case ".local", ".param", ".reg" ->
                throw tokens.fail(
                        token,
                        token.text() + " belongs inside a function (expected .global, .const or .shared, found "
                                + token.text() + ")");
            default ->
                throw tokens.fail(
                        token,
                        "unknown directive " + token.shown() + " (expected a function, a variable or another"
                                + " directive of the module level, found " + token.shown() + ")");
        }
    }

    private void linked(Token linkage) {
        Token token = tokens.take();
        switch (token.text()) {
            case ".entry", ".func", ".global", ".const", ".shared" -> definition(token, linkage.is(".extern"));
            default -> throw tokens.expected("a function or a variable behind '" + linkage.text() + "'", token);
        }
    }

    private void definition(Token token, boolean external) {
        switch (token.text()) {
            case ".entry", ".func" -> new PtxFunctionParser(tokens, symbols).parse(token.is(".entry"));
            default ->
                declarations.variables(
                        token.text().substring(1),
                        external,
                        PtxDeclarations::plain,
                        (nameToken, variable) -> symbols.variable(nameToken, variable, external));
        }
    }

    private void alias() {
        Token nameToken = tokens.peek();
        String name = tokens.name();
        tokens.expect(",");
        Token functionToken = tokens.peek();
        symbols.alias(nameToken, name, functionToken, tokens.name());
        tokens.expect(";");
    }

    private void file() {
        Token token = tokens.peek();
        int number = tokens.integer(".file", 0, Integer.MAX_VALUE);
        String path = tokens.string();
        if (files.put(number, path.substring(path.lastIndexOf('/') + 1)) != null) {
            throw tokens.fail(token, ".file: number is there twice (expected a new one, found " + number + ")");
        }
        // Time and size of the file.
        while (tokens.accept(",")) {
            tokens.number(tokens.take());
        }
    }

    /** Skips debug information, which has no effect on the code. */
    private void section() {
        Token token = tokens.take();
        if (token.kind() != Kind.WORD) {
            throw tokens.expected("the name of a section", token);
        }
        tokens.skipBraces();
    }
}
