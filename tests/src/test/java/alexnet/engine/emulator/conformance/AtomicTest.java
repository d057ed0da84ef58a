package alexnet.engine.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.LaunchGeometry;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Atomic operations ({@code atom}, {@code red}) of every form, against a model that does them one after the other. */
final class AtomicTest {

    static final List<String> FORMS = List.of(
            "atom{,.global,.shared}.{and,or,xor,exch}.{b32,b64}",
            "atom{,.global,.shared}.cas.{b16,b32,b64}",
            "atom{,.global,.shared}.add.{u32,s32,u64,f32,f64}",
            "atom{,.global,.shared}.add.noftz.{f16,f16x2}",
            "atom{,.global,.shared}.{inc,dec}.u32",
            "atom{,.global,.shared}.{min,max}.{u32,s32,u64,s64}",
            "atom.{relaxed,acquire,release,acq_rel}{,.cta,.gpu,.sys}.global.add.u32",
            "atom.{cta,gpu,sys}.global.add.u32",
            "red{,.global,.shared}.{and,or,xor}.{b32,b64}",
            "red{,.global,.shared}.add.{u32,s32,u64,f32,f64}",
            "red{,.global,.shared}.add.noftz.{f16,f16x2}",
            "red{,.global,.shared}.{inc,dec}.u32",
            "red{,.global,.shared}.{min,max}.{u32,s32,u64,s64}",
            "red.{relaxed,release}{,.cta,.gpu,.sys}.global.add.u32",
            "red.{cta,gpu,sys}.global.add.u32");

    private static final int THREADS = 96;
    private static final int CELLS = 16;

    static Stream<String> forms() {
        return FORMS.stream().flatMap(pattern -> Braces.expand(pattern).stream());
    }

    private static String part(String form, String choices) {
        return List.of(form.split("\\.")).stream()
                .filter(word -> word.matches(choices))
                .findFirst()
                .orElseThrow();
    }

    /** Lanes of a block in ascending order, several of them on each cell; odd threads only in the second half. */
    @ParameterizedTest
    @MethodSource("forms")
    void lanesInAscendingOrder(String form) {
        String operation = part(form, "and|or|xor|exch|cas|add|inc|dec|min|max");
        String type = form.substring(form.lastIndexOf('.') + 1);
        int size = AtomicModel.bytes(type);
        long[] edges = Kind.valueOf(type.toUpperCase(java.util.Locale.ROOT)).edges();
        Random random = new Random(11);
        byte[] operands = new byte[THREADS * 16];
        byte[] cells = new byte[CELLS * 8];
        for (int i = 0; i < THREADS * 2; i++) {
            // Few different values: exchanges must find what they compare with.
            long value = random.nextInt(3) == 0 && operation.equals("cas")
                    ? edges[random.nextInt(3)]
                    : edges[random.nextInt(edges.length)];
            ByteProgram.put(operands, 8 * i, 8, value);
        }
        for (int i = 0; i < CELLS; i++) {
            ByteProgram.put(cells, 8 * i, 8, edges[random.nextInt(operation.equals("cas") ? 3 : edges.length)]);
        }
        byte[] expectedCells = cells.clone();
        byte[] out = new byte[THREADS * 8];
        byte[] expectedOut = out.clone();
        boolean shared = form.contains(".shared");
        for (int thread = 0; thread < THREADS; thread++) {
            if (thread < THREADS / 2 || thread % 2 == 1) {
                int cell = thread * 7 % CELLS * 8 + (size == 2 && thread % 3 == 0 ? 2 : 0);
                long old = ByteProgram.number(expectedCells, cell, size);
                long x = ByteProgram.number(operands, thread * 16, size);
                long y = ByteProgram.number(operands, thread * 16 + 8, size);
                boolean flush = type.equals("f32") && !shared;
                ByteProgram.put(expectedCells, cell, size, AtomicModel.apply(operation, type, old, x, y, flush));
                if (form.startsWith("atom")) {
                    ByteProgram.put(expectedOut, thread * 8, 8, old);
                }
            }
        }
        ByteProgram.run(text(form, operation, size, shared), ByteProgram.threads(THREADS), operands, cells, out);
        if (type.startsWith("f")) {
            canonical(type, cells);
            canonical(type, out);
            canonical(type, expectedCells);
            canonical(type, expectedOut);
        }
        assertThat(cells).as("memory after " + form).isEqualTo(expectedCells);
        assertThat(out).as("old values of " + form).isEqualTo(expectedOut);
    }

    /** Which NaN comes out is open for single and double floats. */
    private static void canonical(String type, byte[] values) {
        for (int i = 0; i < values.length; i += 8) {
            if (type.equals("f32") && Float.isNaN(Float.intBitsToFloat((int) ByteProgram.number(values, i, 4)))) {
                ByteProgram.put(values, i, 4, 0x7fc0_0000);
            }
            if (type.equals("f64") && Double.isNaN(Double.longBitsToDouble(ByteProgram.number(values, i, 8)))) {
                ByteProgram.put(values, i, 8, 0x7ff8_0000_0000_0000L);
            }
        }
    }

