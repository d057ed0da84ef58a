package alexnet.engine.emulator.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Passes through the banks against patterns counted by hand, and random ones against the definition. */
final class BankConflictsTest {

    private final BankConflicts banks = new BankConflicts();

    private int passes(IntToLongFunction address, int active, int bytes, boolean load) {
        long[] addresses = new long[40];
        for (int lane = 0; lane < 32; lane++) {
            // Where a lane takes no part, its address must not matter.
            addresses[8 + lane] = (active >>> lane & 1) == 0 ? -1 : address.applyAsLong(lane);
        }
        banks.count(addresses, 8, active, bytes, load);
        return banks.passes();
    }

    /** Stride in words, and how many lanes meet in the busiest bank. */
    @ParameterizedTest
    @CsvSource({
        "0, 1", "1, 1", "2, 2", "3, 1", "4, 4", "5, 1", "8, 8", "16, 16", "31, 1", "32, 32", "33, 1", "48, 16", "64, 32"
    })
    void stridesOfWords(int stride, int expected) {
        assertThat(passes(lane -> 4L * stride * lane, -1, 4, true)).isEqualTo(expected);
        assertThat(banks.parts()).isEqualTo(1);
        assertThat(passes(lane -> 1024 + 4L * stride * (31 - lane), -1, 4, false))
                .isEqualTo(expected);
    }

    @Test
    void lanesThatTakeNoPartDoNotConflict() {
        assertThat(passes(lane -> 128L * lane, 0b101, 4, true)).isEqualTo(2);
        assertThat(passes(lane -> 128L * lane, 1 << 31, 4, true)).isEqualTo(1);
        assertThat(passes(lane -> 8L * lane, 0x0000ffff, 4, true)).isEqualTo(1);
        assertThat(passes(lane -> 8L * lane, 0x0001ffff, 4, true)).isEqualTo(2);
    }

    @Test
    void severalBroadcastsInOnePass() {
        // Two words in different banks are one pass, two words of one bank are two.
        assertThat(passes(lane -> lane < 16 ? 0 : 4, -1, 4, true)).isEqualTo(1);
        assertThat(passes(lane -> lane < 16 ? 0 : 128, -1, 4, true)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void smallElementsShareWords(int bytes) {
        assertThat(passes(lane -> (long) bytes * lane, -1, bytes, true)).isEqualTo(1);
        assertThat(passes(lane -> 128L * lane, -1, bytes, true)).isEqualTo(32);
    }

    @Test
    void eightBytesGoInHalves() {
        assertThat(passes(lane -> 8L * lane, -1, 8, true)).isEqualTo(2);
        assertThat(banks.parts()).isEqualTo(2);
        // 16 lanes, 16 bytes apart: words 0 and 1 of every four, each bank twice.
        assertThat(passes(lane -> 16L * lane, -1, 8, true)).isEqualTo(4);
        assertThat(banks.parts()).isEqualTo(2);
        // Only the lower half takes part.
        assertThat(passes(lane -> 8L * lane, 0xffff, 8, true)).isEqualTo(1);
        assertThat(banks.parts()).isEqualTo(1);
        // 34 words apart: 16 lanes have two banks each of their own. 8 words apart: four lanes in each of 4 places.
        assertThat(passes(lane -> 4L * 34 * lane, -1, 8, true)).isEqualTo(2);
        assertThat(passes(lane -> 4L * 8 * lane, -1, 8, true)).isEqualTo(2 * 4);
    }

    @Test
    void sixteenBytesGoInQuarters() {
        assertThat(passes(lane -> 16L * lane, -1, 16, true)).isEqualTo(4);
        assertThat(banks.parts()).isEqualTo(4);
        // Rows of 128 bytes: 8 lanes of a quarter in the same four banks.
        assertThat(passes(lane -> 128L * lane, -1, 16, true)).isEqualTo(32);
        // Rows of 144 bytes, four words of padding: no conflicts.
        assertThat(passes(lane -> 144L * lane, -1, 16, false)).isEqualTo(4);
    }

    @Test
    void equalPairsJoinParts() {
        assertThat(passes(lane -> 0, -1, 16, true)).isEqualTo(2);
        assertThat(banks.parts()).isEqualTo(2);
        assertThat(passes(lane -> 0, -1, 8, true)).isEqualTo(1);
        // Neighbours read the same 16 bytes: 8 different places in each half.
        assertThat(passes(lane -> 16L * (lane / 2), -1, 16, true)).isEqualTo(2);
        // Lanes n and n xor 2 read the same.
        assertThat(passes(lane -> 16L * (lane % 2 + lane / 4 * 2), -1, 16, true))
                .isEqualTo(2);
        // Lanes n and n xor 4: too far apart to be joined.
        assertThat(passes(lane -> 16L * (lane % 4), -1, 16, true)).isEqualTo(4);
        // A store is never joined.
        assertThat(passes(lane -> 0, -1, 16, false)).isEqualTo(4);
    }

    /** The definition, with sets: the most different words that a bank has to give in a part. */
    @ParameterizedTest
    @ValueSource(ints = {4, 8, 16})
    void randomPatterns(int bytes) {
        Random random = new Random(7 + bytes);
        for (int round = 0; round < 500; round++) {
            int range = 1 + random.nextInt(100);
            long[] addresses = new long[32];
            for (int lane = 0; lane < 32; lane++) {
                addresses[lane] = (long) bytes * random.nextInt(range);
            }
            int active = random.nextInt() | 1;
            int lanesPerPart = 128 / bytes;
            int expected = 0;
            for (int first = 0; first < 32; first += lanesPerPart) {
                Map<Long, Set<Long>> words = new HashMap<>();
                for (int lane = first; lane < first + lanesPerPart; lane++) {
                    for (int i = 0; i < bytes / 4 && (active >>> lane & 1) == 1; i++) {
                        long word = addresses[lane] / 4 + i;
                        words.computeIfAbsent(word % 32, bank -> new HashSet<>())
                                .add(word);
                    }
                }
                expected += words.values().stream().mapToInt(Set::size).max().orElse(0);
            }
            // As a store, so that parts are not joined.
            assertThat(passes(lane -> addresses[lane], active, bytes, false)).isEqualTo(expected);
        }
    }
}
