package alexnet.trainer.settings;

import alexnet.model.Pixels;
import alexnet.trainer.data.batch.AugmentOptions;
import alexnet.trainer.data.batch.ColourNoise;
import alexnet.trainer.failure.UsageException;
import alexnet.trainer.schedule.TensorRules;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Points of the training at which paper, program and Caffe differ: rates of single tensors, and what is seen of a picture. */
public final class TrainingPointSettings {

    @ArgGroup(validate = false, heading = "%nPoints of the training, each alone (without it what the preset says):%n")
    private Given given = new Given();

    /** What was given; a group, so that help lists it under a heading. */
    private static final class Given {

        @Option(
                names = "--rates",
                paramLabel = "RULES",
                defaultValue = "none",
                description =
                        "learning rates of single tensors, PATTERN[@EPOCH|@dropN]=VALUE,...: *.bias=2x is twice the"
                                + " schedule's rate, conv1.*@73=0 freezes from epoch 73 on, *.bias@drop1=0.002 holds from the"
                                + " first drop on; the last that fits counts (default: ${DEFAULT-VALUE})")
        String rates;

        @Option(
                names = "--decays",
                paramLabel = "RULES",
                defaultValue = "none",
                description = "weight decays of single tensors, by rules of the same form: local3=0.004,fc10=0.01 are"
                        + " those of the layers' weights (default: ${DEFAULT-VALUE})")
        String decays;

        @Option(
                names = "--augment",
                paramLabel = "HOW",
                defaultValue = "paper",
                description = "paper, none, or some of crop,mirror,color (default: ${DEFAULT-VALUE})")
        String augment;

        @Option(
                names = "--colour-noise",
                paramLabel = "FORM",
                defaultValue = "root",
                description =
                        "noise along the colours' axes: root of the eigenvalue, as the program of 2012; eigenvalue, as"
                                + " the paper's text; or none (default: ${DEFAULT-VALUE})")
        String colourNoise;

        @Option(
                names = "--colour-noise-divisor",
                paramLabel = "D",
                defaultValue = "1.0",
                description = "pictures with noise are divided by this, 1.1 in 2012 (default: ${DEFAULT-VALUE})")
        double colourNoiseDivisor;

        @Option(
                names = "--colour-noise-until",
                paramLabel = "EPOCH",
                description = "no colour noise from this epoch on (default: noise all through)")
        Integer colourNoiseUntil;

        @Option(
                names = "--crop-sharing",
                paramLabel = "N",
                defaultValue = "1",
                description = "so many neighbours have one crop and mirror, 32 in 2012 (default: ${DEFAULT-VALUE})")
        int cropSharing;

        @Option(
                names = "--mean",
                paramLabel = "PLACE",
                defaultValue = "central",
                description =
                        "the mean image is subtracted central, its middle from every crop, or aligned, at the place"
                                + " of the crop, as in Caffe (default: ${DEFAULT-VALUE})")
        String mean;

        @Option(
                names = "--colour-order",
                paramLabel = "ORDER",
                defaultValue = "rgb",
                description = "of the network's channels: rgb, or bgr as in Caffe (default: ${DEFAULT-VALUE})")
        String colourOrder;
    }

    void check() {
        rates();
        decays();
        augment();
        pixels();
    }

    /** Learning rates of single tensors. */
    public TensorRules rates() {
        return TensorRules.parse("--rates", given.rates, "*");
    }

    /** Weight decays of single tensors. */
    public TensorRules decays() {
        return TensorRules.parse("--decays", given.decays, "weight");
    }

    /** What is random about the training pictures. */
    public AugmentOptions augment() {
        ColourNoise.Form form = OptionWord.constant("--colour-noise", ColourNoise.Form.class, given.colourNoise);
        return UsageException.checked(
                "--augment",
                () -> AugmentOptions.parse(given.augment)
                        .withNoise(
                                new ColourNoise(form, given.colourNoiseDivisor, Optionals.of(given.colourNoiseUntil)))
                        .withCropSharing(given.cropSharing));
    }

    /** What the network sees of a picture. */
    public Pixels pixels() {
        return new Pixels(
                OptionWord.constant("--mean", Pixels.Mean.class, given.mean),
                OptionWord.constant("--colour-order", Pixels.Order.class, given.colourOrder));
    }

    /** What must not change when a run goes on, by option. */
    public Map<String, String> frozen() {
        return Map.of(
                "augment",
                augment().toString(),
                "colour-noise",
                given.colourNoise,
                "colour-noise-divisor",
                Double.toString(given.colourNoiseDivisor),
                "crop-sharing",
                Integer.toString(given.cropSharing),
                "mean",
                given.mean,
                "colour-order",
                given.colourOrder);
    }

    /** What {@link #frozen} was in runs that were begun before there was a choice. */
    public static Map<String, String> frozenBefore() {
        return Map.of(
                "colour-noise", "root",
                "colour-noise-divisor", "1.0",
                "crop-sharing", "1",
                "mean", "central",
                "colour-order", "rgb");
    }
}
