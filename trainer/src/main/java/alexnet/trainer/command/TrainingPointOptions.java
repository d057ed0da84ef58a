package alexnet.trainer.command;

import alexnet.model.Pixels;
import alexnet.trainer.data.batch.AugmentOptions;
import alexnet.trainer.data.batch.ColourNoise;
import alexnet.trainer.failure.UsageException;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Points of the training at which paper, program and Caffe differ: rates of single tensors, and what is seen of a picture. */
final class TrainingPointOptions {

    @Option(
            names = "--rates",
            paramLabel = "RULES",
            defaultValue = "none",
            description = "learning rates of single tensors, PATTERN[@EPOCH|@dropN]=VALUE,...: *.bias=2x is twice the"
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
            description = "the mean image is subtracted central, its middle from every crop, or aligned, at the place"
                    + " of the crop, as in Caffe (default: ${DEFAULT-VALUE})")
    String mean;

    @Option(
            names = "--colour-order",
            paramLabel = "ORDER",
            defaultValue = "rgb",
            description = "of the network's channels: rgb, or bgr as in Caffe (default: ${DEFAULT-VALUE})")
    String colourOrder;

    /** What is random about the training pictures. */
    AugmentOptions augment() {
        ColourNoise.Form form = Words.of("--colour-noise", ColourNoise.Form.class, colourNoise);
        OptionalInt until = colourNoiseUntil == null ? OptionalInt.empty() : OptionalInt.of(colourNoiseUntil);
        return UsageException.checked(
                "--augment",
                () -> AugmentOptions.parse(augment)
                        .withNoise(new ColourNoise(form, colourNoiseDivisor, until))
                        .withCropSharing(cropSharing));
    }

    Pixels pixels() {
        return new Pixels(
                Words.of("--mean", Pixels.Mean.class, mean),
                Words.of("--colour-order", Pixels.Order.class, colourOrder));
    }
}
