package alexnet.engine.emulator.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sectors of warps against patterns counted by hand. */
final class SectorsTest {

    private static final long BASE = 0x7_0000_0000L;

    private final long[] sectors = new long[32];

    private int count(IntToLongFunction offset, int active, int bytes) {
        long[] addresses = new long[64];
        for (int lane = 0; lane < 32; lane++) {
            addresses[32 + lane] = (active >>> lane & 1) == 0 ? 3 : BASE + offset.applyAsLong(lane);
        }
        return Sectors.collect(addresses, 32, active, bytes, sectors);
    }

    /** Bytes per lane, bytes from lane to lane, bytes from the start of a sector, and the sectors. */
    @ParameterizedTest
    @CsvSource({
        "4, 4, 0, 4", "4, 4, 16, 5", "4, 4, 4, 5", "4, 0, 0, 1", "4, 8, 0, 8", "4, 32, 0, 32", "4, 128, 0, 32",
        "4, -4, 124, 4", "8, 8, 0, 8", "16, 16, 0, 16", "16, 16, 16, 17", "1, 1, 0, 1", "1, 1, 31, 2", "2, 2, 0, 2",
        "1, 3, 0, 3"
    })
    void strides(int bytes, int stride, int start, int expected) {
        assertThat(count(lane -> start + (long) stride * lane, -1, bytes)).isEqualTo(expected);
    }

    @Test
    void lanesThatTakeNoPartDoNotCount() {
        assertThat(count(lane -> 32L * lane, 0x80000001, 4)).isEqualTo(2);
        assertThat(Arrays.copyOf(sectors, 2)).containsExactly(BASE / 32, BASE / 32 + 31);
        assertThat(count(lane -> 4L * lane, 0xff, 4)).isEqualTo(1);
    }

    @Test
    void usedBytesAreAtMostTheBytesOfTheSectors() {
        assertThat(Sectors.usedBytes(32, 4, 4)).isEqualTo(128);
        assertThat(Sectors.usedBytes(32, 4, 32)).isEqualTo(128);
        assertThat(Sectors.usedBytes(32, 4, 1)).isEqualTo(32);
        assertThat(Sectors.usedBytes(1, 4, 1)).isEqualTo(4);
    }

    @Test
    void setHoldsWhatWasAdded() {
        Random random = new Random(3);
        SectorSet set = new SectorSet();
        SectorSet other = new SectorSet();
        for (int round = 0; round < 3; round++) {
            Set<Long> expected = new HashSet<>();
            for (int i = 0; i < 20_000; i++) {
                long sector = (random.nextInt(5) * 0x1_0000_0000L >>> 5) + random.nextInt(30_000);
                assertThat(set.add(sector)).isEqualTo(expected.add(sector));
            }
            assertThat(set.size()).isEqualTo(expected.size());
            other.add(1);
            other.add(9_999_999);
            expected.add(1L);
            expected.add(9_999_999L);
            set.addAll(other);
            assertThat(set.size()).isEqualTo(expected.size());
            set.clear();
            assertThat(set.size()).isZero();
        }
        for (long page = 0; page < 1000; page++) {
            set.add(page << 12);
        }
        set.clear();
        assertThat(set.add(1L << 12)).isTrue();
        assertThat(set.size()).isEqualTo(1);
    }
}
