package alexnet.trainer.command;

import alexnet.engine.devices.DeviceSet;
import alexnet.trainer.data.image.PictureForm;
import alexnet.trainer.data.packed.PackedDataset;
import alexnet.trainer.evaluate.Ensemble;
import alexnet.trainer.evaluate.TrainedModel;
import alexnet.trainer.evaluate.TrainingData;
import alexnet.trainer.failure.Console;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.failure.UsageException;
import alexnet.trainer.metrics.RunningSums;
import alexnet.trainer.metrics.Score;
import alexnet.trainer.report.PredictionFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate}: error rates of trained weights on a data set. */
@Command(name = "evaluate", description = "measure trained weights on a data set; several --weights are averaged")
public final class EvaluateCommand extends AlexnetCommand {

    private static final long PROGRESS_NANOS = 10_000_000_000L;

    @Mixin
    private ReadSetOptions reading;

    @Mixin
    private InferenceOptions inference;

    @Option(names = "--ten-crop", description = "average over the corners and the centre, plain and mirrored")
    private boolean tenCrop;

    @Option(names = "--predictions", paramLabel = "FILE.csv", description = "write a row per picture")
    private Path predictions;

    @Option(names = "--confusion", paramLabel = "FILE.csv", description = "write the confusion matrix")
    private Path confusion;

    @Option(
            names = "--confusion-png",
            paramLabel = "FILE.png",
            description = "draw the confusion matrix as a heat map, each row by its own sum")
    private Path confusionPng;

    @Option(
            names = "--panel",
            paramLabel = "FILE.png",
            description = "draw pictures with their right class and their five most probable ones")
    private Path panel;

    @Option(
            names = "--panel-count",
            paramLabel = "N",
            defaultValue = "8",
            description = "pictures in the panel, spread evenly over the set (default: ${DEFAULT-VALUE})")
    private int panelCount;

    @Option(names = "--no-progress", description = "no progress lines")
    private boolean noProgress;

    @Option(names = "--json", paramLabel = "FILE", description = "write the result to FILE too")
    private Path json;

    /** @param console where it prints */
    public EvaluateCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        reading.check();
        UsageException.require(panelCount >= 1, "--panel-count", "at least 1", panelCount);
        requireWritable(predictions, confusion, confusionPng, panel, json);
        List<TrainedModel> models = inference.all(console());
        Ensemble.requireSameClasses(models);
        models.forEach(each -> console().line("weights: " + each.weights()));
        Map<PictureForm, PackedDataset> sets = new LinkedHashMap<>();
        try (DeviceSet devices = inference.open()) {
            console().line("devices: " + devices.explanation());
            for (TrainedModel each : models) {
                sets.computeIfAbsent(each.form(), form -> reading.open(form, console()::line));
            }
            evaluate(models, devices, sets);
        } finally {
            sets.values().forEach(PackedDataset::close);
        }
        return ExitCode.DONE;
    }

    private void evaluate(List<TrainedModel> models, DeviceSet devices, Map<PictureForm, PackedDataset> sets) {
        PackedDataset set = sets.values().iterator().next();
        List<String> classes = Ensemble.classes(models, set.classes());
        int[] classOfLabel = TrainingData.classMap(set, classes);
        int batch = reading.batch(set);
        TrainedModel.Loading loading = inference.loading(devices, batch);
        PredictionFiles.Wanted wanted =
                new PredictionFiles.Wanted(predictions, confusion, confusionPng, panel, panelCount);
        try (PredictionFiles files = new PredictionFiles(wanted, classes, set);
                Ensemble ensemble = new Ensemble(models, classes, loading, tenCrop, sets)) {
            Progress progress = new Progress(set.count(), batch);
            RunningSums sums = ensemble.evaluate(sets, classOfLabel, (image, label, probabilities, guess) -> {
                files.picture(image, label, probabilities);
                progress.picture();
            });
            files.writeTable();
            tell(sums, models.size());
            // Last, as it needs fonts, which bare servers do not have: the numbers are printed by then.
            files.draw();
        }
    }

    /** Says now and then how far it is. */
    private final class Progress {
        private final int all;
        private final int batch;
        private int done;
        private long last = System.nanoTime();

        Progress(int all, int batch) {
            this.all = all;
            this.batch = batch;
        }

        void picture() {
            done++;
            long now = System.nanoTime();
            if (!noProgress && done % batch == 0 && now - last > PROGRESS_NANOS) {
                last = now;
                console().line("evaluated " + done + "/" + all);
            }
        }
    }

    private void tell(RunningSums sums, int networks) {
        Score score = sums.score();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("top1_error", 100 - score.top1());
        result.put("top5_error", 100 - score.top5());
        result.put("loss", Double.isFinite(score.loss()) ? score.loss() : null);
        result.put("samples", sums.samples());
        result.put("ten_crop", tenCrop);
        result.put("networks", networks);
        writeJson(json, result);
        console()
                .line(String.format(
                        Locale.ROOT,
                        "top-1 error %.1f %%  top-5 error %.1f %%  loss %.3f  samples %d",
                        100 - score.top1(),
                        100 - score.top5(),
                        score.loss(),
                        sums.samples()));
    }
}
