package alexnet.engine.ptx;

import alexnet.engine.ptx.PtxLexer.Kind;
import alexnet.engine.ptx.PtxLexer.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Parses the body of one function: declarations, labels and instructions. */
final class PtxBodyParser {

    /** Braces nested deeper than this are refused: looking up a name goes through all of them. */
    private static final int DEEPEST = 1000;

    private final PtxTokens tokens;
    private final PtxPrototype prototype;
    private final PtxLaunchBounds bounds;
    private final PtxDeclarations declarations;
    private final PtxOperands operands;
    private final PtxLabels labels;
    private final List<PtxVariable> variables = new ArrayList<>();
    private final List<PtxInstruction> instructions = new ArrayList<>();
    private final Map<String, PtxPrototype> prototypes = new HashMap<>();
    private final PtxRoom room;
    /** The names met so far: a body repeats few of them often. */
    private final Map<String, PtxMnemonic> mnemonics = new HashMap<>();

    private PtxScope scope;
    private int scopeCount;
    private int depth = 1;
    private int sourceFile;
    private int sourceLine;
    private int callerFile;
    private int callerLine;

    /**
     * @param scope the names of the outermost braces, with the parameters already declared
     * @param room bytes that the module's variables and the parameters use
     */
    PtxBodyParser(
            PtxTokens tokens,
            PtxSymbols symbols,
            PtxPrototype prototype,
            PtxLaunchBounds bounds,
            PtxScope scope,
            PtxRoom room) {
        this.tokens = tokens;
        this.prototype = prototype;
        this.bounds = bounds;
        this.scope = scope;
        this.room = room;
        this.declarations = new PtxDeclarations(tokens, symbols);
        this.labels = new PtxLabels(tokens, prototype.name(), instructions);
        this.operands = new PtxOperands(tokens, symbols, token -> labels.mention(token, this.scope));
        operands.enter(scope);
    }

    /** Parses the body after its opening brace, including the closing one. */
    PtxKernelText parse() {
        while (depth > 0) {
            statement();
        }
        labels.resolve();
        return new PtxKernelText(
                prototype,
                variables,
                instructions,
                labels.positions(),
                labels.branchTargets(),
                labels.callTargets(),
                prototypes,
                bounds);
    }

    private void statement() {
        Token token = tokens.take();
        switch (token.kind()) {
            case END ->
                throw tokens.fail(
                        token,
                        "end of file inside " + prototype.name() + " (expected '}' for the '{' of line " + scope.line
                                + ", found end of file)");
            case WORD -> {
                if (token.text().charAt(0) == '.') {
                    directive(token);
                } else if (tokens.accept(":")) {
                    label(token);
                } else {
                    instruction(token, null, false);
                }
            }
            case PUNCTUATION -> punctuation(token);
            default -> throw tokens.expected("an instruction", token);
        }
    }

    private void punctuation(Token token) {
        switch (token.text()) {
            case "{" -> open(token);
            case "}" -> close();
            case ";" -> {}
            case "@" -> guarded();
            default -> throw tokens.expected("an instruction", token);
        }
    }

    private void open(Token token) {
        if (++depth > DEEPEST) {
            throw tokens.fail(token, "too many nested braces (expected at most " + DEEPEST + ", found more)");
        }
        scope = new PtxScope(scope, ++scopeCount, token.line());
        operands.enter(scope);
    }

    private void close() {
        depth--;
        if (depth > 0) {
            scope = scope.parent;
            operands.enter(scope);
        }
    }

    private void directive(Token token) {
        switch (token.text()) {
            case ".reg" -> registers();
            case ".shared", ".local", ".param", ".global", ".const" -> variables(token);
            case ".loc" -> location();
            case ".pragma" -> PtxFunctionParser.pragma(tokens);
            case ".file" ->
                throw tokens.fail(token, "expected an instruction, found '.file': it belongs outside of functions");
            default -> throw tokens.expected("an instruction or a declaration", token);
        }
    }

