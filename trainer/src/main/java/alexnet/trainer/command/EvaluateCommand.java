package alexnet.trainer.command;

import alexnet.engine.DeviceSet;
import alexnet.engine.Devices;
import alexnet.model.SplitNetwork;
import alexnet.trainer.CheckpointException;
import alexnet.trainer.Console;
import alexnet.trainer.Evaluator;
import alexnet.trainer.ExitCode;
import alexnet.trainer.HostBatchTarget;
import alexnet.trainer.Score;
import alexnet.trainer.TrainedModel;
import alexnet.trainer.TrainingData;
import alexnet.trainer.UsageException;
import alexnet.trainer.checkpoint.RunningSums;
import alexnet.trainer.data.CropView;
import alexnet.trainer.data.PackedDataset;
import alexnet.trainer.report.PredictionFiles;
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

/** {@code evaluate}: error rates of trained weights on a data set. */
@Command(name = "evaluate", description = "measure trained weights on a data set; several --weights are averaged")
public final class EvaluateCommand extends AlexnetCommand {

    private static final long PROGRESS_NANOS = 10_000_000_000L;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "packed data set, or class folders, which are packed into the cache first")
    private Path data;

    @Mixin
    private ModelSelection model;

    @Mixin
    private DeviceOptions device;

    @Option(names = "--ten-crop", description = "average over the corners and the centre, plain and mirrored")
    private boolean tenCrop;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "128",
            description = "pictures at a time (default: ${DEFAULT-VALUE})")
    private int batchSize;

    @Option(names = "--predictions", paramLabel = "FILE.csv", description = "write a row per picture")
    private Path predictions;

    @Option(names = "--confusion", paramLabel = "FILE.csv", description = "write the confusion matrix")
    private Path confusion;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            defaultValue = "cache",
            description = "folder for what is packed on the way (default: ${DEFAULT-VALUE})")
    private Path cache;

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
        require(batchSize >= 1, "--batch-size", "at least 1", batchSize);
        List<TrainedModel> models = new ArrayList<>();
        for (Path path : model.weights) {
            models.add(TrainedModel.find(path, model.overrides(), console()));
        }
        TrainedModel first = models.get(0);
        requireAlike(models);
        models.forEach(each -> console().line("weights: " + each.weights()));
        try (DeviceSet devices = UsageException.checked("--devices", () -> Devices.open(device.devices))) {
            console().line("devices: " + devices.explanation());
            try (PackedDataset set =
                    TrainingData.open(data, first.sourceSize(), first.resize(), cache, console()::line)) {
                evaluate(models, devices, set);
            }
        }
        return ExitCode.DONE;
    }

    /** Networks that are averaged must see the same crops and know the same classes. */
    private static void requireAlike(List<TrainedModel> models) {
        TrainedModel first = models.get(0);
        for (TrainedModel other : models) {
            boolean alike = other.sourceSize() == first.sourceSize()
                    && other.network().inputSize() == first.network().inputSize()
                    && other.outputs() == first.outputs()
                    && other.classes().equals(first.classes());
            if (!alike) {
                throw new UsageException(
                        "--weights",
                        "cannot be averaged: other classes or picture sizes (expected those of " + first.weights()
                                + ", found others in " + other.weights() + ")");
            }
        }
    }

    private void evaluate(List<TrainedModel> models, DeviceSet devices, PackedDataset set) {
        TrainedModel first = models.get(0);
        List<String> classes = first.classes().isEmpty() ? set.classes() : first.classes();
        if (classes.size() != first.outputs()) {
            throw new CheckpointException(
                    first.weights().toString(),
                    "has another number of classes than the data (expected " + classes.size() + ", found "
                            + first.outputs() + ")");
        }
        int[] classOfLabel = TrainingData.classMap(set, classes);
        int batch = Math.min(batchSize, set.count());
        List<SplitNetwork> networks = new ArrayList<>();
        List<HostBatchTarget> ring = new ArrayList<>();
        try (PredictionFiles files = new PredictionFiles(predictions, confusion, classes, set)) {
            for (TrainedModel each : models) {
                networks.add(each.load(devices, batch, device.gemm(devices), device.convolution(), set));
            }
            IntStream.range(0, 2)
                    .forEach(i -> ring.add(new HostBatchTarget(networks.get(0).newHostBatch(), classOfLabel)));
            int crop = networks.get(0).network().cropSize();
            List<CropView> views =
                    tenCrop ? CropView.tenCrops(set.size(), crop) : List.of(CropView.centre(set.size(), crop));
            Progress progress = new Progress(set.count(), batch);
            RunningSums sums = new Evaluator(networks, ring, set, classOfLabel, views)
                    .run(() -> false, (image, label, probabilities, guess) -> {
                        files.picture(image, label, probabilities);
                        progress.picture();
                    });
            tell(sums);
        } finally {
            ring.forEach(HostBatchTarget::close);
            networks.forEach(SplitNetwork::close);
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

    private void tell(RunningSums sums) {
        Score score = sums.score();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("top1_error", 100 - score.top1());
        result.put("top5_error", 100 - score.top5());
        result.put("loss", Double.isFinite(score.loss()) ? score.loss() : null);
        result.put("samples", sums.samples());
        result.put("ten_crop", tenCrop);
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
