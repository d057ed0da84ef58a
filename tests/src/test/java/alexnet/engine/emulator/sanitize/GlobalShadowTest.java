package alexnet.engine.emulator.sanitize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Which bytes are initialised, against a plain bit set. */
final class GlobalShadowTest {

    private static final long SEED = 77;

    private final SplittableRandom random = new SplittableRandom(SEED);

    private static void assertSame(GlobalShadow shadow, BitSet expected, int size) {
        for (int i = 0; i < size; i++) {
            assertThat(shadow.isSet(i, 1)).as("byte %d, seed %d", i, SEED).isEqualTo(expected.get(i));
        }
        assertThat(shadow.complete()).isEqualTo(expected.cardinality() == size);
    }

    @Test
    void anyPartsInAnyOrder() {
        for (int round = 0; round < 40; round++) {
            int size = random.nextInt(1, 3 * GlobalShadow.PAGE);
            GlobalShadow shadow = new GlobalShadow(this, 1L << 32, size, "x", "");
            BitSet expected = new BitSet();
            for (int i = 0; i < 8; i++) {
                int from = random.nextInt(size);
                int to = random.nextInt(from + 1, size + 1);
                shadow.set(from, to - from);
                expected.set(from, to);
            }
            assertSame(shadow, expected, size);
            shadow.set(0, size);
            assertThat(shadow.complete()).isTrue();
        }
    }

    @Test
    void copiesTakeAlongWhatIsNotInitialised() {
        for (int round = 0; round < 20; round++) {
            int size = random.nextInt(100, 2 * GlobalShadow.PAGE);
            GlobalShadow source = new GlobalShadow(this, 1L << 32, size, "source", "");
            GlobalShadow target = new GlobalShadow(this, 2L << 32, size, "target", "");
            BitSet expected = new BitSet();
            int known = random.nextInt(1, size);
            source.set(0, known);
            if (round % 2 == 0) {
                target.set(0, size);
                expected.set(0, size);
            }
            int start = random.nextInt(size);
            int offset = random.nextInt(size);
            int count = random.nextInt(1, size - Math.max(start, offset) + 1);
            target.copy(offset, source, start, count);
            for (int i = 0; i < count; i++) {
                expected.set(offset + i, start + i < known);
            }
            assertSame(target, expected, size);
        }
    }

    @Test
    void alignedAccessesNeedAllTheirBytes() {
        GlobalShadow shadow = new GlobalShadow(this, 1L << 32, 256, "x", "");
        shadow.set(48, 15);
        assertThat(shadow.isSet(48, 8)).isTrue();
        assertThat(shadow.isSet(48, 16)).isFalse();
        shadow.set(63, 1);
        assertThat(shadow.isSet(48, 16)).isTrue();
        assertThat(shadow.holds((1L << 32) + 240, 16)).isTrue();
        assertThat(shadow.holds((1L << 32) + 241, 16)).isFalse();
        assertThat(shadow.holds((1L << 32) - 1, 1)).isFalse();
    }
}