    private static String text(String form, String operation, int size, boolean shared) {
        String letter = size == 2 ? "%h" : size == 4 ? "%r" : "%l";
        StringBuilder body = new StringBuilder(".shared .align 8 .b8 held[" + CELLS * 8 + "];\n");
        body.append("setp.ge.u32 %p2, %r0, " + CELLS + ";\n@%p2 bra filled;\n");
        body.append("mul.wide.u32 %l6, %r0, 8; add.s64 %l7, %l1, %l6; mov.u64 %l8, held; add.s64 %l8, %l8, %l6;\n");
        body.append("ld.global.b64 %l9, [%l7]; st.shared.b64 [%l8], %l9;\nfilled:\nbar.sync 0;\n");
        body.append(shared ? "mov.u64 %l5, held;\n" : "mov.u64 %l5, %l1;\n");
        body.append("mul.lo.u32 %r2, %r0, 7; and.b32 %r2, %r2, " + (CELLS - 1) + "; shl.b32 %r2, %r2, 3;\n");
        if (size == 2) {
            body.append("rem.u32 %r3, %r0, 3; setp.eq.u32 %p3, %r3, 0; @%p3 add.u32 %r2, %r2, 2;\n");
        }
        body.append("cvt.u64.u32 %l6, %r2; add.s64 %l5, %l5, %l6;\n");
        body.append("mul.wide.u32 %l6, %r0, 16; add.s64 %l6, %l0, %l6;\n");
        body.append("ld.global.b" + 8 * size + " " + letter + "20, [%l6];\n");
        body.append("ld.global.b" + 8 * size + " " + letter + "21, [%l6+8];\n");
        String operands = (form.startsWith("atom") ? letter + "22, " : "") + "[%l5], " + letter + "20"
                + (operation.equals("cas") ? ", " + letter + "21" : "");
        body.append("mov.u64 %l22, 0; mov.u32 %r22, 0; mov.b16 %h22, 0;\n");
        body.append("and.b32 %r4, %r0, 1; setp.ne.u32 %p1, %r4, 0; setp.lt.u32 %p4, %r0, " + THREADS / 2 + ";\n");
        body.append("or.pred %p1, %p1, %p4;\n@%p1 " + form + " " + operands + ";\n");
        body.append("mul.wide.u32 %l6, %r0, 8; add.s64 %l7, %l2, %l6;\n");
        body.append("st.global.b" + 8 * size + " [%l7], " + letter + "22;\nbar.sync 0;\n@%p2 bra over;\n");
        if (shared) {
            body.append("ld.shared.b64 %l9, [%l8]; add.s64 %l7, %l1, %l6; st.global.b64 [%l7], %l9;\n");
        }
        return ByteProgram.text("", 3, body.append("over:\n").toString());
    }

    /** Many blocks on all workers at once: totals that do not depend on their order, exact in every type. */
    @ParameterizedTest
    @CsvSource({
        "red.global.add.f32, f, 16384",
        "red.add.f64, d, 16384",
        "red.global.add.u32, r, 16384",
        "red.global.add.u64, l, 16384",
    })
    void nothingIsLostBetweenBlocks(String form, char letter, long total) {
        String one = switch (letter) {
            case 'f' -> "mov.f32 %f1, 0f3F800000;\n";
            case 'd' -> "mov.f64 %d1, 0d3FF0000000000000;\n";
            case 'l' -> "mov.u64 %l11, 1;\n";
            default -> "mov.u32 %r1, 1;\n";
        };
        String operand = letter == 'l' ? "%l11" : "%" + letter + "1";
        byte[] sum = new byte[8];
        ByteProgram.run(
                ByteProgram.text("", 1, one + form + " [%l0], " + operand + ";\n"),
                LaunchGeometry.of(256, 1, 1, 64, 1),
                sum);
        long bits = ByteProgram.number(sum, 0, letter == 'r' || letter == 'f' ? 4 : 8);
        double found = switch (letter) {
            case 'f' -> Float.intBitsToFloat((int) bits);
            case 'd' -> Double.longBitsToDouble(bits);
            default -> bits;
        };
        assertThat(found).isEqualTo(total);
    }

    /** Two halves in one word are added by threads of different blocks; neither may lose the other's sums. */
    @Test
    void halvesOfOneWordDoNotDisturbEachOther() {
        byte[] sums = new byte[4];
        ByteProgram.run(ByteProgram.text("", 1, """
                        mov.u32 %r1, %ctaid.x;
                        and.b32 %r1, %r1, 1;
                        mul.wide.u32 %l1, %r1, 2;
                        add.s64 %l1, %l0, %l1;
                        mov.b16 %h1, 0x3c00;
                        red.global.add.noftz.f16 [%l1], %h1;
                        """), LaunchGeometry.of(128, 1, 1, 32, 1), sums);
        assertThat(AtomicModel.half((int) ByteProgram.number(sums, 0, 2))).isEqualTo(2048);
        assertThat(AtomicModel.half((int) ByteProgram.number(sums, 2, 2))).isEqualTo(2048);
    }

    /** A sum made by exchanges that are tried until nobody came between. */
    @Test
    void compareAndSwapInALoop() {
        byte[] sum = new byte[4];
        ByteProgram.run(ByteProgram.text("", 1, """
                        add.u32 %r1, %r0, 1;
                        ld.volatile.global.u32 %r2, [%l0];
                        again:
                        mov.u32 %r3, %r2;
                        add.u32 %r4, %r3, %r1;
                        atom.global.cas.b32 %r2, [%l0], %r3, %r4;
                        setp.ne.u32 %p1, %r2, %r3;
                        @%p1 bra again;
                        """), LaunchGeometry.of(40, 1, 1, 64, 1), sum);
        assertThat(ByteProgram.number(sum, 0, 4)).isEqualTo(40 * 64 * 65 / 2);
    }
}
