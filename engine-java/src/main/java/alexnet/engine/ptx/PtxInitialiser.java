package alexnet.engine.ptx;

import alexnet.engine.ptx.PtxLexer.Kind;
import alexnet.engine.ptx.PtxLexer.Token;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The initial value of a variable (PTX ISA, Initializers): numbers, and addresses of variables and functions, in braces
 * nested like the array's dimensions. Missing values are zero.
 */
final class PtxInitialiser {

    private final PtxTokens tokens;
    private final PtxSymbols symbols;
    private final PtxType type;
    private final List<Integer> extents;
    private final boolean open;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final List<PtxVariable.Reference> references = new ArrayList<>();
    private int openExtent;

    /**
     * @param extents elements of each dimension, without the first one where {@code open}
     * @param open true if the number of values determines the first dimension
     */
    PtxInitialiser(PtxTokens tokens, PtxSymbols symbols, PtxType type, List<Integer> extents, boolean open) {
        this.tokens = tokens;
        this.symbols = symbols;
        this.type = type;
        this.extents = new ArrayList<>(extents);
        this.open = open;
        if (open) {
            this.extents.add(0, Integer.MAX_VALUE);
        }
    }

    void parse() {
        level(0, 0);
    }

    byte[] bytes() {
        return content.toByteArray();
    }

    List<PtxVariable.Reference> references() {
        return List.copyOf(references);
    }

    /** Size of the open first dimension, from the number of values. */
    int openExtent() {
        return openExtent;
    }

    /** As deep as the array has dimensions; {@code offset} is where the level begins. */
    private void level(int dimension, long offset) {
        if (dimension == extents.size()) {
            element(offset);
            return;
        }
        tokens.expect("{");
        long step = type.bytes;
        for (int i = dimension + 1; i < extents.size(); i++) {
            step *= extents.get(i);
        }
        int count = 0;
        do {
            if (count == extents.get(dimension) || (count + 1) * step > Integer.MAX_VALUE - 8) {
                throw tokens.fail(
                        tokens.peek(),
                        "more initial values than elements (expected at most " + extents.get(dimension)
                                + ", found more)");
            }
            level(dimension + 1, offset + count * step);
            count++;
        } while (tokens.accept(","));
        tokens.expect("}");
        if (open && dimension == 0) {
            openExtent = count;
        }
    }

    private void element(long offset) {
        Token token = tokens.peek();
        if (token.kind() == Kind.WORD) {
            reference(token, offset, -1L);
            return;
        }
        PtxOperand.Immediate value = new PtxExpression(tokens).value();
        if (value.floatBytes() == 0 && tokens.accept("(")) {
            reference(tokens.peek(), offset, value.bits());
            tokens.expect(")");
            return;
        }
        store(offset, bits(token, value));
    }

    private long bits(Token token, PtxOperand.Immediate value) {
        boolean number = value.floatBytes() != 0;
        boolean floats = type.floating();
        boolean either = type == PtxType.B16 || type == PtxType.B32 || type == PtxType.B64;
        if (type.half() || number && !floats && !either || !number && floats) {
            throw tokens.fail(
                    token,
                    "initial value has the wrong type (expected "
                            + (type.half() ? "none for halves" : floats ? "a float" : "an integer") + ", found "
                            + (number ? "a float" : "an integer") + ")",
                    type.half() ? "declare the variable as .b16 and write the bits" : null);
        }
        if (!number) {
            PtxImmediates.require(tokens, token, value, type.bytes);
            return value.bits();
        }
        double real = value.floatBytes() == 4
                ? Float.intBitsToFloat((int) value.bits())
                : Double.longBitsToDouble(value.bits());
        if (type.bytes == value.floatBytes()) {
            return value.bits();
        }
        return type.bytes == 8 ? Double.doubleToRawLongBits(real) : Float.floatToRawIntBits((float) real);
    }

    private void reference(Token first, long offset, long mask) {
        boolean generic = first.is("generic");
        Token token = first;
        if (generic) {
            tokens.take();
            tokens.expect("(");
            token = tokens.peek();
        }
        String name = tokens.name();
        if (generic) {
            tokens.expect(")");
        }
        symbols.requireAddress(token, name);
        if (type.bytes < 4 && mask == -1 || type.floating()) {
            throw tokens.fail(
                    token,
                    "the address of '" + name + "' does not fit (expected an integer type of 4 or 8" + " bytes, found "
                            + type.written() + ")");
        }
        long addend = 0;
        if (tokens.peek().is("+") || tokens.peek().is("-")) {
            addend = new PtxExpression(tokens).distance();
        }
        references.add(new PtxVariable.Reference((int) offset, type.bytes, name, addend, generic, mask));
        store(offset, 0);
    }

    private void store(long offset, long bits) {
        while (content.size() < offset) {
            content.write(0);
        }
        for (int i = 0; i < type.bytes; i++) {
            content.write((int) (bits >>> 8 * i));
        }
    }
}
