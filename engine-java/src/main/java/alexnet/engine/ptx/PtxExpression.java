package alexnet.engine.ptx;

import alexnet.engine.ptx.PtxLexer.Kind;
import alexnet.engine.ptx.PtxLexer.Token;
import java.util.Map;

/**
 * Constant expressions (PTX ISA, Constant Expressions): 64-bit integers, signed unless a U, a size or a cast makes them
 * unsigned, and floats in double precision, with the operators and precedences of C.
 */
final class PtxExpression {

    /** Text nested deeper than this is refused, so that no text exhausts the stack. */
    private static final int DEEPEST = 100;

    private static final Map<String, Integer> PRECEDENCE = Map.ofEntries(
            Map.entry("||", 1),
            Map.entry("&&", 2),
            Map.entry("|", 3),
            Map.entry("^", 4),
            Map.entry("&", 5),
            Map.entry("==", 6),
            Map.entry("!=", 6),
            Map.entry("<", 7),
            Map.entry("<=", 7),
            Map.entry(">", 7),
            Map.entry(">=", 7),
            Map.entry("<<", 8),
            Map.entry(">>", 8),
            Map.entry("+", 9),
            Map.entry("-", 9),
            Map.entry("*", 10),
            Map.entry("/", 10),
            Map.entry("%", 10));

    /** A value and whether it is signed, which selects the form of the next operator. */
    private record Value(PtxOperand.Immediate number, boolean unsigned) {

        boolean floating() {
            return number.floatBytes() != 0;
        }

        double real() {
            return switch (number.floatBytes()) {
                case 4 -> Float.intBitsToFloat((int) number.bits());
                case 8 -> Double.longBitsToDouble(number.bits());
                default ->
                    unsigned && number.bits() < 0 ? (number.bits() >>> 1) * 2.0 + (number.bits() & 1) : number.bits();
            };
        }
    }

    private final PtxTokens tokens;
    private int depth;

    PtxExpression(PtxTokens tokens) {
        this.tokens = tokens;
    }

    /** True where a constant expression can begin; names are not part of one. */
    static boolean begins(Token token) {
        return token.kind() == Kind.NUMBER
                || token.kind() == Kind.PUNCTUATION
                        && switch (token.text()) {
                            case "-", "+", "~", "(", "!" -> true;
                            default -> false;
                        };
    }

    /** Parses an expression and returns its value. */
    PtxOperand.Immediate value() {
        Token first = tokens.peek();
        if (first.kind() == Kind.NUMBER) {
            tokens.take();
            Value value = literal(first);
            return (ends(tokens.peek()) ? value : choice(binary(value, 1))).number;
        }
        return choice(binary(unary(), 1)).number;
    }

    /** Parses an expression as a signed offset. */
    long distance() {
        Token first = tokens.peek();
        PtxOperand.Immediate value = value();
        if (value.floatBytes() != 0) {
            throw tokens.expected("an integer", first);
        }
        return value.bits();
    }

    private static boolean ends(Token token) {
        return token.is(",") || token.is(";") || token.is("]") || token.is("}");
    }

    private Value choice(Value condition) {
        Token mark = tokens.peek();
        if (!tokens.accept("?")) {
            return condition;
        }
        enter(mark);
        Value yes = choice(binary(unary(), 1));
        tokens.expect(":");
        Value no = choice(binary(unary(), 1));
        depth--;
        return integer(condition, mark) != 0 ? yes : no;
    }

    private Value binary(Value left, int lowest) {
        Value result = left;
        while (true) {
            Token operator = tokens.peek();
            int precedence = operator.kind() == Kind.PUNCTUATION ? PRECEDENCE.getOrDefault(operator.text(), 0) : 0;
            if (precedence < lowest || precedence == 0) {
                return result;
            }
            tokens.take();
            enter(operator);
            Value right = binary(unary(), precedence + 1);
            depth--;
            result = apply(operator, result, right);
        }
    }

    private Value unary() {
        Token token = tokens.take();
        if (token.kind() == Kind.NUMBER) {
            return literal(token);
        }
        enter(token);
        Value result = switch (token.kind() == Kind.PUNCTUATION ? token.text() : "") {
            case "+" -> unary();
            case "-" -> negated(unary());
            case "~" -> {
                Value value = unary();
                yield new Value(new PtxOperand.Immediate(~integer(value, token), 0), value.unsigned);
            }
            case "!" -> truth(integer(unary(), token) == 0);
            case "(" -> bracket();
            default -> throw tokens.expected("a number", token);
        };
        depth--;
        return result;
    }

