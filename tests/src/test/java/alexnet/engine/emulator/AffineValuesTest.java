package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.LaunchGeometry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random integer programs on the thread index, against one thread at a time in Java. The emulator keeps values as base
 * and strides as long as it can; wrap-around, extension to 64 bits and comparisons have to come out as if it did not.
 */
final class AffineValuesTest {

    private static final int REGISTERS = 12;
    private static final int STEPS = 60;
    private static final long[] CONSTANTS = {
        0, 1, 2, 3, 4, 5, 7, 8, 31, 32, 127, 255, 1 << 16, Integer.MAX_VALUE, Integer.MIN_VALUE, -1, -4, 1 << 30
    };

    /** One step: which operation, on which registers. */
    private record Step(int operation, int target, int a, int b, int c, long constant) {}

    @ParameterizedTest
    @CsvSource({"1,32,8,1", "2,32,1,1", "3,5,3,2", "4,1,7,1", "5,16,4,2", "6,32,8,1", "7,1,1,1", "8,33,2,1", "9,2,2,9"})
    void agreesWithOneThreadAtATime(int seed, int x, int y, int z) {
        Random random = new Random(seed);
        for (int round = 0; round < 6; round++) {
            List<Step> steps = steps(random);
            int threads = x * y * z;
            int width = REGISTERS * 3;
            int[] out = new int[2 * threads * width];
            LaunchGeometry geometry = new LaunchGeometry(2, 1, 1, x, y, z, 0);
            PtxProgram.run(PtxProgram.kernel(1, ptx(steps, width)), geometry, out);
            for (int block = 0; block < 2; block++) {
                for (int t = 0; t < threads; t++) {
                    int[] expected = thread(steps, t % x, t / x % y, t / x / y, block);
                    int[] found = new int[width];
                    System.arraycopy(out, (block * threads + t) * width, found, 0, width);
                    assertThat(found)
                            .as("seed %d, round %d, block %d, thread %d, steps %s", seed, round, block, t, steps)
                            .isEqualTo(expected);
                }
            }
        }
    }

