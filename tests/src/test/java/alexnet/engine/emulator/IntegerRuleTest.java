package alexnet.engine.emulator;

import alexnet.engine.LaunchGeometry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every operation on integers that keeps bases and strides, with extreme bases, strides, factors and masks, against one
 * thread at a time in Java. Sums over the block leave 32 and 64 bits; the results have to be right all the same, one
 * instruction after the other and in traces.
 */
final class IntegerRuleTest {

    private static final long SEED = 20121203;
    private static final int CASES = 16;
    private static final long[] EXTREMES = {
        0,
        1,
        2,
        3,
        4,
        8,
        -1,
        -4,
        1000,
        1L << 30,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0xffff_ffffL,
        1L << 32,
        1L << 61,
        1L << 62,
        -1L << 62,
        Long.MAX_VALUE,
        Long.MAX_VALUE - 7,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        6364136223846793005L,
        1442695040888963407L
    };

    /** Form of an operand: a fixed number, affine in the thread index, or known by rows and not affine. */
    private enum Form {
        FIXED,
        AFFINE,
        ROWS
    }

    /** {@code base + x * tid.x + y * tid.y + z * tid.z + square * tid.y * tid.y}, modulo its width. */
    private record Operand(Form form, long base, long x, long y, long z, long square) {

        static Operand of(Random random) {
            Form form = Form.values()[random.nextInt(3)];
            boolean grows = form != Form.FIXED;
            return new Operand(
                    form,
                    extreme(random),
                    grows ? extreme(random) : 0,
                    grows && random.nextBoolean() ? extreme(random) : 0,
                    grows && random.nextBoolean() ? extreme(random) : 0,
                    form == Form.ROWS ? extreme(random) : 0);
        }

        static Operand fixed(long value) {
            return new Operand(Form.FIXED, value, 0, 0, 0, 0);
        }

        long at(int tx, int ty, int tz) {
            return base + x * tx + y * ty + z * tz + square * ty * ty;
        }

        /** Puts the value into a register; fixed numbers stand in the instruction itself. */
        String ptx(int register, boolean wide) {
            String r = (wide ? "%rd" : "%r") + register;
            String type = wide ? ".s64 " : ".s32 ";
            String at = wide ? "%rd" : "%r";
            StringBuilder s = new StringBuilder();
            s.append("mul.lo").append(type).append(r + ", " + at + "40, " + number(x, wide) + ";\n");
            s.append("mad.lo").append(type).append(r + ", " + at + "41, " + number(y, wide) + ", " + r + ";\n");
            s.append("mad.lo").append(type).append(r + ", " + at + "42, " + number(z, wide) + ", " + r + ";\n");
            if (form == Form.ROWS) {
                s.append("mad.lo")
                        .append(type)
                        .append(r + ", " + at + "43, " + number(square, wide) + ", " + r + ";\n");
            }
            s.append("add").append(type).append(r + ", " + r + ", " + number(base, wide) + ";\n");
            return s.toString();
        }

        private static long extreme(Random random) {
            return switch (random.nextInt(4)) {
                case 0 -> random.nextLong();
                case 1 -> random.nextInt(64) - 32;
                default -> EXTREMES[random.nextInt(EXTREMES.length)];
            };
        }
    }

    private static String number(long value, boolean wide) {
        return wide ? "0x%x".formatted(value) : "0x%x".formatted((int) value);
    }

    private interface Lane {
        long apply(long a, long b, long c);
    }

    /**
     * An instruction.
     *
     * @param text with operands a, b, c and d for the result
     * @param wide which of a, b, c and d have 64 bits, as letters
     * @param second what the second operand may be where it is a fixed number
     */
    private record Rule(String text, String wide, Second second, Lane lane) {

        boolean isWide(char operand) {
            return wide.indexOf(operand) >= 0;
        }
    }

    private enum Second {
        ANY,
        SHIFT,
        MASK
    }

