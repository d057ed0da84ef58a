package alexnet.engine.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.KernelFaultException;
import java.math.BigDecimal;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products of matrices ({@code mma.sync}) of every shape and type, against sums of decimals of any size. */
final class MatrixMultiplyTest {

    private static final int WARPS = 2;

    /** Matrices of one warp as raw bits, and its result as raw bits. */
    private static final class Product {
        final long[][] left;
        final long[][] right;
        final long[][] addend;
        final long[][] result;

        Product(MatrixForm form, Random random, boolean wide) {
            left = fill(form.left(), form.m(), form.k(), random, wide);
            right = fill(form.right(), form.k(), 8, random, wide);
            addend = fill(form.addend(), form.m(), 8, random, wide);
            result = new long[form.m()][8];
        }

        private static long[][] fill(String type, int rows, int columns, Random random, boolean wide) {
            long[][] matrix = new long[rows][columns];
            for (long[] row : matrix) {
                for (int i = 0; i < columns; i++) {
                    row[i] = MatrixForm.random(type, random, wide);
                }
            }
            return matrix;
        }
    }

    static Stream<String> forms() {
        return MatrixForm.FORMS.stream().flatMap(pattern -> Braces.expand(pattern).stream());
    }

    private static Stream<String> floats() {
        return forms().filter(form -> !form.contains(".s32"));
    }

    /** Sums that are exact in double precision: there is one right result. */
    @ParameterizedTest
    @MethodSource("forms")
    void exactSums(String text) {
        MatrixForm form = MatrixForm.of(text);
        Product[] products = run(form, new Random(29), false);
        for (Product product : products) {
            for (int row = 0; row < form.m(); row++) {
                for (int column = 0; column < 8; column++) {
                    assertThat(Long.toHexString(product.result[row][column]))
                            .as("%s, row %d, column %d", text, row, column)
                            .isEqualTo(Long.toHexString(expected(form, product, row, column)));
                }
            }
        }
    }

    private static long expected(MatrixForm form, Product product, int row, int column) {
        BigDecimal sum = new BigDecimal(MatrixForm.value(form.addend(), product.addend[row][column]));
        for (int k = 0; k < form.k(); k++) {
            BigDecimal a = new BigDecimal(MatrixForm.value(form.left(), product.left[row][k]));
            BigDecimal b = new BigDecimal(MatrixForm.value(form.right(), product.right[k][column]));
            if (form.left().equals("b1")) {
                sum = sum.add(a.subtract(b).abs());
            } else {
                sum = sum.add(a.multiply(b));
            }
            if (form.result().equals("f64")) {
                // Double precision is rounded after each product, which is fused with the sum.
                sum = new BigDecimal(sum.doubleValue());
            }
        }
        return switch (form.result()) {
            case "f16" -> AtomicModel.nearestHalf(sum.doubleValue());
            case "f32" -> Float.floatToIntBits(sum.floatValue()) & 0xffff_ffffL;
            case "f64" -> Double.doubleToLongBits(sum.doubleValue());
            default -> {
                BigDecimal kept = form.form().contains("satfinite")
                        ? sum.max(BigDecimal.valueOf(Integer.MIN_VALUE)).min(BigDecimal.valueOf(Integer.MAX_VALUE))
                        : sum;
                yield kept.toBigInteger().intValue() & 0xffff_ffffL;
            }
        };
    }

    /** Any finite values: as near to the exact sum as sums in double precision and one rounding are. */
    @ParameterizedTest
    @MethodSource("floats")
    void allMagnitudes(String text) {
        MatrixForm form = MatrixForm.of(text);
        for (Product product : run(form, new Random(31), true)) {
            for (int row = 0; row < form.m(); row++) {
                for (int column = 0; column < 8; column++) {
                    BigDecimal sum = new BigDecimal(MatrixForm.value(form.addend(), product.addend[row][column]));
                    BigDecimal size = sum.abs();
                    for (int k = 0; k < form.k(); k++) {
                        BigDecimal term = new BigDecimal(MatrixForm.value(form.left(), product.left[row][k]))
                                .multiply(new BigDecimal(MatrixForm.value(form.right(), product.right[k][column])));
                        sum = sum.add(term);
                        size = size.add(term.abs());
                    }
                    double slack = size.doubleValue() * form.k() * 0x1p-52;
                    double found = MatrixForm.value(form.result(), product.result[row][column]);
                    double exact = sum.doubleValue();
                    assertThat(found)
                            .as("%s, row %d, column %d: %s", text, row, column, exact)
                            .isBetween(below(form.result(), exact - slack), above(form.result(), exact + slack));
                }
            }
        }
    }

