package alexnet.trainer.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import alexnet.trainer.data.ColourPca;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchPlanTest {

    private static final ColourPca PCA =
            new ColourPca(new double[] {10000, 900, 100}, new double[][] {{0.6, 0.8, 0}, {-0.8, 0.6, 0}, {0, 0, 1}});

    private static TrainingPlan plan(int batchSize, AugmentOptions augment, boolean shuffle, long seed) {
        return new TrainingPlan(1003, 40, PCA, batchSize, 35, augment, shuffle, seed);
    }

    @Test
    void anEpochShowsEachPictureAtMostOnce() {
        TrainingPlan plan = plan(32, AugmentOptions.PAPER, true, 1);
        assertThat(plan.batches()).isEqualTo(31);
        for (int epoch : new int[] {0, 1, 7}) {
            boolean[] seen = new boolean[1003];
            int inPlace = 0;
            for (int b = 0; b < plan.batches(); b++) {
                int[] images = plan.batch(epoch, b).images();
                assertThat(images).hasSize(32);
                for (int i = 0; i < 32; i++) {
                    assertThat(seen[images[i]]).isFalse();
                    seen[images[i]] = true;
                    inPlace += images[i] == 32 * b + i ? 1 : 0;
                }
            }
            assertThat(inPlace).isLessThan(12); // 1 is expected
        }
        assertThat(plan.batch(0, 0).images()).isNotEqualTo(plan.batch(1, 0).images());
        assertThat(plan.batch(0, 0).images())
                .isNotEqualTo(
                        plan(32, AugmentOptions.PAPER, true, 2).batch(0, 0).images());
    }

    @Test
    void aBatchIsAFunctionOfSeedEpochAndPlace() {
        TrainingPlan first = plan(32, AugmentOptions.PAPER, true, 5);
        TrainingPlan second = plan(32, AugmentOptions.PAPER, true, 5);
        second.batch(9, 3);
        for (int b = 30; b >= 0; b -= 7) {
            BatchPlan.Batch expected = first.batch(2, b);
            BatchPlan.Batch found = second.batch(2, b);
            assertThat(found.images()).isEqualTo(expected.images());
            assertThat(found.views()).isEqualTo(expected.views());
            assertThat(found.colour()).isEqualTo(expected.colour());
        }
    }

    @Test
    void drawsDoNotDependOnTheBatchSizeOrOnWhatElseIsDrawn() {
        BatchPlan.Batch large = plan(64, AugmentOptions.PAPER, true, 5).batch(3, 1);
        BatchPlan.Batch small = plan(16, AugmentOptions.PAPER, true, 5).batch(3, 4);
        assertThat(small.images()).isEqualTo(Arrays.copyOf(large.images(), 16));
        assertThat(small.views()).isEqualTo(Arrays.copyOf(large.views(), 16));
        assertThat(small.colour()).isEqualTo(Arrays.copyOf(large.colour(), 48));
        BatchPlan.Batch mirrored =
                plan(64, AugmentOptions.parse("mirror"), true, 5).batch(3, 1);
        for (int i = 0; i < 64; i++) {
            assertThat(mirrored.views()[i].mirror()).isEqualTo(large.views()[i].mirror());
        }
    }

    @Test
    void cropsAndMirrorsAreEvenlySpread() {
        TrainingPlan plan = plan(1000, AugmentOptions.PAPER, true, 3);
        int[] columns = new int[6];
        int[] rows = new int[6];
        int mirrored = 0;
        for (int epoch = 0; epoch < 12; epoch++) {
            for (CropView view : plan.batch(epoch, 0).views()) {
                columns[view.x()]++;
                rows[view.y()]++;
                mirrored += view.mirror() ? 1 : 0;
            }
        }
        for (int i = 0; i < 6; i++) { // 2000 expected, standard deviation 41
            assertThat(columns[i]).isCloseTo(2000, within(200));
            assertThat(rows[i]).isCloseTo(2000, within(200));
        }
        assertThat(mirrored).isCloseTo(6000, within(270));
    }

    @Test
    void colourNoiseHasATenthOfTheDeviationsAlongTheAxes() {
        TrainingPlan plan = plan(1000, AugmentOptions.PAPER, true, 3);
        double[] squares = new double[3];
        int n = 0;
        for (int epoch = 0; epoch < 12; epoch++) {
            float[] colour = plan.batch(epoch, 0).colour();
            for (int i = 0; i < colour.length; i += 3) {
                n++;
                for (int k = 0; k < 3; k++) {
                    double[] axis = PCA.eigenvectors()[k];
                    double along = axis[0] * colour[i] + axis[1] * colour[i + 1] + axis[2] * colour[i + 2];
                    squares[k] += along * along;
                }
            }
        }
        assertThat(Math.sqrt(squares[0] / n)).isCloseTo(10, within(0.4));
        assertThat(Math.sqrt(squares[1] / n)).isCloseTo(3, within(0.12));
        assertThat(Math.sqrt(squares[2] / n)).isCloseTo(1, within(0.04));
    }

    @Test
    void withoutAugmentationEveryPictureIsSeenInTheMiddle() {
        BatchPlan.Batch batch = plan(16, AugmentOptions.NONE, false, 1).batch(4, 2);
        assertThat(batch.images()).startsWith(32, 33, 34).hasSize(16);
        assertThat(batch.views()).containsOnly(new CropView(2, 2, false));
        assertThat(batch.colour()).containsOnly(0);
    }

    @Test
    void noiseOfTheEigenvalueIsThatOfTheRootTimesTheRoot() {
        AugmentOptions paper = AugmentOptions.PAPER;
        float[] root = plan(64, paper, true, 3).batch(2, 4).colour();
        ColourNoise eigenvalue = new ColourNoise(ColourNoise.Form.EIGENVALUE, 1, OptionalInt.empty());
        float[] found =
                plan(64, paper.withNoise(eigenvalue), true, 3).batch(2, 4).colour();
        for (int i = 0; i < root.length; i += 3) {
            for (int k = 0; k < 3; k++) {
                double[] axis = PCA.eigenvectors()[k];
                double along = axis[0] * root[i] + axis[1] * root[i + 1] + axis[2] * root[i + 2];
                double alongFound = axis[0] * found[i] + axis[1] * found[i + 1] + axis[2] * found[i + 2];
                assertThat(alongFound).isCloseTo(along * Math.sqrt(PCA.eigenvalues()[k]), within(1e-3));
            }
        }
        ColourNoise none = new ColourNoise(ColourNoise.Form.NONE, 1.1, OptionalInt.empty());
        BatchPlan.Batch without = plan(64, paper.withNoise(none), true, 3).batch(2, 4);
        assertThat(without.colour()).containsOnly(0);
        assertThat(without.scale()).isEqualTo(1);
    }

    @Test
    void noiseAndItsDivisorEndTogether() {
        AugmentOptions options =
                AugmentOptions.PAPER.withNoise(new ColourNoise(ColourNoise.Form.ROOT, 1.1, OptionalInt.of(68)));
        TrainingPlan plan = plan(64, options, true, 3);
        BatchPlan.Batch last = plan.batch(67, 1);
        assertThat(last.scale()).isEqualTo((float) (1 / 1.1));
        assertThat(last.colour())
                .isEqualTo(plan(64, AugmentOptions.PAPER, true, 3).batch(67, 1).colour());
        BatchPlan.Batch first = plan.batch(68, 1);
        assertThat(first.scale()).isEqualTo(1);
        assertThat(first.colour()).containsOnly(0);
        assertThat(first.views())
                .isEqualTo(plan(64, AugmentOptions.PAPER, true, 3).batch(68, 1).views());
        assertThat(plan(64, AugmentOptions.parse("crop").withNoise(options.noise()), true, 3)
                        .batch(1, 0)
                        .scale())
                .isEqualTo(1);
    }

    @Test
    void sharedCropsAreThoseOfTheFirstOfEachGroup() {
        BatchPlan.Batch own = plan(64, AugmentOptions.PAPER, true, 5).batch(3, 1);
        BatchPlan.Batch shared =
                plan(64, AugmentOptions.PAPER.withCropSharing(32), true, 5).batch(3, 1);
        for (int i = 0; i < 64; i++) {
            assertThat(shared.views()[i]).isEqualTo(own.views()[i - i % 32]);
        }
        assertThat(shared.views()[0]).isNotEqualTo(shared.views()[32]);
        assertThat(shared.colour()).isEqualTo(own.colour());
        assertThat(shared.images()).isEqualTo(own.images());
        // Groups are counted over the epoch: the batch from 48 on begins in the middle of one.
        BatchPlan.Batch small =
                plan(16, AugmentOptions.PAPER.withCropSharing(32), true, 5).batch(3, 5);
        assertThat(small.views()).containsOnly(shared.views()[0]);
    }

    @Test
    void wrongSizesAreNamed() {
        assertThatThrownBy(() -> plan(1004, AugmentOptions.NONE, true, 1))
                .hasMessageContaining("--batch-size: out of range (expected 1 to the 1003")
                .hasMessageContaining("found 1004");
        assertThatThrownBy(() -> plan(0, AugmentOptions.NONE, true, 1)).hasMessageContaining("--batch-size");
        assertThatThrownBy(() -> CropView.centre(10, 11)).hasMessageContaining("expected 1 to 10, found 11");
        assertThatThrownBy(() -> plan(16, AugmentOptions.NONE, true, 1).batch(0, 62))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 17, 100})
    void evaluationShowsEveryPictureOnceInOrder(int batchSize) {
        EvaluationPlan plan = new EvaluationPlan(16, batchSize, new CropView(1, 2, true));
        int next = 0;
        for (int b = 0; b < plan.batches(); b++) {
            BatchPlan.Batch batch = plan.batch(0, b);
            for (int image : batch.images()) {
                assertThat(image).isEqualTo(next++);
            }
            assertThat(batch.views()).containsOnly(new CropView(1, 2, true)).hasSize(batch.images().length);
        }
        assertThat(next).isEqualTo(16);
    }

    @Test
    void tenCropsAreThePapersCornersCentreAndMirrors() {
        assertThat(CropView.tenCrops(256, 224))
                .extracting(v -> v.x() + "," + v.y() + (v.mirror() ? "m" : ""))
                .containsExactly("0,0", "32,0", "16,16", "0,32", "32,32", "0,0m", "32,0m", "16,16m", "0,32m", "32,32m");
        assertThat(CropView.tenCrops(10, 10)).hasSize(10).allMatch(v -> v.x() == 0 && v.y() == 0);
        assertThat(CropView.centre(76, 67)).isEqualTo(new CropView(4, 4, false));
    }

    @Test
    void augmentOptionsAreReadAndWritten() {
        assertThat(AugmentOptions.parse("paper")).isEqualTo(new AugmentOptions(true, true, true));
        assertThat(AugmentOptions.parse("none")).isEqualTo(new AugmentOptions(false, false, false));
        assertThat(AugmentOptions.parse("crop, color")).isEqualTo(new AugmentOptions(true, false, true));
        for (String text : List.of("paper", "none", "crop", "mirror,color", "crop,mirror")) {
            assertThat(AugmentOptions.parse(text)).hasToString(text);
        }
        assertThatThrownBy(() -> AugmentOptions.parse("crop,flip")).hasMessageContaining("found flip");
        assertThatThrownBy(() -> AugmentOptions.parse("")).hasMessageContaining("found nothing");
        assertThatThrownBy(() -> AugmentOptions.PAPER.withCropSharing(0))
                .hasMessage("--crop-sharing: out of range (expected at least 1, found 0)");
        assertThatThrownBy(() -> new ColourNoise(ColourNoise.Form.ROOT, 0, OptionalInt.empty()))
                .hasMessageContaining("--colour-noise-divisor: ");
        assertThatThrownBy(() -> new ColourNoise(ColourNoise.Form.ROOT, 1, OptionalInt.of(0)))
                .hasMessageContaining("--colour-noise-until: ");
    }
}