    private static final List<Rule> RULES = List.of(
            new Rule("add.s32 d, a, b;", "", Second.ANY, (a, b, c) -> a + b),
            new Rule("add.s64 d, a, b;", "abd", Second.ANY, (a, b, c) -> a + b),
            new Rule("sub.s32 d, a, b;", "", Second.ANY, (a, b, c) -> a - b),
            new Rule("sub.s64 d, a, b;", "abd", Second.ANY, (a, b, c) -> a - b),
            new Rule("neg.s32 d, a;", "", Second.ANY, (a, b, c) -> -a),
            new Rule("neg.s64 d, a;", "ad", Second.ANY, (a, b, c) -> -a),
            new Rule("not.b32 d, a;", "", Second.ANY, (a, b, c) -> ~a),
            new Rule("not.b64 d, a;", "ad", Second.ANY, (a, b, c) -> ~a),
            new Rule("mul.lo.s32 d, a, b;", "", Second.ANY, (a, b, c) -> a * b),
            new Rule("mul.lo.s64 d, a, b;", "abd", Second.ANY, (a, b, c) -> a * b),
            new Rule("mad.lo.s32 d, a, b, c;", "", Second.ANY, (a, b, c) -> a * b + c),
            new Rule("mad.lo.s64 d, a, b, c;", "abcd", Second.ANY, (a, b, c) -> a * b + c),
            new Rule("shl.b32 d, a, b;", "", Second.SHIFT, (a, b, c) -> b > 31 ? 0 : a << b),
            new Rule("shl.b64 d, a, b;", "ad", Second.SHIFT, (a, b, c) -> b > 63 ? 0 : a << b),
            new Rule("shr.s32 d, a, b;", "", Second.SHIFT, (a, b, c) -> (int) a >> Math.min(b, 31)),
            new Rule("shr.u32 d, a, b;", "", Second.SHIFT, (a, b, c) -> b > 31 ? 0 : (int) a >>> b),
            new Rule("cvt.u32.u64 d, a;", "a", Second.ANY, (a, b, c) -> a),
            new Rule("cvt.s64.s32 d, a;", "d", Second.ANY, (a, b, c) -> (int) a),
            new Rule("cvt.u64.u32 d, a;", "d", Second.ANY, (a, b, c) -> a & 0xffff_ffffL),
            new Rule("mul.wide.s32 d, a, b;", "d", Second.ANY, (a, b, c) -> (long) (int) a * (int) b),
            new Rule("mul.wide.u32 d, a, b;", "d", Second.ANY, (a, b, c) -> (a & 0xffff_ffffL) * (b & 0xffff_ffffL)),
            new Rule("mad.wide.s32 d, a, b, c;", "cd", Second.ANY, (a, b, c) -> (long) (int) a * (int) b + c),
            new Rule("and.b32 d, a, b;", "", Second.MASK, (a, b, c) -> a & b),
            new Rule("and.b32 d, b, a;", "", Second.MASK, (a, b, c) -> a & b),
            new Rule("and.b64 d, a, b;", "abd", Second.MASK, (a, b, c) -> a & b),
            new Rule("or.b32 d, a, b;", "", Second.MASK, (a, b, c) -> a | b),
            new Rule("or.b64 d, a, b;", "abd", Second.MASK, (a, b, c) -> a | b),
            new Rule("min.s32 d, a, b;", "", Second.ANY, (a, b, c) -> Math.min((int) a, (int) b)),
            new Rule("max.s32 d, a, b;", "", Second.ANY, (a, b, c) -> Math.max((int) a, (int) b)),
            new Rule("setp.lt.s32 %p1, c, 8; selp.b32 d, a, b, %p1;", "", Second.ANY, (a, b, c) -> (int) c < 8 ? a : b),
            new Rule("setp.ge.s64 %p1, a, b; selp.b64 d, a, c, %p1;", "abcd", Second.ANY, (a, b, c) -> a >= b ? a : c),
            new Rule(
                    "setp.lo.u64 %p1, a, b; selp.b64 d, b, c, %p1;",
                    "abcd", Second.ANY, (a, b, c) -> Long.compareUnsigned(a, b) < 0 ? b : c),
            new Rule(
                    "setp.hi.u32 %p1, a, b; selp.b32 d, a, c, %p1;",
                    "", Second.ANY, (a, b, c) -> Integer.compareUnsigned((int) a, (int) b) > 0 ? a : c));

    private record Case(Rule rule, Operand a, Operand b, Operand c) {

        static Case of(Rule rule, Random random) {
            Operand b = Operand.of(random);
            if (b.form == Form.FIXED || random.nextInt(3) > 0) {
                b = switch (rule.second) {
                    case ANY -> b;
                    case SHIFT -> Operand.fixed(random.nextInt(40));
                    case MASK -> Operand.fixed((1L << 1 + random.nextInt(63)) - random.nextInt(2));
                };
            }
            if (rule.second == Second.SHIFT && b.form != Form.FIXED) {
                b = new Operand(b.form, random.nextInt(8), 1, 0, 0, b.form == Form.ROWS ? 1 : 0);
            }
            return new Case(rule, Operand.of(random), b, Operand.of(random));
        }

        String ptx() {
            String ra = name('a', 10);
            String rb = name('b', 11);
            String rc = name('c', 12);
            StringBuilder line = new StringBuilder();
            for (String word : rule.text.split("(?<=[ ,;])|(?=[,;])")) {
                line.append(
                        switch (word) {
                            case "a" -> ra;
                            case "b" -> b.form == Form.FIXED ? number(b.base, rule.isWide('b')) : rb;
                            case "c" -> rc;
                            case "d" -> name('d', 13);
                            default -> word;
                        });
            }
            String second = b.form == Form.FIXED ? "" : b.ptx(11, rule.isWide('b'));
            return a.ptx(10, rule.isWide('a')) + second + c.ptx(12, rule.isWide('c')) + line + "\n";
        }

