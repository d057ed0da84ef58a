package alexnet.engine.emulator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loops over the Vector API against what PTX says of one pair of floats. */
class VectorLoopTest {

    private static final float[] VALUES = {
        0f,
        -0f,
        1f,
        -1f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.intBitsToFloat(0x7fc0_0000),
        Float.intBitsToFloat(0xffc0_1234),
        Float.intBitsToFloat(0x7fff_ffff),
        1.5f,
        1.5000001f
    };
    private static final int LANES = VALUES.length * VALUES.length;
    private static final long SEED = 20121203;

    @BeforeAll
    static void vectors() {
        assumeTrue(
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
                "this JVM was started without jdk.incubator.vector");
    }

    @ParameterizedTest
    @ValueSource(strings = {"eq", "ne", "lt", "le", "gt", "ge", "equ", "neu", "ltu", "leu", "gtu", "geu", "num", "nan"})
    void comparesAllPairs(String comparison) {
        float[] a = new float[LANES];
        float[] b = new float[LANES];
        int[] result = new int[LANES];
        for (int i = 0; i < LANES; i++) {
            a[i] = VALUES[i / VALUES.length];
            b[i] = VALUES[i % VALUES.length];
        }
        VectorLoopWriter.compare(comparison).run(result, a, b, b, 0, LANES);
        for (int i = 0; i < LANES; i++) {
            assertThat(result[i])
                    .as("%s.%s %s", a[i], comparison, b[i])
                    .isEqualTo(holds(comparison, a[i], b[i]) ? 1 : 0);
        }
    }

    private static boolean holds(String comparison, float a, float b) {
        if (Float.isNaN(a) || Float.isNaN(b)) {
            return comparison.equals("nan") || comparison.endsWith("u") && comparison.length() == 3;
        }
        int order = a == b ? 0 : Float.compare(a, b);
        return switch (comparison) {
            case "eq", "equ" -> order == 0;
            case "ne", "neu" -> order != 0;
            case "lt", "ltu" -> order < 0;
            case "le", "leu" -> order <= 0;
            case "gt", "gtu" -> order > 0;
            case "ge", "geu" -> order >= 0;
            default -> comparison.equals("num");
        };
    }

    @Test
    void choosesWithTheBitsOfNaNs() {
        Random random = new Random(SEED);
        float[] a = new float[LANES];
        float[] b = new float[LANES];
        int[] predicate = random.ints(LANES, 0, 2).toArray();
        for (int i = 0; i < LANES; i++) {
            a[i] = Float.intBitsToFloat(random.nextInt());
            b[i] = VALUES[i % VALUES.length];
        }
        float[] result = new float[LANES];
        int from = LANES / 4;
        VectorLoopWriter.select().run(result, a, b, predicate, from, LANES);
        for (int i = 0; i < LANES; i++) {
            float expected = i < from ? 0 : predicate[i] != 0 ? a[i] : b[i];
            assertThat(Float.floatToRawIntBits(result[i]))
                    .as("lane %d, seed %d", i, SEED)
                    .isEqualTo(Float.floatToRawIntBits(expected));
        }
    }

    @Test
    void leavesWhatFillsNoVectorToPlainCode() {
        int lanes = 250;
        float[] a = new float[lanes];
        float[] b = new float[lanes];
        for (int i = 0; i < lanes; i++) {
            a[i] = VALUES[i % VALUES.length];
            b[i] = VALUES[i * 7 % VALUES.length];
        }
        Loop plain = LoopTemplates.specialise(BinaryLoops.IFF.class, (Signatures.IFF) (x, y) -> 5);
        VectorLoop loop = new VectorLoop(plain, "IFF", () -> VectorLoopWriter.compare("gtu"));
        int[] result = new int[lanes];
        loop.run(result, a, b, b, 0, lanes);
        assertThat(result).containsOnly(5);
        loop.use(VectorLoopWriter.compare("gtu"));
        loop.run(result, a, b, b, 1, lanes);
        int end = lanes - (lanes - 1) % VectorTileWriter.lanes();
        for (int i = 0; i < lanes; i++) {
            int vector = holds("gtu", a[i], b[i]) ? 1 : 0;
            assertThat(result[i]).as("lane %d", i).isEqualTo(i < 1 || i >= end ? 5 : vector);
        }
    }
}