    /** The value of the result's type that lies next below or at a number, half a step lower. */
    private static double below(String type, double value) {
        return -above(type, -value);
    }

    private static double above(String type, double value) {
        return switch (type) {
            case "f16" -> {
                double size = Math.abs(value);
                double step = Math.max(Math.ulp(size) * 0x1p42, 0x1p-24);
                yield size >= 65504 ? value < 0 ? -65504 : Double.POSITIVE_INFINITY : value + step;
            }
            case "f32" -> {
                double size = Math.abs(value);
                boolean large = size >= Float.MAX_VALUE;
                yield large
                        ? value < 0 ? -Float.MAX_VALUE : Double.POSITIVE_INFINITY
                        : value + Math.max(Math.ulp((float) size), Float.MIN_VALUE);
            }
            default -> value + Math.max(Math.ulp(value), Double.MIN_VALUE);
        };
    }

    /** Infinities and NaN stay in their rows. */
    @ParameterizedTest
    @MethodSource("floats")
    void infinitiesAndNaN(String text) {
        MatrixForm form = MatrixForm.of(text);
        Random random = new Random(37);
        Product[] products = new Product[WARPS];
        for (int i = 0; i < WARPS; i++) {
            products[i] = new Product(form, random, false);
            long infinity = SpecialBits.of(form.left()).infinity();
            products[i].left[2][1] = infinity;
            // An infinity one bit above which is a NaN.
            products[i].left[3][0] = infinity | SpecialBits.of(form.left()).quiet();
            products[i].left[4][0] = infinity;
            products[i].addend[4][0] = SpecialBits.of(form.addend()).infinity()
                    | SpecialBits.of(form.addend()).sign();
            products[i].left[5][2] = infinity;
            products[i].right[2][7] = 0;
        }
        execute(form, products);
        for (Product product : products) {
            for (int column = 0; column < 8; column++) {
                double second = MatrixForm.value(form.right(), product.right[1][column]);
                double third = MatrixForm.value(form.right(), product.right[0][column]);
                assertThat(MatrixForm.value(form.result(), product.result[2][column]))
                        .isEqualTo(second > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
                assertThat(MatrixForm.value(form.result(), product.result[3][column]))
                        .isNaN();
                double fourth = MatrixForm.value(form.result(), product.result[4][column]);
                if (column == 0 && third > 0) {
                    assertThat(fourth).as("opposite infinities").isNaN();
                } else {
                    assertThat(fourth).isEqualTo(third > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
                }
                assertThat(Double.isNaN(MatrixForm.value(form.result(), product.result[5][column])))
                        .as("infinity times zero")
                        .isEqualTo(column == 7);
                assertThat(MatrixForm.value(form.result(), product.result[6][column]))
                        .isFinite();
            }
        }
    }

    /**
     * Bits of a type's special values.
     *
     * @param quiet what makes infinity a quiet NaN
     */
    private record SpecialBits(long infinity, long quiet, long sign) {

        static SpecialBits of(String type) {
            return switch (type) {
                case "f16" -> new SpecialBits(0x7c00, 0x200, 0x8000);
                case "bf16" -> new SpecialBits(0x7f80, 0x40, 0x8000);
                case "f64" -> new SpecialBits(0x7ff0_0000_0000_0000L, 0x8_0000_0000_0000L, Long.MIN_VALUE);
                default -> new SpecialBits(0x7f80_0000L, 0x40_0000L, 0x8000_0000L);
            };
        }
    }

    private static Product[] run(MatrixForm form, Random random, boolean wide) {
        Product[] products = new Product[WARPS];
        for (int i = 0; i < WARPS; i++) {
            products[i] = new Product(form, random, wide);
        }
        execute(form, products);
        return products;
    }

    private static void execute(MatrixForm form, Product[] products) {
        int unit = form.left().equals("f64") ? 8 : 4;
        int a = form.m() * form.k() / 32 / MatrixForm.perRegister(form.left());
        int b = form.k() * 8 / 32 / MatrixForm.perRegister(form.right());
        int c = form.m() * 8 / 32 / MatrixForm.perRegister(form.addend());
        byte[] in = new byte[32 * WARPS * (a + b + c) * unit];
        byte[] out = new byte[32 * WARPS * c * unit];
        for (int t = 0; t < 32 * WARPS; t++) {
            Product product = products[t / 32];
            int lane = t % 32;
            int base = t * (a + b + c) * unit * 8;
            for (int i = 0; i < MatrixForm.perLane(form.m() * form.k()); i++) {
                long value = product.left[form.leftRow(lane, i)][form.leftColumn(lane, i)];
                putBits(in, base, i, form.left(), value);
            }
            base += a * unit * 8;
            for (int i = 0; i < MatrixForm.perLane(form.k() * 8); i++) {
                long value = product.right[form.rightRow(lane, i)][form.rightColumn(lane)];
                putBits(in, base, i, form.right(), value);
            }
            base += b * unit * 8;
            for (int i = 0; i < MatrixForm.perLane(form.m() * 8); i++) {
                long value = product.addend[form.resultRow(lane, i)][form.resultColumn(lane, i)];
                putBits(in, base, i, form.addend(), value);
            }
        }
        ByteProgram.run(text(form, unit, a, b, c), ByteProgram.threads(32 * WARPS), in, out);
        for (int t = 0; t < 32 * WARPS; t++) {
            for (int i = 0; i < MatrixForm.perLane(form.m() * 8); i++) {
                int bits = MatrixForm.bits(form.result());
                int at = t * c * unit + i * bits / 8;
                products[t / 32].result[form.resultRow(t % 32, i)][form.resultColumn(t % 32, i)] =
                        ByteProgram.number(out, at, bits / 8);
            }
        }
    }

    /** Writes element {@code i} behind others of its type, the first in the lowest bits. */
    private static void putBits(byte[] bytes, int base, int i, String type, long value) {
        int bits = MatrixForm.bits(type);
        for (int k = 0; k < bits; k++) {
            int at = base + i * bits + k;
            bytes[at / 8] |= (byte) ((value >>> k & 1) << at % 8);
        }
    }

    private static String text(MatrixForm form, int unit, int a, int b, int c) {
        String letter = unit == 8 ? "%d" : "%r";
        String sums = form.result().equals("f32") ? "%f" : letter;
        StringBuilder body = new StringBuilder();
        body.append("mul.wide.u32 %l2, %r0, " + (a + b + c) * unit + "; add.s64 %l2, %l0, %l2;\n");
        body.append("mul.wide.u32 %l3, %r0, " + c * unit + "; add.s64 %l3, %l1, %l3;\n");
        String type = unit == 8 ? "f64" : "b32";
        for (int i = 0; i < a + b + c; i++) {
            String register = i < a + b ? letter + (i + 10) : sums + (i - a - b + 20);
            body.append("ld.global." + type + " " + register + ", [%l2+" + i * unit + "];\n");
        }
        body.append(form.form() + " " + list(sums, 20, c) + ", " + list(letter, 10, a) + ", " + list(letter, 10 + a, b)
                + ", " + list(sums, 20, c) + ";\n");
        for (int i = 0; i < c; i++) {
            body.append("st.global." + type + " [%l3+" + i * unit + "], " + sums + (20 + i) + ";\n");
        }
        return ByteProgram.text("", 2, body.toString());
    }

    private static String list(String letter, int first, int count) {
        StringBuilder list = new StringBuilder("{");
        for (int i = 0; i < count; i++) {
            list.append(i == 0 ? "" : ", ").append(letter).append(first + i);
        }
        return list.append('}').toString();
    }

    @Test
    void needsTheWholeWarp() {
        String multiply = "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%f1, %f2, %f3, %f4},"
                + " {%r1, %r2, %r3, %r4}, {%r5, %r6}, {%f1, %f2, %f3, %f4};\n";
        assertThatThrownBy(
                        () -> ByteProgram.run(ByteProgram.text("", 1, multiply), ByteProgram.threads(40), new byte[8]))
                .isInstanceOf(KernelFaultException.class)
                .hasMessageContaining("mma.sync.aligned.m16n8k8")
                .hasMessageContaining("thread (32,0,0)")
                .hasMessageContaining("all 32 threads of the warp have to execute it together, lane 8 does not");
    }
}
