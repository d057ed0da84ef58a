package alexnet.engine.ptx;

import alexnet.engine.ptx.PtxLexer.Kind;
import alexnet.engine.ptx.PtxLexer.Token;
import java.util.Set;

/** Parses {@code .version}, {@code .target} and {@code .address_size}, which must come first and in this order. */
final class PtxHeaderParser {

    /** The newest PTX ISA version that is accepted, as ten times major plus minor: that of CUDA 13.0. */
    static final int NEWEST = 90;

    private static final Set<String> TARGETS = Set.of(
            "sm_10", "sm_11", "sm_12", "sm_13", "sm_20", "sm_21", "sm_30", "sm_32", "sm_35", "sm_37", "sm_50", "sm_52",
            "sm_53", "sm_60", "sm_61", "sm_62", "sm_70", "sm_72", "sm_75", "sm_80", "sm_86", "sm_87", "sm_88", "sm_89",
            "sm_90", "sm_90a", "sm_100", "sm_100a", "sm_100f", "sm_101", "sm_101a", "sm_101f", "sm_103", "sm_103a",
            "sm_103f", "sm_110", "sm_110a", "sm_110f", "sm_120", "sm_120a", "sm_120f", "sm_121", "sm_121a", "sm_121f");

    private static final Set<String> OPTIONS =
            Set.of("debug", "texmode_unified", "texmode_independent", "map_f64_to_f32");

    private final PtxTokens tokens;

    PtxHeaderParser(PtxTokens tokens) {
        this.tokens = tokens;
    }

    PtxHeaderText parse() {
        Token start = tokens.peek();
        if (!tokens.accept(".version")) {
            throw tokens.fail(
                    start,
                    "no .version directive: this is not PTX (expected .version, found " + start.shown() + ")",
                    "the file must be PTX text as nvcc -ptx writes it, not a cubin or C++");
        }
        int version = version();
        String target = target();
        if (tokens.accept(".address_size")) {
            Token size = tokens.take();
            if (size.kind() != Kind.NUMBER || !size.text().equals("64")) {
                throw tokens.fail(size, ".address_size: only 64 bits (expected 64, found " + size.shown() + ")");
            }
        }
        return new PtxHeaderText(version, target);
    }

    private int version() {
        Token token = tokens.take();
        String text = token.text();
        int dot = text.indexOf('.');
        boolean formed = token.kind() == Kind.NUMBER
                && dot >= 1
                && dot <= 2
                && text.length() == dot + 2
                && text.chars().filter(c -> c != '.').allMatch(c -> c >= '0' && c <= '9');
        if (!formed) {
            throw tokens.expected("a version such as 7.0", token);
        }
        int version = 10 * Integer.parseInt(text.substring(0, dot)) + (text.charAt(dot + 1) - '0');
        if (version > NEWEST || version < 10) {
            throw tokens.fail(
                    token,
                    ".version: PTX ISA " + text + " is not known (expected 1.0 to " + NEWEST / 10 + "." + NEWEST % 10
                            + ", found " + text + ")",
                    "compile with nvcc 13.0 or older; older PTX also runs on newer GPUs");
        }
        return version;
    }

    private String target() {
        Token directive = tokens.peek();
        if (!tokens.accept(".target")) {
            throw tokens.expected("'.target' after '.version'", directive);
        }
        String target = null;
        do {
            Token token = tokens.peek();
            String name = tokens.name();
            if (TARGETS.contains(name)) {
                target = name;
            } else if (!OPTIONS.contains(name)) {
                throw tokens.fail(
                        token,
                        ".target: " + token.shown() + " is not known (expected sm_10 to sm_121, found " + name + ")",
                        "compile with nvcc -arch=compute_60 to compute_80");
            }
        } while (tokens.accept(","));
        if (target == null) {
            throw tokens.expected("an architecture such as sm_60", tokens.peek());
        }
        return target;
    }
}
