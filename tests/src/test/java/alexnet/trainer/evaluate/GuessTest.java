package alexnet.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Judging probabilities, ties and values that are no numbers included. */
final class GuessTest {

    @Test
    void rightAndWrong() {
        float[] probabilities = {0.05f, 0.5f, 0.1f, 0.05f, 0.1f, 0.15f, 0.05f};
        assertThat(Guess.of(probabilities, 1)).isEqualTo(new Guess(-Math.log(0.5f), 1, 1));
        Guess fifth = Guess.of(probabilities, 5);
        assertThat(fifth.top1()).isZero();
        assertThat(fifth.top5()).isEqualTo(1);
    }

    @Test
    void tiesShareThePlaces() {
        // Behind one class that is ahead, six equals share the places two to five.
        assertThat(Guess.of(new float[] {0.25f, 0.25f, 0.25f, 0.25f}, 2).top1()).isEqualTo(0.25);
        assertThat(Guess.of(new float[] {0.25f, 0.25f, 0.25f, 0.25f}, 2).top5()).isEqualTo(1);
        float[] six = {0.4f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f};
        assertThat(Guess.of(six, 3).top5()).isCloseTo(4.0 / 6, within(1e-15));
        assertThat(Guess.of(six, 3).top1()).isZero();
    }

    @Test
    void noNumberScoresNothing() {
        Guess guess = Guess.of(new float[] {Float.NaN, 1}, 1);
        assertThat(guess.loss()).isNaN();
        assertThat(guess.top1() + guess.top5()).isZero();
    }

    @Test
    void rankingIsStable() {
        assertThat(Guess.ranking(new float[] {0.1f, 0.3f, 0.3f, 0.2f}, 3)).containsExactly(1, 2, 3);
    }
}
