package alexnet.engine.emulator.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Damages PTX in the ways that files are damaged and that authors err; the same seed gives the same text. */
final class PtxMutator {

    private static final Pattern TOKENS = Pattern.compile("[A-Za-z0-9_$%.]+|\\s+|[^A-Za-z0-9_$%.\\s]");
    private static final Pattern NUMBER = Pattern.compile("(?<![A-Za-z0-9_$%.])[0-9][A-Za-z0-9.]*");

    private static final String[] NUMBERS = {
        "0",
        "1",
        "-1",
        "31",
        "255",
        "65536",
        "2147483647",
        "2147483648",
        "2000000000",
        "4294967296",
        "18446744073709551615",
        "18446744073709551616",
        "99999999999999999999999",
        "0x",
        "0xffffffffffffffff",
        "0f3f8",
        "0f7FC00000",
        "0dFFF0000000000000",
        "1.5",
        "1e999",
        "089",
        "0b2",
        "7U",
        "(1<<40)",
        "(1/0)",
        "-(-(3))"
    };

    private static final String[] WORDS = {
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ",",
        ";",
        ":",
        "@",
        "!",
        "-",
        "|",
        "_",
        "<",
        ">",
        "\"",
        "/*",
        "//",
        "\u0000",
        "\u00e9",
        ".reg",
        ".b32",
        ".f64",
        ".pred",
        ".v2",
        ".v4",
        ".param",
        ".shared",
        ".local",
        ".global",
        ".const",
        ".align",
        ".entry",
        ".func",
        ".visible",
        ".extern",
        ".version",
        ".target",
        ".loc",
        ".file",
        ".section",
        ".pragma",
        ".maxntid",
        ".reqntid",
        ".branchtargets",
        ".callprototype",
        ".alias",
        "call",
        "ret",
        "bra",
        "exit",
        "trap",
        "bar.sync",
        "mov.u32",
        "add.f32",
        "ld.global.v4.f32",
        "st.shared.u8",
        "cvt.rn.f32.s64",
        "setp.lt.f32",
        "%p1",
        "%r1",
        "%rd1",
        "%f1",
        "%tid.x",
        "WARP_SZ",
        ".f16x2",
        "atom.global.add.u32",
        "shfl.sync.bfly.b32",
        "%r<2000000000>"
    };

    private final Random random;
    private final List<String> corpus;

    PtxMutator(long seed, List<String> corpus) {
        this.random = new Random(seed);
        this.corpus = corpus;
    }

    /** One text of the corpus with one to three kinds of damage. */
    String next() {
        String text = pick();
        int rounds = 1 + random.nextInt(3);
        for (int i = 0; i < rounds && !text.isEmpty(); i++) {
            text = damage(text);
        }
        return text;
    }

    private String pick() {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private String damage(String text) {
        return switch (random.nextInt(12)) {
            case 0 -> text.substring(0, random.nextInt(text.length() + 1));
            case 1 -> text.substring(random.nextInt(text.length()));
            case 2 -> flipped(text);
            case 3 -> spliced(text);
            case 4 -> lines(text);
            case 5, 6 -> renumbered(text);
            default -> tokens(text);
        };
    }

    private String flipped(String text) {
        StringBuilder result = new StringBuilder(text);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(text.length());
            result.setCharAt(at, (char) (text.charAt(at) ^ 1 << random.nextInt(8)));
        }
        return result.toString();
    }

    private String spliced(String text) {
        String other = pick();
        int from = random.nextInt(other.length());
        int to = Math.min(other.length(), from + random.nextInt(2000));
        int at = random.nextInt(text.length());
        return random.nextBoolean()
                ? text.substring(0, at) + other.substring(from)
                : text.substring(0, at) + other.substring(from, to) + text.substring(at);
    }

    private String lines(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        int at = random.nextInt(lines.size());
        int other = random.nextInt(lines.size());
        switch (random.nextInt(3)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(other, lines.get(at));
            default -> lines.set(other, lines.set(at, lines.get(other)));
        }
        return String.join("\n", lines);
    }

    private String renumbered(String text) {
        Matcher numbers = NUMBER.matcher(text);
        if (!numbers.find(random.nextInt(text.length()))) {
            return text;
        }
        return text.substring(0, numbers.start())
                + NUMBERS[random.nextInt(NUMBERS.length)]
                + text.substring(numbers.end());
    }

    private String tokens(String text) {
        int from = random.nextInt(text.length());
        Matcher matcher = TOKENS.matcher(text);
        List<int[]> near = new ArrayList<>();
        while (near.size() < 12 && matcher.find(near.isEmpty() ? from : near.get(near.size() - 1)[1])) {
            near.add(new int[] {matcher.start(), matcher.end()});
        }
        int[] one = near.get(random.nextInt(near.size()));
        int[] two = near.get(random.nextInt(near.size()));
        String token = text.substring(one[0], one[1]);
        String before = text.substring(0, one[0]);
        String after = text.substring(one[1]);
        return switch (random.nextInt(5)) {
            case 0 -> before + after;
            case 1 -> before + token + " " + token + after;
            case 2 -> before + WORDS[random.nextInt(WORDS.length)] + after;
            case 3 -> before + token + " " + WORDS[random.nextInt(WORDS.length)] + after;
            default ->
                one[0] < two[0]
                        ? before
                                + text.substring(two[0], two[1])
                                + text.substring(one[1], two[0])
                                + token
                                + text.substring(two[1])
                        : before + text.substring(two[0], two[1]) + after;
        };
    }
}
