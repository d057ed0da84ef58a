package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/** The carry flag from instruction to instruction: long sums and products, branches, loops and guards between them. */
final class CarryFlagTest {

    private static final int THREADS = 64;

    private static BigInteger number(int[] words, int from, int count) {
        BigInteger value = BigInteger.ZERO;
        for (int i = count - 1; i >= 0; i--) {
            value = value.shiftLeft(32).or(BigInteger.valueOf(words[from + i] & 0xffff_ffffL));
        }
        return value;
    }

    /** Words of which many are all ones or zeros, so that carries run far. */
    private static int[] words(int count, long seed) {
        Random random = new Random(seed);
        int[] words = new int[count];
        for (int i = 0; i < count; i++) {
            words[i] = switch (random.nextInt(4)) {
                case 0 -> 0;
                case 1 -> -1;
                default -> random.nextInt();
            };
        }
        return words;
    }

    private static String addresses(int bytes) {
        return "mad.wide.u32 %rd10, %r0, " + bytes + ", %rd0; mad.wide.u32 %rd11, %r0, " + bytes + ", %rd1;\n"
                + "mad.wide.u32 %rd12, %r0, " + bytes + ", %rd2;\n";
    }

    /** Eight words with loads, stores, multiplications and comparisons between the additions. */
    @Test
    void sumsAndDifferencesOf256Bits() {
        for (String name : new String[] {"add", "sub"}) {
            StringBuilder body = new StringBuilder(addresses(32));
            for (int i = 0; i < 8; i++) {
                String form = i == 0 ? name + ".cc.u32" : i == 7 ? name + "c.u32" : name + "c.cc.u32";
                body.append("ld.global.u32 %r1, [%rd10+").append(4 * i).append("]; ");
                body.append("ld.global.u32 %r2, [%rd11+").append(4 * i).append("];\n");
                body.append(form).append(" %r3, %r1, %r2; mul.lo.u32 %r4, %r1, %r2; setp.lt.u32 %p1, %r4, %r1;\n");
                body.append("add.u32 %r5, %r4, %r4; st.global.u32 [%rd12+")
                        .append(4 * i)
                        .append("], %r3;\n");
            }
            verify(body.toString(), name, 8, name.equals("add") ? BigInteger::add : BigInteger::subtract);
        }
    }

    /** Runs a kernel on two numbers of each thread and compares its 256-bit result with what {@code exact} gives. */
    private static void verify(String body, String name, int operandWords, BinaryOperator<BigInteger> exact) {
        int[] a = words(8 * THREADS, 1);
        int[] b = words(8 * THREADS, 2);
        int[] results = new int[8 * THREADS];
        PtxProgram.run(PtxProgram.kernel(3, body), PtxProgram.threads(THREADS), a, b, results);
        for (int t = 0; t < THREADS; t++) {
            BigInteger result = exact.apply(number(a, 8 * t, operandWords), number(b, 8 * t, operandWords));
            assertThat(number(results, 8 * t, 8))
                    .as("%s of thread %d", name, t)
                    .isEqualTo(result.mod(BigInteger.ONE.shiftLeft(256)));
        }
    }

    /** Schoolbook product of two 128-bit numbers with 64-bit multiply-adds. */
    @Test
    void productsOf128Bits() {
        String body = addresses(32) + """
                ld.global.v2.u64 {%rd20, %rd21}, [%rd10];
                ld.global.v2.u64 {%rd22, %rd23}, [%rd11];
                mul.lo.u64 %rd30, %rd20, %rd22; mul.hi.u64 %rd31, %rd20, %rd22;
                mul.lo.u64 %rd32, %rd21, %rd23; mul.hi.u64 %rd33, %rd21, %rd23;
                mad.lo.cc.u64 %rd31, %rd20, %rd23, %rd31;
                madc.hi.cc.u64 %rd32, %rd20, %rd23, %rd32;
                addc.u64 %rd33, %rd33, 0;
                mad.lo.cc.u64 %rd31, %rd21, %rd22, %rd31;
                madc.hi.cc.u64 %rd32, %rd21, %rd22, %rd32;
                addc.u64 %rd33, %rd33, 0;
                st.global.v2.u64 [%rd12], {%rd30, %rd31};
                st.global.v2.u64 [%rd12+16], {%rd32, %rd33};
                """;
        verify(body, "product", 4, BigInteger::multiply);
    }

    /** The flag is each thread's own: paths that part, a loop's back edge and guards keep it. */
    @Test
    void flagLastsOverBranchesAndLoops() {
        String body = addresses(32) + """
                and.b32 %r20, %r0, 3; mov.u32 %r21, 0; add.cc.u32 %r22, 0, 0; mov.u64 %rd20, 0;
                next:
                add.u64 %rd21, %rd10, %rd20; add.u64 %rd22, %rd11, %rd20; add.u64 %rd23, %rd12, %rd20;
                ld.global.u32 %r1, [%rd21]; ld.global.u32 %r2, [%rd22];
                setp.eq.u32 %p1, %r20, 1; setp.eq.u32 %p2, %r20, 2;
                @%p1 bra one;
                @%p2 bra two;
                addc.cc.u32 %r3, %r1, %r2;
                bra join;
                one: mul.lo.u32 %r4, %r1, %r2; addc.cc.u32 %r3, %r2, %r1; sub.u32 %r4, %r4, %r4;
                bra join;
                two: not.b32 %r5, %r2; not.b32 %r5, %r5; addc.cc.u32 %r3, %r1, %r5;
                join:
                @%p1 add.u32 %r6, %r1, %r2;
                st.global.u32 [%rd23], %r3;
                add.u64 %rd20, %rd20, 4; add.u32 %r21, %r21, 1; setp.lt.u32 %p3, %r21, 8;
                @%p3 bra next;
                """;
        verify(body, "sum", 8, BigInteger::add);
    }

    @Test
    void guardedInstructionsLeaveTheFlagOfOthers() {
        String body = """
                and.b32 %r1, %r0, 1; setp.eq.u32 %p1, %r1, 1;
                add.cc.u32 %r2, 0xffffffff, 1;
                @%p1 add.cc.u32 %r2, 1, 1;
                addc.u32 %r3, 10, 0;
                mad.wide.u32 %rd10, %r0, 4, %rd0; st.global.u32 [%rd10], %r3;
                """;
        int[] out = new int[6];
        PtxProgram.run(PtxProgram.kernel(1, body), PtxProgram.threads(6), out);
        assertThat(out).containsExactly(11, 10, 11, 10, 11, 10);
    }
}
