package alexnet.engine.emulator.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Parted warps, told execution by execution. */
final class DivergenceCounterTest {

    private static int[] masks(int... masks) {
        return masks;
    }

    @Test
    void lanesThatStayTogetherDoNotPart() {
        DivergenceCounter counter = new DivergenceCounter(64);
        for (int i = 0; i < 5; i++) {
            assertThat(counter.enter(masks(-1, -1))).isZero();
        }
        // Whole warps go different ways: no warp parts.
        assertThat(counter.enter(masks(-1, 0))).isZero();
        assertThat(counter.enter(masks(0, -1))).isZero();
        assertThat(counter.enter(masks(-1, -1))).isZero();
    }

    @Test
    void oneSplitIsCountedOnceHoweverItGoesOn() {
        DivergenceCounter counter = new DivergenceCounter(64);
        assertThat(counter.enter(masks(-1, -1))).isZero();
        assertThat(counter.enter(masks(0xff, 0xf0))).isEqualTo(2);
        assertThat(counter.enter(masks(~0xff, 0))).isZero();
        assertThat(counter.enter(masks(0, ~0xf0))).isZero();
        assertThat(counter.enter(masks(-1, -1))).isZero();
        assertThat(counter.enter(masks(-1, -1))).isZero();
        assertThat(counter.enter(masks(1, -1))).isEqualTo(1);
    }

    @Test
    void nestedSplitsAndLoops() {
        DivergenceCounter counter = new DivergenceCounter(32);
        counter.enter(masks(-1));
        assertThat(counter.enter(masks(0x0000ffff))).isEqualTo(1);
        assertThat(counter.enter(masks(0x000000ff))).isEqualTo(1);
        assertThat(counter.enter(masks(0x0000ff00))).isZero();
        assertThat(counter.enter(masks(0x0000ffff))).isZero();
        assertThat(counter.enter(masks(-1))).isZero();
        // A loop that lanes leave one after the other: the rest goes on together.
        int left = -1;
        int parted = 0;
        for (int lane = 0; lane < 31; lane++) {
            left &= ~(1 << lane);
            parted += counter.enter(masks(left));
        }
        assertThat(parted).isEqualTo(31);
        assertThat(counter.enter(masks(-1))).isZero();
    }

    @Test
    void lanesThatExitAreNotMissed() {
        DivergenceCounter counter = new DivergenceCounter(40);
        assertThat(counter.enter(masks(-1, 0xff))).isZero();
        counter.left(masks(0xffff, 0x0f));
        assertThat(counter.enter(masks(0xffff, 0x0f))).isZero();
        assertThat(counter.enter(masks(0x00ff, 0x0f))).isEqualTo(1);
        counter.left(masks(0xff00, 0x0f));
        assertThat(counter.enter(masks(0xff00, 0x0f))).isZero();
        counter.startBlock();
        assertThat(counter.enter(masks(-1, 0xff))).isZero();
        assertThat(counter.enter(masks(1, 0xff))).isEqualTo(1);
    }
}
