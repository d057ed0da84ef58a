package alexnet.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Epochs to an error, held against lines worked out by hand. */
final class TrainingCurveTest {

    private static final TrainingCurve CURVE =
            new TrainingCurve(new int[] {1, 2, 3, 5, 6}, new double[] {80, 60, 50, 30, 35});

    @Test
    void crossingLiesOnTheLineBetweenTwoEpochs() {
        assertThat(CURVE.epochsTo(55).orElseThrow()).isEqualTo(2.5);
        // From 50 after epoch 3 to 30 after epoch 5.
        assertThat(CURVE.epochsTo(35).orElseThrow()).isCloseTo(4.5, within(1e-12));
        assertThat(CURVE.epochsTo(60).orElseThrow()).isEqualTo(2);
        assertThat(CURVE.epochsTo(30).orElseThrow()).isEqualTo(5);
    }

    @Test
    void theFirstEpochHasNothingBeforeIt() {
        assertThat(CURVE.epochsTo(80).orElseThrow()).isEqualTo(1);
        assertThat(CURVE.epochsTo(99).orElseThrow()).isEqualTo(1);
    }

    @Test
    void whatIsNotReachedHasNoEpochs() {
        assertThat(CURVE.epochsTo(29.9)).isEmpty();
        assertThat(CURVE.least().orElseThrow()).isEqualTo(30);
        TrainingCurve none = new TrainingCurve(new int[0], new double[0]);
        assertThat(none.epochsTo(50)).isEmpty();
        assertThat(none.least()).isEmpty();
        assertThat(none.last()).isZero();
    }

    @Test
    void errorAtAnEpochIsThatOfTheLastOneUpToIt() {
        assertThat(CURVE.at(4).orElseThrow()).isEqualTo(50);
        assertThat(CURVE.at(0)).isEmpty();
        assertThat(CURVE.last()).isEqualTo(6);
    }
}
