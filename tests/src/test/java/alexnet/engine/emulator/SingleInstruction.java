package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.LaunchGeometry;
import alexnet.engine.PtxSource;

/**
 * Runs one instruction on rows of operands in the three ways that the emulator has: all threads with values of their
 * own, all threads with the same values, and every other thread only.
 *
 * <p>Registers are named by letter: r 32 bits, l 64 bits, h 16 bits, f float, d double, p predicate (result only). All
 * operands and results travel as 64 raw bits.
 */
final class SingleInstruction {

    private static final long UNTOUCHED = 0x5a5a_5a5a_5a5aL;

    private final String text;
    private final String registers;

    /**
     * @param text the instruction without operands, or with {@code $} where they go
     * @param registers letters of result and operands
     */
    SingleInstruction(String text, String registers) {
        this.text = text;
        this.registers = registers;
    }

    /** Oracle: the result's raw bits from the operands'. */
    interface Oracle {
        long apply(long[] operands);
    }

    void verify(long[][] rows, Oracle oracle) {
        long[] expected = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            expected[i] = oracle.apply(rows[i]);
        }
        long[] each = run(rows, "%tid.x", "", PtxProgram.threads(rows.length));
        long[] same = run(rows, "%ctaid.x", "", LaunchGeometry.of(rows.length, 1, 1, 3, 1));
        long[] some = run(rows, "%tid.x", "@%p9 ", PtxProgram.threads(rows.length));
        for (int i = 0; i < rows.length; i++) {
            String what = text + " of " + describe(rows[i]);
            assertThat(Long.toHexString(each[i])).as(what).isEqualTo(Long.toHexString(expected[i]));
            assertThat(Long.toHexString(same[i]))
                    .as(what + ", the same in all threads")
                    .isEqualTo(Long.toHexString(expected[i]));
            long masked = i % 2 == 0 ? truncated(UNTOUCHED) : expected[i];
            assertThat(Long.toHexString(some[i])).as(what + ", guarded").isEqualTo(Long.toHexString(masked));
        }
    }

    private static String describe(long[] row) {
        StringBuilder words = new StringBuilder();
        for (long value : row) {
            words.append(" 0x").append(Long.toHexString(value));
        }
        return words.toString();
    }

    private long truncated(long value) {
        return switch (registers.charAt(0)) {
            case 'r', 'f' -> value & 0xffff_ffffL;
            case 'h' -> value & 0xffff;
            case 'p' -> value & 1;
            default -> value;
        };
    }

    private long[] run(long[][] rows, String index, String guard, LaunchGeometry geometry) {
        int operands = registers.length() - 1;
        int[] in = new int[rows.length * operands * 2];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < operands; k++) {
                in[(i * operands + k) * 2] = (int) rows[i][k];
                in[(i * operands + k) * 2 + 1] = (int) (rows[i][k] >>> 32);
            }
        }
        int[] out = new int[rows.length * 2];
        PtxProgram.run(program(index, guard), geometry, in, out);
        long[] results = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            results[i] = out[2 * i] & 0xffff_ffffL | (long) out[2 * i + 1] << 32;
        }
        return results;
    }

    private PtxSource program(String index, String guard) {
        StringBuilder body = new StringBuilder("mov.u32 %r1, " + index + ";\n");
        int operands = registers.length() - 1;
        body.append("mul.wide.u32 %rd9, %r1, ").append(8 * operands).append(";\nadd.s64 %rd9, %rd9, %rd0;\n");
        body.append("mul.wide.u32 %rd8, %r1, 8;\nadd.s64 %rd8, %rd8, %rd1;\n");
        body.append("and.b32 %r2, %r1, 1;\nsetp.ne.u32 %p9, %r2, 0;\n");
        StringBuilder list = new StringBuilder();
        for (int k = 0; k <= operands; k++) {
            int number = 20 + k;
            char letter = registers.charAt(k);
            if (k == 0) {
                body.append("mov.u64 %rd40, ").append(UNTOUCHED).append(";\n");
            } else {
                body.append("ld.global.u64 %rd40, [%rd9+").append(8 * (k - 1)).append("];\n");
            }
            body.append("cvt.u32.u64 %r40, %rd40;\n");
            body.append(
                    switch (letter) {
                        case 'r' -> "mov.u32 %r" + number + ", %r40;\n";
                        case 'l' -> "mov.u64 %rd" + number + ", %rd40;\n";
                        case 'h' -> "cvt.u16.u32 %h" + (number - 10) + ", %r40;\n";
                        case 'f' -> "mov.b32 %f" + number + ", %r40;\n";
                        case 'd' -> "mov.b64 %fd" + (number - 10) + ", %rd40;\n";
                        default -> "and.b32 %r41, %r40, 1;\nsetp.ne.u32 %p" + (number - 10) + ", %r41, 0;\n";
                    });
            list.append(k == 0 ? "" : ", ").append(name(letter, number));
        }
        String written = text.contains("$") ? text.replace("$", list) : text + " " + list;
        body.append(guard).append(written).append(";\n");
        String result = name(registers.charAt(0), 20);
        body.append(
                switch (registers.charAt(0)) {
                    case 'r' -> "cvt.u64.u32 %rd41, " + result + ";\n";
                    case 'l' -> "mov.u64 %rd41, " + result + ";\n";
                    case 'h' -> "cvt.u64.u16 %rd41, " + result + ";\n";
                    case 'f' -> "mov.b32 %r42, " + result + ";\ncvt.u64.u32 %rd41, %r42;\n";
                    case 'd' -> "mov.b64 %rd41, " + result + ";\n";
                    default -> "selp.u64 %rd41, 1, 0, " + result + ";\n";
                });
        body.append("st.global.u64 [%rd8], %rd41;\n");
        return PtxProgram.kernel(2, body.toString());
    }

    private static String name(char letter, int number) {
        return switch (letter) {
            case 'r' -> "%r" + number;
            case 'l' -> "%rd" + number;
            case 'h' -> "%h" + (number - 10);
            case 'f' -> "%f" + number;
            case 'd' -> "%fd" + (number - 10);
            default -> "%p" + (number - 10);
        };
    }
}
