package alexnet.engine.emulator.sanitize;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.emulator.observe.Lanes;
import org.junit.jupiter.api.Test;

/** What is ordered before what within a block. */
final class BlockClockTest {

    private record Range(int first, int end) implements Lanes {

        @Override
        public int ranges() {
            return 1;
        }

        @Override
        public int from(int range) {
            return first;
        }

        @Override
        public int to(int range) {
            return end;
        }

        @Override
        public int size() {
            return end - first;
        }

        @Override
        public boolean contains(int lane) {
            return lane >= first && lane < end;
        }
    }

    private static BlockClock clock(int lanes) {
        BlockClock clock = new BlockClock(lanes);
        clock.start();
        return clock;
    }

    private static void meet(BlockClock clock, int warp, int members) {
        clock.tick();
        clock.meet(warp, members);
    }

    @Test
    void aBarrierOrdersAll() {
        BlockClock clock = clock(100);
        int before = clock.time();
        assertThat(clock.ordered(3, before, 4)).isFalse();
        assertThat(clock.ordered(3, before, 99)).isFalse();
        assertThat(clock.ordered(3, before, 3)).isTrue();
        clock.barrier();
        assertThat(clock.ordered(3, before, 4)).isTrue();
        assertThat(clock.ordered(3, before, 99)).isTrue();
        assertThat(clock.ordered(3, clock.time(), 99)).isFalse();
    }

    @Test
    void aWarpOrdersItsOwnThreadsOnly() {
        BlockClock clock = clock(64);
        int before = clock.time();
        meet(clock, 0, -1);
        assertThat(clock.ordered(0, before, 31)).isTrue();
        assertThat(clock.ordered(0, before, 32)).isFalse();
        assertThat(clock.ordered(32, before, 33)).isFalse();
        assertThat(clock.ordered(0, clock.time(), 31)).isFalse();
    }

    @Test
    void partsOfAWarpPassOnWhatTheyKnow() {
        BlockClock clock = clock(32);
        int before = clock.time();
        meet(clock, 0, 0b0011);
        assertThat(clock.ordered(0, before, 1)).isTrue();
        assertThat(clock.ordered(0, before, 2)).isFalse();
        int between = clock.time();
        meet(clock, 0, 0b0110);
        assertThat(clock.ordered(0, before, 2)).as("through thread 1").isTrue();
        assertThat(clock.ordered(0, between, 2)).as("after it met thread 1").isFalse();
        assertThat(clock.ordered(1, between, 2)).isTrue();
        assertThat(clock.ordered(2, between, 0)).isFalse();
    }

    @Test
    void aBarrierOfSomeWarps() {
        BlockClock clock = clock(128);
        int before = clock.time();
        clock.barrier(new Range(0, 64));
        assertThat(clock.ordered(5, before, 40)).isTrue();
        assertThat(clock.ordered(5, before, 6)).isTrue();
        assertThat(clock.ordered(5, before, 70)).isFalse();
        clock.barrier(new Range(32, 96));
        assertThat(clock.ordered(5, before, 70)).as("through the second warp").isTrue();
        assertThat(clock.ordered(5, before, 100)).isFalse();
    }

    @Test
    void exitedThreadsAreNotWaitedFor() {
        BlockClock clock = clock(40);
        assertThat(clock.liveCount()).isEqualTo(40);
        clock.exit(new Range(0, 16));
        assertThat(clock.liveCount()).isEqualTo(16);
        assertThat(clock.liveMask(0)).isEqualTo(0xffff);
        assertThat(clock.liveMask(1)).isZero();
        int before = clock.time();
        meet(clock, 0, 0xffff);
        assertThat(clock.ordered(0, before, 15)).isTrue();
    }
}
