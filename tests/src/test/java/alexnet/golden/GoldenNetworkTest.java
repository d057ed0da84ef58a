package alexnet.golden;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.model.Preset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two-GPU network over two emulated devices against one PyTorch network in double precision. */
final class GoldenNetworkTest {

    private static final double LIMIT = 1e-5;
    private static final double LIMIT_AFTER_TEN_STEPS = 1e-4;

    @ParameterizedTest
    @CsvSource({"PAPER, 1", "ORIGINAL, 2", "CAFFE, 2"})
    void agreesWithPyTorch(Preset preset, double biasRate) {
        try (GoldenTraining training = new GoldenTraining(preset.toString(), SmallAlexNet.in(preset), biasRate)) {
            AgreementReport report = new AgreementReport("network-" + preset);
            Deviation evaluation = report.add("evaluation", training.evaluate());
            float[] losses = new float[GoldenTraining.STEPS];
            losses[0] = (float) training.step(0);
            Deviation first = report.add("first step", training.firstStep());
            for (int step = 1; step < GoldenTraining.STEPS; step++) {
                losses[step] = (float) training.step(step);
            }
            Deviation allLosses = report.add("ten steps", training.losses(losses));
            Deviation weights = report.add("weights after ten steps", training.weightsAfter());
            Deviation way = report.add("of the way they went", training.wayOfWeights());
            report.write();
            assertThat(first.tensors()).as("logits and 16 gradients").isEqualTo(17);
            assertThat(weights.tensors()).isEqualTo(16);
            evaluation.requireWithin(LIMIT);
            first.requireWithin(LIMIT);
            allLosses.requireWithin(LIMIT);
            weights.requireWithin(LIMIT_AFTER_TEN_STEPS);
            way.requireWithin(LIMIT_AFTER_TEN_STEPS);
        }
    }
}
