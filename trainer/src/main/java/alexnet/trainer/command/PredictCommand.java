package alexnet.trainer.command;

import alexnet.engine.devices.DeviceSet;
import alexnet.trainer.data.image.ImageDecoder;
import alexnet.trainer.data.image.PictureForm;
import alexnet.trainer.data.image.RgbImage;
import alexnet.trainer.evaluate.Ensemble;
import alexnet.trainer.evaluate.Guess;
import alexnet.trainer.evaluate.TrainedModel;
import alexnet.trainer.failure.Console;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.report.PredictionPanel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code predict}: the five most probable classes of image files. */
@Command(name = "predict", description = "name the five most probable classes of image files")
public final class PredictCommand extends AlexnetCommand {

    private static final int SHOWN = 5;
    private static final int BATCH = 32;

    @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "JPEG or PNG files")
    private List<Path> images;

    @Mixin
    private InferenceOptions inference;

    @Option(names = "--ten-crop", description = "average over the corners and the centre, plain and mirrored")
    private boolean tenCrop;

    @Option(names = "--png", paramLabel = "FILE", description = "draw pictures and guesses as one panel")
    private Path png;

    @Option(names = "--json", paramLabel = "FILE", description = "write the guesses to FILE too")
    private Path json;

    /** @param console where it prints */
    public PredictCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        requireWritable(png, json);
        List<TrainedModel> models = inference.all(console());
        Ensemble.requireSameClasses(models);
        List<String> classes = Ensemble.classes(
                models,
                IntStream.range(0, models.get(0).outputs())
                        .mapToObj(k -> "class " + k)
                        .toList());
        Map<PictureForm, List<RgbImage>> pictures = pictures(models);
        float[][] probabilities;
        int batch = Math.min(BATCH, images.size());
        try (DeviceSet devices = inference.open();
                Ensemble ensemble =
                        new Ensemble(models, classes, inference.loading(devices, batch), tenCrop, Map.of())) {
            probabilities = ensemble.probabilities(pictures);
        }
        tell(classes, probabilities);
        if (png != null) {
            List<RgbImage> shown = pictures.get(models.get(0).form());
            List<PredictionPanel.Entry> entries = IntStream.range(0, images.size())
                    .mapToObj(i -> new PredictionPanel.Entry(
                            String.valueOf(images.get(i).getFileName()),
                            shown.get(i),
                            probabilities[i],
                            PredictionPanel.UNKNOWN))
                    .toList();
            PredictionPanel.write(png, "--png", entries, classes);
        }
        return ExitCode.DONE;
    }

    /** The pictures in each form that a network takes. */
    private Map<PictureForm, List<RgbImage>> pictures(List<TrainedModel> models) {
        Map<PictureForm, List<RgbImage>> pictures = new LinkedHashMap<>();
        models.forEach(each -> pictures.put(each.form(), new ArrayList<>()));
        ImageDecoder decoder = new ImageDecoder();
        for (Path image : images) {
            RgbImage decoded = decoder.decode(image);
            pictures.forEach((form, list) -> list.add(form.of(decoded)));
        }
        return pictures;
    }

    private void tell(List<String> classes, float[][] probabilities) {
        List<Map<String, Object>> results = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            console().line(images.get(i).toString());
            List<Map<String, Object>> guesses = new ArrayList<>();
            for (int guess : Guess.ranking(probabilities[i], SHOWN)) {
                console()
                        .line(String.format(
                                Locale.ROOT, "  %5.1f %%  %s", 100 * probabilities[i][guess], classes.get(guess)));
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("class", classes.get(guess));
                entry.put("probability", probabilities[i][guess]);
                guesses.add(entry);
            }
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("image", images.get(i).toString());
            result.put("guesses", guesses);
            results.add(result);
        }
        writeJson(json, results);
    }
}
