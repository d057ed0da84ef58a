package alexnet.trainer.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import alexnet.trainer.failure.UsageException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Learning rates against sequences worked out by hand. */
final class ScheduleTest {

    private static List<Double> rates(Schedule schedule, double... losses) {
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i < losses.length; i++) {
            schedule.epochEnded(i + 1, losses[i]);
            rates.add(schedule.rate());
        }
        return rates;
    }

    private static void assertRates(List<Double> found, double... expected) {
        assertThat(found).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found.get(i)).as("after epoch %d", i + 1).isCloseTo(expected[i], within(expected[i] * 1e-12));
        }
    }

    @Test
    void constantStays() {
        assertRates(rates(Schedule.parse("constant", 0.01), 3, 3, 3), 0.01, 0.01, 0.01);
    }

    @Test
    void stepsDropAfterTheNamedEpochs() {
        Schedule schedule = Schedule.parse("steps:2,4", 0.01);
        assertThat(schedule.rate()).isEqualTo(0.01);
        assertRates(rates(schedule, 9, 9, 9, 9, 9), 0.01, 0.001, 0.001, 0.0001, 0.0001);
    }

    @Test
    void plateauDropsWhenPatienceIsOver() {
        // Epoch 1 is the best; 2 and 3 are no better: the second of them uses up a patience of 2.
        Schedule schedule = Schedule.parse("plateau:patience=2", 0.01);
        assertRates(rates(schedule, 2.0, 2.0, 2.0, 1.5, 1.5, 1.5), 0.01, 0.01, 0.001, 0.001, 0.001, 0.0001);
    }

    @Test
    void plateauWantsMoreThanMinDelta() {
        Schedule schedule = Schedule.parse("plateau:patience=1,min-delta=0.1,factor=0.5", 1);
        // 1.95 is no improvement on 2.0 by more than 0.1, 1.85 is.
        assertRates(rates(schedule, 2.0, 1.95, 1.85), 1, 0.5, 0.5);
    }

    @Test
    void plateauCountsTheEpochThatEndsTheCooldown() {
        // Epoch 2 drops and starts a cooldown of 2; epoch 3 cools; epoch 4 ends the cooldown, counts, and drops again.
        Schedule schedule = Schedule.parse("plateau:patience=1,cooldown=2,factor=0.5", 1);
        assertRates(rates(schedule, 1, 1, 1, 1, 1, 1), 1, 0.5, 0.5, 0.25, 0.25, 0.125);
    }

    @Test
    void plateauNeverFallsBelowMinLr() {
        Schedule schedule = Schedule.parse("plateau:patience=1,min-lr=0.004", 0.01);
        assertRates(rates(schedule, 1, 1, 1, 1), 0.01, 0.004, 0.004, 0.004);
    }

    @Test
    void plateauTakesALossThatIsNoNumberAsNoImprovement() {
        Schedule schedule = Schedule.parse("plateau:patience=1", 1);
        assertRates(rates(schedule, 1, Double.NaN), 1, 0.1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {"constant", "steps:1,3", "plateau:patience=2,cooldown=1", "plateau:patience=1,min-delta=0.3"})
    void stateGoesOnWhereItWas(String text) {
        double[] losses = {2, 1.9, 1.95, 1.9, 1.9, 1.7, 1.8, 1.8, 1.8, 1.8};
        List<Double> straight = rates(Schedule.parse(text, 1), losses);
        List<Double> resumed = new ArrayList<>();
        Schedule schedule = Schedule.parse(text, 1);
        for (int i = 0; i < losses.length; i++) {
            Schedule next = Schedule.parse(text, 1);
            next.restore(schedule.state());
            schedule = next;
            schedule.epochEnded(i + 1, losses[i]);
            resumed.add(schedule.rate());
        }
        assertThat(resumed).isEqualTo(straight);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "plato",
                "steps",
                "steps:5,5",
                "steps:0",
                "plateau:factor=1",
                "plateau:factor=nan",
                "plateau:patients=3",
                "plateau:patience=1.5",
                "constant:1"
            })
    void wrongTextsAreUsageErrors(String text) {
        assertThatThrownBy(() -> Schedule.parse(text, 1))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("--schedule: ");
    }

    @Test
    void earlyStoppingWaitsForItsPatience() {
        EarlyStopping stopping = new EarlyStopping(2);
        List<Boolean> found = new ArrayList<>();
        double[] losses = {2, 1, 1.5, 0.9, 1, 0.9};
        for (int i = 0; i < losses.length; i++) {
            found.add(stopping.epochEnded(i + 1, losses[i]));
        }
        assertThat(found).containsExactly(false, false, false, false, false, true);
    }
}
