package alexnet.engine.ptx;

import alexnet.engine.ptx.PtxLexer.Kind;
import alexnet.engine.ptx.PtxLexer.Token;
import java.util.ArrayList;
import java.util.List;

/** Parses the operands of instructions. */
final class PtxOperands {

    /** Records names that may be declared as labels later. */
    interface Forward {
        void name(Token token);
    }

    private final PtxTokens tokens;
    private final PtxSymbols symbols;
    private final Forward forward;
    private PtxScope scope;

    PtxOperands(PtxTokens tokens, PtxSymbols symbols, Forward forward) {
        this.tokens = tokens;
        this.symbols = symbols;
        this.forward = forward;
    }

    void enter(PtxScope inner) {
        scope = inner;
    }

    /** Parses the operands and the semicolon. */
    List<PtxOperand> list(boolean call) {
        List<PtxOperand> operands = new ArrayList<>(4);
        if (!tokens.accept(";")) {
            do {
                operands.add(call && tokens.accept("(") ? arguments() : operand());
            } while (tokens.accept(","));
            tokens.expect(";");
        }
        return operands;
    }

    private PtxOperand arguments() {
        List<PtxOperand> elements = new ArrayList<>();
        if (!tokens.accept(")")) {
            do {
                elements.add(operand());
            } while (tokens.accept(","));
            tokens.expect(")");
        }
        return new PtxOperand.Arguments(elements);
    }

    private PtxOperand operand() {
        Token token = tokens.peek();
        if (token.kind() == Kind.PUNCTUATION) {
            switch (token.text()) {
                case "[" -> {
                    tokens.take();
                    return address();
                }
                case "{" -> {
                    tokens.take();
                    return vector();
                }
                case "!" -> {
                    tokens.take();
                    return tokens.peek().kind() == Kind.WORD ? new PtxOperand.Negated(named()) : negatedConstant();
                }
                default -> {
                    return constant();
                }
            }
        }
        if (token.kind() != Kind.WORD) {
            return constant();
        }
        PtxOperand first = named();
        return tokens.accept("|") ? new PtxOperand.Pair(first, named()) : first;
    }

    private PtxOperand negatedConstant() {
        PtxOperand.Immediate value = new PtxExpression(tokens).value();
        return new PtxOperand.Immediate(value.bits() == 0 ? 1 : 0, 0);
    }

    private PtxOperand constant() {
        if (!PtxExpression.begins(tokens.peek())) {
            throw tokens.expected("an operand", tokens.peek());
        }
        return new PtxExpression(tokens).value();
    }

    private PtxOperand address() {
        PtxOperand base = tokens.peek().kind() == Kind.WORD ? plainName() : constant();
        long offset = 0;
        if (tokens.accept(",")) {
            PtxOperand coordinates = tokens.accept("{") ? vector() : plainName();
            tokens.expect("]");
            return new PtxOperand.Texel(base, coordinates);
        }
        if (!tokens.accept("]")) {
            offset = distance();
            tokens.expect("]");
        }
        return new PtxOperand.Address(base, offset);
    }

    /** {@code +4*3}, {@code -4} or {@code +-4}. */
    private long distance() {
        Token sign = tokens.peek();
        if (!sign.is("+") && !sign.is("-")) {
            throw tokens.expected("'+' or ']'", sign);
        }
        return new PtxExpression(tokens).distance();
    }

    private PtxOperand vector() {
        List<PtxOperand> elements = new ArrayList<>(4);
        do {
            elements.add(tokens.peek().kind() == Kind.WORD ? named() : constant());
        } while (tokens.accept(","));
        tokens.expect("}");
        return new PtxOperand.Vector(elements);
    }

    /** A name, or a variable with an offset. */
    private PtxOperand named() {
        PtxOperand operand = plainName();
        boolean distance = operand instanceof PtxOperand.Symbol
                && (tokens.peek().is("+") || tokens.peek().is("-"));
        return distance ? new PtxOperand.Symbol(((PtxOperand.Symbol) operand).name(), distance()) : operand;
    }

    private PtxOperand plainName() {
        Token token = tokens.peek();
        String word = tokens.name();
        PtxOperand found = scope.find(word);
        if (found != null) {
            return found;
        }
        if (word.equals("_")) {
            return new PtxOperand.Sink();
        }
        if (PtxSpecialRegisters.NAMES.contains(word)) {
            return new PtxOperand.Special(word);
        }
        if (word.charAt(0) == '%' && !symbols.knows(word)) {
            throw tokens.fail(
                    token,
                    "register '" + shortened(word) + "' is not declared or not supported (expected a register that"
                            + " .reg declares before, or a special register that the emulator has, found neither)");
        }
        if (!symbols.knows(word)) {
            forward.name(token);
        }
        return new PtxOperand.Symbol(word);
    }

    private static String shortened(String word) {
        return word.length() <= 60 ? word : word.substring(0, 60) + "...";
    }
}
