package alexnet.engine.ptx;

import alexnet.engine.ptx.PtxLexer.Kind;
import alexnet.engine.ptx.PtxLexer.Token;
import java.util.ArrayList;
import java.util.List;

/** Parses the declarations of variables and parameters (PTX ISA, Variables). */
final class PtxDeclarations {

    /** Alignments beyond this are refused; nvcc writes at most 256. */
    private static final int LARGEST_ALIGNMENT = 1 << 16;

    private static final long LARGEST = Integer.MAX_VALUE - 8;

    /** Type, vector length and alignment in front of the names. */
    private record Kinds(PtxType type, int lanes, int alignment) {}

    /** Receives the variables of a declaration. */
    interface Sink {
        void add(Token nameToken, PtxVariable variable);

        /** A sink that adds each variable to {@code list} as well. */
        default Sink andThen(List<PtxVariable> list) {
            return (token, variable) -> {
                add(token, variable);
                list.add(variable);
            };
        }
    }

    /** Makes a name unique within its function. */
    interface Naming {
        String unique(String name);
    }

    private final PtxTokens tokens;
    private final PtxSymbols symbols;

    PtxDeclarations(PtxTokens tokens, PtxSymbols symbols) {
        this.tokens = tokens;
        this.symbols = symbols;
    }

    /** Parses a declaration after its state space, including the semicolon. */
    void variables(String space, boolean external, Naming naming, Sink sink) {
        Kinds kinds = kinds();
        do {
            Token token = tokens.peek();
            PtxVariable variable = declarator(space, tokens.name(), kinds, external, naming);
            sink.add(token, variable);
        } while (tokens.accept(","));
        tokens.expect(";");
    }

    /** Parses a list of parameters after its opening bracket; with {@code entry}, only .param is allowed. */
    void parameters(boolean entry, Sink sink) {
        if (tokens.accept(")")) {
            return;
        }
        do {
            Token spaceToken = tokens.take();
            boolean register = spaceToken.is(".reg");
            if (!spaceToken.is(".param") && (entry || !register)) {
                throw tokens.expected(entry ? "'.param'" : "'.param' or '.reg'", spaceToken);
            }
            Kinds kinds = parameterKinds(register);
            Token token = tokens.peek();
            String name = tokens.name();
            PtxVariable variable = register
                    ? new PtxVariable("reg", name, kinds.type, kinds.type.bytes, kinds.alignment, null, List.of())
                    : declarator("param", name, kinds, !entry, PtxDeclarations::plain);
            sink.add(token, variable);
        } while (tokens.accept(","));
        tokens.expect(")");
    }

    static String plain(String name) {
        return name;
    }

    private Kinds parameterKinds(boolean register) {
        if (register) {
            return kinds(true);
        }
        Kinds kinds = kinds();
        // ".ptr .global .align 16": the emulator does not need what a pointer parameter points to.
        if (tokens.accept(".ptr")) {
            boolean space = tokens.accept(".global")
                    || tokens.accept(".const")
                    || tokens.accept(".local")
                    || tokens.accept(".shared");
            if (tokens.accept(".align")) {
                alignment();
            } else if (!space && tokens.peek().text().startsWith(".")) {
                throw tokens.expected("a state space, '.align' or a name", tokens.peek());
            }
        }
        return kinds;
    }

    private Kinds kinds() {
        return kinds(false);
    }

    private Kinds kinds(boolean predicates) {
        int alignment = 0;
        int lanes = 1;
        while (true) {
            Token token = tokens.take();
            switch (token.text()) {
                case ".align" -> alignment = alignment();
                case ".attribute" -> attribute();
                case ".v2" -> lanes = 2;
                case ".v4" -> lanes = 4;
                default -> {
                    PtxType type = type(token, predicates);
                    return new Kinds(type, lanes, Math.max(alignment, type.bytes * lanes));
                }
            }
        }
    }

    private PtxType type(Token token, boolean predicates) {
        boolean named = token.kind() == Kind.WORD && token.text().startsWith(".");
        PtxType type = named ? PtxType.named(token.text().substring(1)) : null;
        if (type == null || type == PtxType.TF32) {
            throw tokens.expected("a type", token);
        }
        if (type == PtxType.PRED && !predicates) {
            throw tokens.fail(token, ".pred is a type of registers only (expected another type, found '.pred')");
        }
        return type;
    }

    private int alignment() {
        Token token = tokens.peek();
        int alignment = tokens.integer(".align", 1, LARGEST_ALIGNMENT);
        if (Integer.bitCount(alignment) != 1) {
            throw tokens.fail(token, ".align: (expected a power of two, found " + alignment + ")");
        }
        return alignment;
    }

    private void attribute() {
        tokens.expect("(");
        do {
            Token token = tokens.take();
            if (!token.is(".managed")) {
                throw tokens.fail(token, ".attribute: (expected .managed, found " + token.shown() + ")");
            }
        } while (tokens.accept(","));
        tokens.expect(")");
    }

    private PtxVariable declarator(String space, String name, Kinds kinds, boolean external, Naming naming) {
        Token start = tokens.peek();
        int elementBytes = kinds.type.bytes;
        List<Integer> extents = new ArrayList<>();
        long count = kinds.lanes;
        boolean open = false;
        while (tokens.accept("[")) {
            Token token = tokens.peek();
            if (extents.isEmpty() && !open && tokens.accept("]")) {
                open = true;
                continue;
            }
            long extent = new PtxExpression(tokens).distance();
            tokens.expect("]");
            if (extent < 1 || extent * elementBytes > LARGEST || (count *= extent) * elementBytes > LARGEST) {
                throw tokens.fail(
                        token,
                        "'" + name + "': array size (expected 1 to " + LARGEST + " bytes in all, found "
                                + (extent < 1 ? extent + " elements" : "more") + ")");
            }
            extents.add((int) extent);
        }
        if (kinds.lanes > 1) {
            extents.add(kinds.lanes);
        }
        Token equals = tokens.peek();
        if (!tokens.accept("=")) {
            if (open && !external) {
                throw tokens.fail(
                        start,
                        "'" + name + "' has no size (expected a number in [], an initial value or .extern, found"
                                + " none)");
            }
            return new PtxVariable(
                    space,
                    naming.unique(name),
                    kinds.type,
                    open ? 0 : (int) count * elementBytes,
                    kinds.alignment,
                    null,
                    List.of());
        }
        if (!space.equals("global") && !space.equals("const")) {
            throw tokens.fail(
                    equals,
                    "'" + name + "': no initial value in this state space (expected .global or .const, found ." + space
                            + ")");
        }
        PtxInitialiser content = new PtxInitialiser(tokens, symbols, kinds.type, extents, open);
        content.parse();
        long bytes = open ? count * elementBytes * content.openExtent() : count * elementBytes;
        return new PtxVariable(
                space,
                naming.unique(name),
                kinds.type,
                (int) bytes,
                kinds.alignment,
                content.bytes(),
                content.references());
    }
}