    private static List<Step> steps(Random random) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            steps.add(new Step(
                    random.nextInt(26),
                    random.nextInt(REGISTERS),
                    random.nextInt(REGISTERS),
                    random.nextInt(REGISTERS),
                    random.nextInt(REGISTERS),
                    CONSTANTS[random.nextInt(CONSTANTS.length)]));
        }
        return steps;
    }

    private static String ptx(List<Step> steps, int width) {
        StringBuilder s = new StringBuilder("mov.u32 %r20, %tid.x;\nmov.u32 %r21, %tid.y;\nmov.u32 %r22, %tid.z;\n");
        s.append("mov.u32 %r23, %ctaid.x;\n");
        for (int i = 0; i < REGISTERS; i++) {
            s.append("mov.u32 %r")
                    .append(30 + i)
                    .append(", %r")
                    .append(20 + i % 4)
                    .append(";\n");
            s.append("cvt.u64.u32 %rd")
                    .append(30 + i)
                    .append(", %r")
                    .append(20 + (i + 1) % 4)
                    .append(";\n");
        }
        for (Step step : steps) {
            s.append(line(step)).append('\n');
        }
        s.append("mov.u32 %r24, %ntid.x;\nmov.u32 %r25, %ntid.y;\nmov.u32 %r26, %ntid.z;\n");
        s.append("mad.lo.s32 %r27, %r22, %r25, %r21;\nmad.lo.s32 %r27, %r27, %r24, %r20;\n");
        s.append("mul.lo.s32 %r28, %r24, %r25;\nmul.lo.s32 %r28, %r28, %r26;\nmad.lo.s32 %r27, %r23, %r28, %r27;\n");
        s.append("mul.wide.s32 %rd20, %r27, ").append(width * 4).append(";\nadd.s64 %rd20, %rd20, %rd0;\n");
        for (int i = 0; i < REGISTERS; i++) {
            s.append("st.global.u32 [%rd20+")
                    .append(i * 4)
                    .append("], %r")
                    .append(30 + i)
                    .append(";\n");
            s.append("cvt.u32.u64 %r29, %rd").append(30 + i).append(";\n");
            s.append("st.global.u32 [%rd20+").append((REGISTERS + i) * 4).append("], %r29;\n");
            s.append("shr.u64 %rd21, %rd").append(30 + i).append(", 32;\ncvt.u32.u64 %r29, %rd21;\n");
            s.append("st.global.u32 [%rd20+").append((2 * REGISTERS + i) * 4).append("], %r29;\n");
        }
        return s.toString();
    }

    private static String line(Step step) {
        String d = "%r" + (30 + step.target);
        String a = "%r" + (30 + step.a);
        String b = "%r" + (30 + step.b);
        String c = "%r" + (30 + step.c);
        String dl = "%rd" + (30 + step.target);
        String al = "%rd" + (30 + step.a);
        String bl = "%rd" + (30 + step.b);
        String n = String.valueOf(step.constant);
        int shift = (int) step.constant & 7;
        return switch (step.operation) {
            case 0 -> "add.s32 " + d + ", " + a + ", " + b + ";";
            case 1 -> "sub.s32 " + d + ", " + a + ", " + b + ";";
            case 2 -> "mul.lo.s32 " + d + ", " + a + ", " + n + ";";
            case 3 -> "mad.lo.s32 " + d + ", " + a + ", " + n + ", " + c + ";";
            case 4 -> "shl.b32 " + d + ", " + a + ", " + shift + ";";
            case 5 -> "shr.s32 " + d + ", " + a + ", " + shift + ";";
            case 6 -> "shr.u32 " + d + ", " + a + ", " + shift + ";";
            case 7 -> "and.b32 " + d + ", " + a + ", " + n + ";";
            case 8 -> "or.b32 " + d + ", " + a + ", " + b + ";";
            case 9 -> "cvt.s64.s32 " + dl + ", " + a + ";";
            case 10 -> "cvt.u64.u32 " + dl + ", " + a + ";";
            case 11 -> "cvt.u32.u64 " + d + ", " + al + ";";
            case 12 -> "mul.wide.s32 " + dl + ", " + a + ", " + n + ";";
            case 13 -> "mul.wide.u32 " + dl + ", " + a + ", " + n + ";";
            case 14 -> "mad.wide.s32 " + dl + ", " + a + ", " + n + ", " + bl + ";";
            case 15 -> "add.s64 " + dl + ", " + al + ", " + bl + ";";
            case 16 -> "or.b64 " + dl + ", " + al + ", " + bl + ";";
            case 17 -> "setp.lt.s32 %p1, " + a + ", " + n + "; selp.b32 " + d + ", " + b + ", " + c + ", %p1;";
            case 18 -> "setp.ge.u32 %p1, " + a + ", " + b + "; @%p1 add.s32 " + d + ", " + d + ", 1;";
            case 19 -> "setp.ne.s64 %p1, " + al + ", " + bl + "; selp.b64 " + dl + ", " + al + ", " + bl + ", %p1;";
            case 20 -> "mul.lo.s32 " + d + ", " + a + ", " + b + ";";
            case 21 -> "not.b32 " + d + ", " + a + ";";
            case 22 -> "neg.s32 " + d + ", " + a + ";";
            case 23 -> "not.b64 " + dl + ", " + al + ";";
            case 24 -> "neg.s64 " + dl + ", " + al + ";";
            default -> "setp.gt.u32 %p1, " + a + ", " + n + "; @!%p1 mov.u32 " + d + ", " + b + ";";
        };
    }

    private static int[] thread(List<Step> steps, int x, int y, int z, int block) {
        int[] special = {x, y, z, block};
        int[] r = new int[REGISTERS];
        long[] l = new long[REGISTERS];
        for (int i = 0; i < REGISTERS; i++) {
            r[i] = special[i % 4];
            l[i] = special[(i + 1) % 4];
        }
        for (Step step : steps) {
            apply(step, r, l);
        }
        int[] result = new int[3 * REGISTERS];
        for (int i = 0; i < REGISTERS; i++) {
            result[i] = r[i];
            result[REGISTERS + i] = (int) l[i];
            result[2 * REGISTERS + i] = (int) (l[i] >>> 32);
        }
        return result;
    }

    private static void apply(Step step, int[] r, long[] l) {
        int d = step.target;
        int a = r[step.a];
        int b = r[step.b];
        int c = r[step.c];
        long al = l[step.a];
        long bl = l[step.b];
        int n = (int) step.constant;
        int shift = n & 7;
        switch (step.operation) {
            case 0 -> r[d] = a + b;
            case 1 -> r[d] = a - b;
            case 2 -> r[d] = a * n;
            case 3 -> r[d] = a * n + c;
            case 4 -> r[d] = a << shift;
            case 5 -> r[d] = a >> shift;
            case 6 -> r[d] = a >>> shift;
            case 7 -> r[d] = a & n;
            case 8 -> r[d] = a | b;
            case 9 -> l[d] = a;
            case 10 -> l[d] = Integer.toUnsignedLong(a);
            case 11 -> r[d] = (int) al;
            case 12 -> l[d] = (long) a * n;
            case 13 -> l[d] = Integer.toUnsignedLong(a) * Integer.toUnsignedLong(n);
            case 14 -> l[d] = (long) a * n + bl;
            case 15 -> l[d] = al + bl;
            case 16 -> l[d] = al | bl;
            case 17 -> r[d] = a < n ? b : c;
            case 18 -> r[d] += Integer.compareUnsigned(a, b) >= 0 ? 1 : 0;
            case 19 -> l[d] = al != bl ? al : bl;
            case 20 -> r[d] = a * b;
            case 21 -> r[d] = ~a;
            case 22 -> r[d] = -a;
            case 23 -> l[d] = ~al;
            case 24 -> l[d] = -al;
            default -> r[d] = Integer.compareUnsigned(a, n) > 0 ? r[d] : b;
        }
    }
}
