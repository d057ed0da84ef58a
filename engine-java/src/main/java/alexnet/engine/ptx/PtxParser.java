package alexnet.engine.ptx;

import alexnet.engine.ptx.PtxLexer.Kind;
import alexnet.engine.ptx.PtxLexer.Token;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Parses the module level of PTX: directives, variables and entry functions. */
public final class PtxParser {

    private final PtxTokens tokens;
    private final List<PtxVariable> variables = new ArrayList<>();
    private final List<PtxKernelText> kernels = new ArrayList<>();
    private final Map<Integer, String> files = new HashMap<>();

    private PtxParser(PtxTokens tokens) {
        this.tokens = tokens;
    }

    /** @throws alexnet.engine.PtxException naming file, line and column of what is not understood */
    public static PtxModuleText parse(String name, String text) {
        PtxParser parser = new PtxParser(new PtxTokens(name, text));
        parser.module();
        return new PtxModuleText(name, parser.variables, parser.kernels, parser.files);
    }

    private void module() {
        boolean versioned = false;
        while (tokens.peek().kind() != Kind.END) {
            Token token = tokens.take();
            switch (token.text()) {
                case ".version" -> {
                    tokens.take();
                    versioned = true;
                }
                case ".target" -> tokens.skipLine();
                case ".address_size" -> addressSize();
                case ".visible", ".extern", ".weak", ".common" -> {}
                case ".file" -> file();
                case ".loc" -> tokens.skipLine();
                case ".section" -> section();
                case ".pragma" -> {
                    tokens.take();
                    tokens.expect(";");
                }
                case ".global", ".const", ".shared" ->
                    variables.addAll(variable(tokens, token.text().substring(1)));
                case ".entry" -> kernels.add(entry());
                case ".func" -> throw tokens.fail(token, "functions that are called (.func) are not supported");
                default -> throw tokens.fail(token, "unknown directive '" + token.text() + "'");
            }
        }
        if (!versioned) {
            throw tokens.fail(tokens.peek(), "no .version directive: this is not PTX");
        }
    }

    private void addressSize() {
        Token token = tokens.take();
        if (!token.text().equals("64")) {
            throw tokens.fail(token, "address size (expected 64, found " + token.text() + ")");
        }
    }

    private void file() {
        int number = tokens.integer();
        String path = tokens.take().text();
        files.put(number, path.substring(path.lastIndexOf('/') + 1));
        while (tokens.accept(",")) {
            tokens.integer();
        }
    }

    private void section() {
        tokens.take();
        tokens.skipBraces();
    }

    private PtxKernelText entry() {
        String name = tokens.word();
        List<PtxVariable> parameters = new ArrayList<>();
        if (tokens.accept("(")) {
            while (!tokens.accept(")")) {
                tokens.expect(".param");
                parameters.addAll(declaration(tokens, "param"));
                tokens.accept(",");
            }
        }
        int maxThreads = 0;
        while (!tokens.peek().is("{")) {
            Token directive = tokens.take();
            switch (directive.text()) {
                case ".maxntid", ".reqntid" -> {
                    maxThreads = tokens.integer();
                    while (tokens.accept(",")) {
                        maxThreads *= tokens.integer();
                    }
                }
                case ".minnctapersm", ".maxnctapersm", ".maxnreg" -> tokens.integer();
                case ".noreturn" -> {}
                default -> throw tokens.fail(directive, "unknown directive '" + directive.text() + "'");
            }
        }
        return new PtxBodyParser(tokens, name, parameters, maxThreads).parse();
    }

    /** The rest of a variable's declaration, its state space being taken already, with the semicolon. */
    static List<PtxVariable> variable(PtxTokens tokens, String space) {
        List<PtxVariable> declared = declaration(tokens, space);
        tokens.expect(";");
        return declared;
    }

    private static List<PtxVariable> declaration(PtxTokens tokens, String space) {
        int alignment = 0;
        int lanes = 1;
        PtxType type = null;
        while (type == null) {
            Token token = tokens.take();
            switch (token.text()) {
                case ".align" -> alignment = tokens.integer();
                case ".v2" -> lanes = 2;
                case ".v4" -> lanes = 4;
                case ".ptr", ".global", ".const", ".shared" -> {}
                default -> {
                    type = token.text().startsWith(".")
                            ? PtxType.named(token.text().substring(1))
                            : null;
                    if (type == null || type == PtxType.PRED) {
                        throw tokens.fail(token, "expected a type, found '" + token.text() + "'");
                    }
                }
            }
        }
        // ".param .u64 .ptr .global .align 4 name": the attributes of a pointer parameter say nothing the emulator
        // needs.
        while (tokens.peek().text().startsWith(".")) {
            String attribute = tokens.take().text();
            if (attribute.equals(".align")) {
                tokens.integer();
            }
        }
        Token nameToken = tokens.peek();
        String name = tokens.word();
        long count = lanes;
        boolean open = false;
        while (tokens.accept("[")) {
            if (tokens.accept("]")) {
                open = true;
            } else {
                count *= tokens.integer();
                tokens.expect("]");
            }
        }
        if (count * type.bytes > Integer.MAX_VALUE - 8) {
            throw tokens.fail(nameToken, name + ": " + count * type.bytes + " bytes are too many for one variable");
        }
        byte[] initial = tokens.accept("=") ? initialiser(tokens, type, (int) count) : null;
        int bytes = open ? 0 : (int) count * type.bytes;
        return List.of(new PtxVariable(space, name, bytes, Math.max(alignment, type.bytes * lanes), initial));
    }

    private static byte[] initialiser(PtxTokens tokens, PtxType type, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count * type.bytes).order(ByteOrder.LITTLE_ENDIAN);
        int depth = 0;
        do {
            Token token = tokens.peek();
            if (tokens.accept("{")) {
                depth++;
            } else if (tokens.accept("}")) {
                depth--;
            } else if (!tokens.accept(",")) {
                boolean negative = tokens.accept("-");
                PtxOperand.Immediate value = tokens.number(tokens.take());
                if (bytes.remaining() < type.bytes) {
                    throw tokens.fail(token, "more initial values than elements (" + count + ")");
                }
                put(bytes, type, value, negative);
            }
        } while (depth > 0);
        return bytes.array();
    }

    private static void put(ByteBuffer bytes, PtxType type, PtxOperand.Immediate value, boolean negative) {
        long bits = value.bits();
        if (type == PtxType.F32 && value.floatBytes() == 8) {
            bits = Float.floatToRawIntBits((float) Double.longBitsToDouble(bits));
        }
        if (negative) {
            bits = switch (type) {
                case F32 -> bits ^ 0x8000_0000L;
                case F64 -> bits ^ Long.MIN_VALUE;
                default -> -bits;
            };
        }
        switch (type.bytes) {
            case 1 -> bytes.put((byte) bits);
            case 2 -> bytes.putShort((short) bits);
            case 4 -> bytes.putInt((int) bits);
            default -> bytes.putLong(bits);
        }
    }
}
