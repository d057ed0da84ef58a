package alexnet.engine.ptx;

import alexnet.engine.ptx.PtxLexer.Kind;
import alexnet.engine.ptx.PtxLexer.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Parses the body of one entry function: declarations, labels and instructions. */
final class PtxBodyParser {

    private final PtxTokens tokens;
    private final String name;
    private final List<PtxVariable> parameters;
    private final int maxThreads;
    private final List<PtxVariable> variables = new ArrayList<>();
    private final List<PtxInstruction> instructions = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private final Map<String, List<String>> branchTargets = new HashMap<>();
    /** Registers by the name in the text, one map per open brace; names are unique through the number of the scope. */
    private final Deque<Map<String, PtxOperand.Register>> scopes = new ArrayDeque<>();

    private int scopeCount;
    private int sourceFile;
    private int sourceLine;

    PtxBodyParser(PtxTokens tokens, String name, List<PtxVariable> parameters, int maxThreads) {
        this.tokens = tokens;
        this.name = name;
        this.parameters = parameters;
        this.maxThreads = maxThreads;
    }

    PtxKernelText parse() {
        do {
            statement();
        } while (!scopes.isEmpty());
        return new PtxKernelText(name, parameters, variables, instructions, labels, branchTargets, maxThreads);
    }

    private void statement() {
        Token token = tokens.take();
        if (token.kind() == Kind.END) {
            throw tokens.fail(token, "end of file inside " + name);
        }
        switch (token.text()) {
            case "{" -> scopes.push(new HashMap<>(Map.of("#", scopeMark())));
            case "}" -> scopes.pop();
            case ";" -> {}
            case ".reg" -> registers();
            case ".shared", ".local" ->
                variables.addAll(PtxParser.variable(tokens, token.text().substring(1)));
            case ".loc" -> location(token);
            case ".pragma" -> {
                tokens.take();
                tokens.expect(";");
            }
            default -> {
                if (tokens.peek().is(":")) {
                    label(token);
                } else {
                    instruction(token);
                }
            }
        }
    }

    private PtxOperand.Register scopeMark() {
        return new PtxOperand.Register(String.valueOf(scopeCount++), PtxType.PRED);
    }

    private void registers() {
        Token typeToken = tokens.take();
        PtxType type = PtxType.named(
                typeToken.text().startsWith(".") ? typeToken.text().substring(1) : "");
        if (type == null) {
            throw tokens.fail(typeToken, "registers of type '" + typeToken.text() + "' are not supported");
        }
        do {
            String register = tokens.word();
            if (tokens.accept("<")) {
                int count = tokens.integer();
                tokens.expect(">");
                for (int i = 0; i < count; i++) {
                    declare(register + i, type);
                }
            } else {
                declare(register, type);
            }
        } while (tokens.accept(","));
        tokens.expect(";");
    }

    private void declare(String register, PtxType type) {
        Map<String, PtxOperand.Register> scope = scopes.peek();
        String unique = register + "#" + scope.get("#").name();
        scope.put(register, new PtxOperand.Register(unique, type));
    }

    private void location(Token token) {
        sourceFile = tokens.integer();
        sourceLine = tokens.integer();
        while (tokens.peek().line() == token.line()) {
            tokens.take();
        }
    }

    private void label(Token token) {
        tokens.expect(":");
        if (tokens.accept(".branchtargets")) {
            List<String> targets = new ArrayList<>();
            do {
                targets.add(tokens.word());
            } while (tokens.accept(","));
            tokens.expect(";");
            branchTargets.put(token.text(), targets);
        } else if (labels.put(token.text(), instructions.size()) != null) {
            throw tokens.fail(token, "label '" + token.text() + "' is there twice");
        }
    }

    private void instruction(Token first) {
        Token opcode = first;
        PtxOperand.Register guard = null;
        boolean negated = false;
        if (first.is("@")) {
            negated = tokens.accept("!");
            Token guardToken = tokens.peek();
            if (!(operand() instanceof PtxOperand.Register register) || register.type() != PtxType.PRED) {
                throw tokens.fail(guardToken, "'" + guardToken.text() + "' is not a predicate register");
            }
            guard = register;
            opcode = tokens.take();
        }
        if (opcode.kind() != Kind.WORD || opcode.text().startsWith(".")) {
            throw tokens.fail(opcode, "expected an instruction, found '" + opcode.text() + "'");
        }
        List<PtxOperand> operands = new ArrayList<>();
        if (!tokens.accept(";")) {
            do {
                operands.add(operand());
            } while (tokens.accept(","));
            tokens.expect(";");
        }
        instructions.add(new PtxInstruction(
                guard, negated, opcode.text(), operands, opcode.line(), opcode.column(), sourceFile, sourceLine));
    }

    private PtxOperand operand() {
        PtxOperand first = simpleOperand();
        return tokens.accept("|") ? new PtxOperand.Pair(first, simpleOperand()) : first;
    }

    private PtxOperand simpleOperand() {
        Token token = tokens.peek();
        if (tokens.accept("[")) {
            PtxOperand base = simpleOperand();
            long offset = 0;
            if (tokens.accept(",")) {
                PtxOperand coordinates = simpleOperand();
                tokens.expect("]");
                return new PtxOperand.Texel(base, coordinates);
            }
            while (!tokens.accept("]")) {
                boolean minus = tokens.accept("-");
                if (!minus) {
                    tokens.expect("+");
                }
                long value = tokens.integer();
                offset += minus ? -value : value;
            }
            return new PtxOperand.Address(base, offset);
        }
        if (tokens.accept("{")) {
            List<PtxOperand> elements = new ArrayList<>();
            do {
                elements.add(simpleOperand());
            } while (tokens.accept(","));
            tokens.expect("}");
            return new PtxOperand.Vector(elements);
        }
        if (tokens.accept("!")) {
            return new PtxOperand.Negated(simpleOperand());
        }
        if (tokens.accept("-")) {
            PtxOperand.Immediate value = tokens.number(tokens.take());
            return value.floatBytes() == 0
                    ? new PtxOperand.Immediate(-value.bits(), 0)
                    : new PtxOperand.Immediate(
                            value.bits() ^ (value.floatBytes() == 4 ? 0x8000_0000L : Long.MIN_VALUE),
                            value.floatBytes());
        }
        if (token.kind() == Kind.NUMBER) {
            return tokens.number(tokens.take());
        }
        return named(tokens.word(), token);
    }

    private PtxOperand named(String word, Token token) {
        if (word.equals("_")) {
            return new PtxOperand.Sink();
        }
        for (Map<String, PtxOperand.Register> scope : scopes) {
            PtxOperand.Register register = scope.get(word);
            if (register != null) {
                return register;
            }
        }
        if (PtxSpecialRegisters.NAMES.contains(word)) {
            return new PtxOperand.Special(word);
        }
        if (word.startsWith("%")) {
            throw tokens.fail(token, "register '" + word + "' is not declared or not supported");
        }
        return new PtxOperand.Symbol(word);
    }
}