        private String name(char operand, int register) {
            return (rule.isWide(operand) ? "%rd" : "%r") + register;
        }

        long expected(int x, int y, int z) {
            long result =
                    rule.lane.apply(narrow(a.at(x, y, z), 'a'), narrow(b.at(x, y, z), 'b'), narrow(c.at(x, y, z), 'c'));
            return narrow(result, 'd');
        }

        private long narrow(long value, char operand) {
            return rule.isWide(operand) ? value : (int) value;
        }
    }

    static Stream<int[]> blocks() {
        return Stream.of(
                new int[] {32, 1, 1},
                new int[] {8, 4, 1},
                new int[] {5, 3, 2},
                new int[] {64, 2, 1},
                new int[] {1, 9, 1},
                new int[] {16, 2, 2});
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void agreesWithOneThreadAtATime(int[] block) {
        check(block, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "auto"})
    void agreesWithoutTracesAndWithTracesMadeOnceWarm(String traces) throws Exception {
        OtherJvm.run(IntegerRuleTest.class, traces);
    }

    public static void main(String[] arguments) {
        // More blocks than executions that make a trace.
        blocks().forEach(block -> check(block, 100));
        System.out.println(OtherJvm.DONE);
    }

    private static void check(int[] block, int grid) {
        Random random = new Random(SEED);
        for (Rule rule : RULES) {
            List<Case> cases = new ArrayList<>();
            for (int i = 0; i < CASES; i++) {
                cases.add(Case.of(rule, random));
            }
            check(block, grid, cases);
        }
    }

    private static void check(int[] block, int grid, List<Case> cases) {
        int threads = block[0] * block[1] * block[2];
        int[] out = new int[grid * threads * cases.size() * 2];
        PtxProgram.run(
                PtxProgram.kernel(1, ptx(cases)), new LaunchGeometry(grid, 1, 1, block[0], block[1], block[2], 0), out);
        for (int t = 0; t < grid * threads; t++) {
            int lane = t % threads;
            for (int i = 0; i < cases.size(); i++) {
                int at = (t * cases.size() + i) * 2;
                long found = out[at] & 0xffff_ffffL | (long) out[at + 1] << 32;
                long expected =
                        cases.get(i).expected(lane % block[0], lane / block[0] % block[1], lane / block[0] / block[1]);
                if (found != expected) {
                    throw new AssertionError(
                            "seed %d, %dx%dx%d threads, thread block %d, lane %d, case %d, %s: %d, not %d"
                                    .formatted(
                                            SEED,
                                            block[0],
                                            block[1],
                                            block[2],
                                            t / threads,
                                            lane,
                                            i,
                                            cases.get(i),
                                            found,
                                            expected));
                }
            }
        }
    }

    private static String ptx(List<Case> cases) {
        StringBuilder s = new StringBuilder("""
                mov.u32 %r40, %tid.x; mov.u32 %r41, %tid.y; mov.u32 %r42, %tid.z; mul.lo.s32 %r43, %r41, %r41;
                cvt.u64.u32 %rd40, %r40; cvt.u64.u32 %rd41, %r41; cvt.u64.u32 %rd42, %r42;
                mul.lo.s64 %rd43, %rd41, %rd41;
                mov.u32 %r50, %ntid.x; mov.u32 %r51, %ntid.y; mov.u32 %r52, %ntid.z; mov.u32 %r53, %ctaid.x;
                mad.lo.s32 %r54, %r53, %r52, %r42; mad.lo.s32 %r54, %r54, %r51, %r41;
                mad.lo.s32 %r54, %r54, %r50, %r40;
                """);
        s.append("mul.wide.s32 %rd50, %r54, ").append(8 * cases.size()).append("; add.s64 %rd50, %rd50, %rd0;\n");
        for (int i = 0; i < cases.size(); i++) {
            Case each = cases.get(i);
            s.append(each.ptx());
            s.append("st.global.").append(each.rule.isWide('d') ? "u64" : "u32");
            s.append(" [%rd50+")
                    .append(8 * i)
                    .append("], ")
                    .append(each.name('d', 13))
                    .append(";\n");
            if (!each.rule.isWide('d')) {
                s.append("shr.s32 %r13, %r13, 31;\nst.global.u32 [%rd50+");
                s.append(8 * i + 4).append("], %r13;\n");
            }
        }
        return s.toString();
    }
}