    private Value bracket() {
        if (!tokens.peek().text().startsWith(".") || tokens.peek().kind() != Kind.WORD) {
            Value value = choice(binary(unary(), 1));
            tokens.expect(")");
            return value;
        }
        Token type = tokens.take();
        tokens.expect(")");
        boolean unsigned = type.is(".u64");
        if (!unsigned && !type.is(".s64")) {
            throw tokens.expected("a cast to .s64 or .u64", type);
        }
        Value value = unary();
        return new Value(value.floating() ? new PtxOperand.Immediate((long) value.real(), 0) : value.number, unsigned);
    }

    private Value literal(Token token) {
        PtxOperand.Immediate number = tokens.number(token);
        boolean unsigned =
                number.floatBytes() == 0 && (number.bits() < 0 || token.text().endsWith("U"));
        return new Value(number, unsigned);
    }

    private static Value negated(Value value) {
        PtxOperand.Immediate number = value.number;
        return switch (number.floatBytes()) {
            case 4 -> new Value(new PtxOperand.Immediate(number.bits() ^ 0x8000_0000L, 4), false);
            case 8 -> new Value(new PtxOperand.Immediate(number.bits() ^ Long.MIN_VALUE, 8), false);
            default -> new Value(new PtxOperand.Immediate(-number.bits(), 0), value.unsigned);
        };
    }

    private Value apply(Token operator, Value left, Value right) {
        if (left.floating() || right.floating()) {
            return real(operator, left.real(), right.real());
        }
        long a = left.number.bits();
        long b = right.number.bits();
        boolean unsigned = left.unsigned || right.unsigned;
        int order = unsigned ? Long.compareUnsigned(a, b) : Long.compare(a, b);
        String sign = operator.text();
        if ((sign.equals("/") || sign.equals("%")) && b == 0) {
            throw tokens.fail(operator, "'" + sign + "': division by zero (expected a divisor, found 0)");
        }
        return switch (sign) {
            case "||" -> truth(a != 0 || b != 0);
            case "&&" -> truth(a != 0 && b != 0);
            case "==" -> truth(a == b);
            case "!=" -> truth(a != b);
            case "<" -> truth(order < 0);
            case "<=" -> truth(order <= 0);
            case ">" -> truth(order > 0);
            case ">=" -> truth(order >= 0);
            case "<<" -> integer(b < 0 || b > 63 ? 0 : a << b, left.unsigned);
            case ">>" -> integer(shiftedRight(a, b, left.unsigned), left.unsigned);
            case "|" -> integer(a | b, unsigned);
            case "^" -> integer(a ^ b, unsigned);
            case "&" -> integer(a & b, unsigned);
            case "+" -> integer(a + b, unsigned);
            case "-" -> integer(a - b, unsigned);
            case "*" -> integer(a * b, unsigned);
            case "/" -> integer(unsigned ? Long.divideUnsigned(a, b) : a / b, unsigned);
            default -> integer(unsigned ? Long.remainderUnsigned(a, b) : a % b, unsigned);
        };
    }

    private static long shiftedRight(long value, long count, boolean unsigned) {
        boolean beyond = count < 0 || count > 63;
        if (unsigned) {
            return beyond ? 0 : value >>> count;
        }
        return value >> (beyond ? 63 : count);
    }

    private Value real(Token operator, double a, double b) {
        return switch (operator.text()) {
            case "+" -> real(a + b);
            case "-" -> real(a - b);
            case "*" -> real(a * b);
            case "/" -> real(a / b);
            case "==" -> truth(a == b);
            case "!=" -> truth(a != b);
            case "<" -> truth(a < b);
            case "<=" -> truth(a <= b);
            case ">" -> truth(a > b);
            case ">=" -> truth(a >= b);
            default -> throw tokens.fail(operator, operator.shown() + " needs integers (expected two, found floats)");
        };
    }

    private static Value real(double value) {
        return new Value(new PtxOperand.Immediate(Double.doubleToRawLongBits(value), 8), false);
    }

    private static Value truth(boolean value) {
        return integer(value ? 1 : 0, false);
    }

    private static Value integer(long value, boolean unsigned) {
        return new Value(new PtxOperand.Immediate(value, 0), unsigned);
    }

    private long integer(Value value, Token at) {
        if (value.floating()) {
            throw tokens.fail(at, at.shown() + " needs an integer (expected one, found a float)");
        }
        return value.number.bits();
    }

    private void enter(Token token) {
        if (++depth > DEEPEST) {
            throw tokens.fail(
                    token, "expression is nested too deeply (expected at most " + DEEPEST + " levels, found more)");
        }
    }
}
