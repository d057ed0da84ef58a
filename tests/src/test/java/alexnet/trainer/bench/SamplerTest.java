package alexnet.trainer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** How rounds are discarded, repeated and summed up, on clocks that the test moves. */
final class SamplerTest {

    private double time;
    private double compiled;
    private final List<Integer> made = new ArrayList<>();

    /** Rounds whose calls take what a function of the round's number says, on a clock of their own. */
    private Sampler.Round rounds(IntToDoubleFunction secondsPerCall) {
        int[] number = {0};
        return calls -> {
            double seconds = calls * secondsPerCall.applyAsDouble(number[0]++);
            time += seconds;
            made.add(calls);
            return seconds;
        };
    }

    private Sampler sampler(Effort effort, int window) {
        // Two threads are at work all the time.
        return new Sampler(effort, window, new Sampler.Clocks(() -> time, () -> 2 * time, () -> compiled));
    }

    private static Effort untilSteady(double seconds, int repetitions) {
        return new Effort(OptionalInt.empty(), seconds, repetitions, 1e9);
    }

    @Test
    void discardsUntilTimesAreSteady() {
        Timing timing = sampler(untilSteady(1e6, 7), 3).measure(rounds(i -> i < 10 ? 10 - i : 0.5));
        assertThat(timing.discardedRounds()).isEqualTo(13);
        assertThat(timing.steady()).isTrue();
        assertThat(timing.rounds()).isEqualTo(7);
        assertThat(made).hasSize(20);
        assertThat(timing.seconds()).isEqualTo(0.5);
        assertThat(timing.spread()).isZero();
        assertThat(timing.cpuSeconds()).isCloseTo(1, within(1e-9));
    }

    @Test
    void roundsWhileTheCompilerRunsAreNotSteady() {
        Timing timing = sampler(untilSteady(1e6, 3), 4).measure(rounds(i -> {
            compiled += i < 8 ? 0.5 : 0;
            return 1;
        }));
        // Two windows of four with the compiler at work, one without.
        assertThat(timing.discardedRounds()).isEqualTo(12);
        assertThat(timing.steady()).isTrue();
    }

    @Test
    void theTimeOfWarmingUpIsLimited() {
        Timing timing = sampler(untilSteady(10, 3), 3).measure(rounds(i -> 1 + i % 2));
        assertThat(timing.steady()).isFalse();
        assertThat(timing.discardedRounds()).isEqualTo(7);
    }

    @Test
    void shortCallsAreRepeatedInARound() {
        Timing timing = sampler(untilSteady(1e6, 5), 3).measure(rounds(i -> 1e-3));
        assertThat(timing.callsPerRound()).isEqualTo((int) Math.ceil(Sampler.ROUND_SECONDS / 1e-3));
        assertThat(timing.seconds()).isCloseTo(1e-3, within(1e-12));
    }

    @Test
    void theNumberOfRoundsToDiscardCanBeGiven() {
        for (int rounds : new int[] {0, 1, 6}) {
            Timing timing =
                    sampler(new Effort(OptionalInt.of(rounds), 0, 4, 1e9), 3).measure(rounds(i -> 1));
            assertThat(timing.discardedRounds()).isEqualTo(rounds);
            assertThat(timing.rounds()).isEqualTo(4);
            assertThat(timing.steady()).isFalse();
        }
    }

    @Test
    void measuringEndsWithItsTimeButNotBeforeThreeRounds() {
        assertThat(sampler(new Effort(OptionalInt.of(0), 0, 100, 0), 3)
                        .measure(rounds(i -> 1))
                        .rounds())
                .isEqualTo(3);
        assertThat(sampler(new Effort(OptionalInt.of(0), 0, 100, 9.5), 3)
                        .measure(rounds(i -> 1))
                        .rounds())
                .isEqualTo(10);
        assertThat(sampler(new Effort(OptionalInt.of(0), 0, 2, 0), 3)
                        .measure(rounds(i -> 1))
                        .rounds())
                .isEqualTo(2);
    }

    @Test
    void reportsMedianAndExtremes() {
        double[] seconds = {3, 1, 2, 10, 4};
        Timing timing = sampler(new Effort(OptionalInt.of(0), 0, 5, 1e9), 3).measure(rounds(i -> seconds[i]));
        assertThat(timing.seconds()).isEqualTo(3);
        assertThat(timing.fastest()).isEqualTo(1);
        assertThat(timing.slowest()).isEqualTo(10);
        assertThat(timing.spread()).isEqualTo(3);
        assertThat(timing.giga(6e9)).isEqualTo(2);
        assertThat(timing.gigaPerCpuSecond(6e9)).isEqualTo(1);
        assertThat(Timing.median(new double[] {4, 1, 3, 2})).isEqualTo(2.5);
    }

    @Test
    void pairsTakeTurnsAndTheRatioIsTheMedianOfTheirs() {
        List<String> order = new ArrayList<>();
        double[] slow = {2, 30, 8, 6, 4};
        Sampler.Pair pair = sampler(new Effort(OptionalInt.of(0), 0, 5, 1e9), 3)
                .alternate(
                        calls -> {
                            order.add("first");
                            return 2;
                        },
                        calls -> {
                            order.add("second");
                            return slow[order.size() / 2 - 1];
                        });
        assertThat(order).startsWith("first", "second", "first", "second").hasSize(10);
        assertThat(pair.ratio()).isEqualTo(3);
        assertThat(pair.first().seconds()).isEqualTo(2);
        assertThat(pair.second().seconds()).isEqualTo(6);
    }

    @Test
    void refusesEffortsThatAreNone() {
        assertThatThrownBy(() -> new Effort(OptionalInt.of(-1), 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Effort(OptionalInt.empty(), Double.NaN, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Effort(OptionalInt.empty(), 1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Effort(OptionalInt.empty(), 1, 1, -1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