    private void variables(Token space) {
        if (space.is(".global") || space.is(".const")) {
            throw tokens.fail(
                    space,
                    "variables in this state space are declared outside of functions (expected .reg, .shared, .local"
                            + " or .param, found '" + space.text() + "')");
        }
        declarations.variables(space.text().substring(1), false, scope::unique, (token, variable) -> {
            if (!scope.symbol(token.text())) {
                throw twice(token);
            }
            room.add(tokens, token, variable);
            variables.add(variable);
        });
    }

    private void registers() {
        int lanes = tokens.accept(".v2") ? 2 : tokens.accept(".v4") ? 4 : 1;
        Token typeToken = tokens.take();
        boolean named = typeToken.kind() == Kind.WORD && typeToken.text().startsWith(".");
        PtxType type = named ? PtxType.named(typeToken.text().substring(1)) : null;
        if (type == null || type == PtxType.TF32) {
            throw tokens.fail(
                    typeToken,
                    "registers of type " + typeToken.shown() + " are not supported (expected .pred, or .b, .u, .s or"
                            + " .f with 8 to 64 bits, found " + typeToken.shown() + ")");
        }
        do {
            Token token = tokens.peek();
            String name = tokens.name();
            boolean added;
            if (tokens.accept("<")) {
                int count = tokens.integer("number of registers", 0, Integer.MAX_VALUE);
                tokens.expect(">");
                added = scope.registers(name, count, type, lanes);
            } else {
                added = scope.register(name, type, lanes);
            }
            if (!added) {
                throw twice(token);
            }
        } while (tokens.accept(","));
        tokens.expect(";");
    }

    private RuntimeException twice(Token token) {
        return tokens.fail(token, token.shown() + " is there twice (expected one declaration, found a second)");
    }

    private void location() {
        sourceFile = tokens.integer(".loc: file", 0, Integer.MAX_VALUE);
        sourceLine = tokens.integer(".loc: line", 0, Integer.MAX_VALUE);
        int[] caller = PtxFunctionParser.restOfLocation(tokens);
        callerFile = caller[0];
        callerLine = caller[1];
    }

    private void label(Token token) {
        if (tokens.accept(".branchtargets")) {
            labels.branchTargets(token, scope);
        } else if (tokens.accept(".calltargets")) {
            labels.callTargets(token, scope);
        } else if (tokens.accept(".callprototype")) {
            String name = labels.list(token, scope);
            prototypes.put(name, PtxFunctionParser.callPrototype(tokens, declarations, name));
        } else {
            labels.label(token, scope);
        }
    }

    private void guarded() {
        boolean negated = tokens.accept("!");
        Token token = tokens.peek();
        PtxOperand guard = scope.find(tokens.name());
        if (!(guard instanceof PtxOperand.Register register) || register.type() != PtxType.PRED) {
            throw tokens.fail(
                    token,
                    token.shown() + " is not a predicate register (expected a register of type .pred, found "
                            + (guard instanceof PtxOperand.Register other
                                    ? other.type().written()
                                    : "none") + ")");
        }
        instruction(tokens.take(), register, negated);
    }

    private void instruction(Token opcode, PtxOperand.Register guard, boolean negated) {
        if (opcode.kind() != Kind.WORD
                || opcode.text().charAt(0) == '.'
                || opcode.text().charAt(0) == '%') {
            throw tokens.expected("an instruction", opcode);
        }
        String name = opcode.text();
        while (tokens.peek().kind() == Kind.WORD && tokens.peek().text().charAt(0) == '.') {
            name += tokens.take().text();
        }
        if (name.endsWith(".") || name.contains("..")) {
            throw tokens.fail(opcode, opcode.shown() + " has a modifier without a name (expected one, found '.')");
        }
        PtxMnemonic mnemonic = mnemonics.computeIfAbsent(name, PtxMnemonic::of);
        List<PtxOperand> found = operands.list(mnemonic.opcode().kind() == PtxOpcode.Kind.CALL);
        instructions.add(new PtxInstruction(
                guard,
                negated,
                mnemonic,
                found,
                opcode.line(),
                opcode.column(),
                sourceFile,
                sourceLine,
                callerFile,
                callerLine));
    }
}
