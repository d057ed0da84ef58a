package alexnet.trainer.command;

import alexnet.engine.DeviceSet;
import alexnet.engine.Devices;
import alexnet.model.HostBatch;
import alexnet.model.SplitNetwork;
import alexnet.trainer.Console;
import alexnet.trainer.ExitCode;
import alexnet.trainer.Guess;
import alexnet.trainer.HostBatchTarget;
import alexnet.trainer.TrainedModel;
import alexnet.trainer.UsageException;
import alexnet.trainer.data.CropView;
import alexnet.trainer.data.ImageDecoder;
import alexnet.trainer.data.Resize;
import alexnet.trainer.data.RgbImage;
import alexnet.trainer.report.PredictionPanel;
import java.nio.ByteBuffer;
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
    private ModelSelection model;

    @Mixin
    private DeviceOptions device;

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
        List<TrainedModel> models = new ArrayList<>();
        for (Path path : model.weights) {
            models.add(TrainedModel.find(path, model.overrides(), console()));
        }
        TrainedModel first = models.get(0);
        List<String> classes = first.classes().isEmpty()
                ? IntStream.range(0, first.outputs())
                        .mapToObj(k -> "class " + k)
                        .toList()
                : first.classes();
        List<RgbImage> pictures = new ArrayList<>();
        ImageDecoder decoder = new ImageDecoder();
        for (Path image : images) {
            pictures.add(Resize.toSquare(decoder.decode(image), first.sourceSize(), first.resize()));
        }
        float[][] probabilities = new float[pictures.size()][classes.size()];
        try (DeviceSet devices = UsageException.checked("--devices", () -> Devices.open(device.devices))) {
            for (TrainedModel each : models) {
                if (each.sourceSize() != first.sourceSize() || each.outputs() != first.outputs()) {
                    throw new UsageException(
                            "--weights",
                            "cannot be averaged: other classes or picture sizes (expected those of " + first.weights()
                                    + ", found others in " + each.weights() + ")");
                }
                addPredictions(each, devices, pictures, models.size(), probabilities);
            }
        }
        tell(classes, probabilities);
        if (png != null) {
            PredictionPanel.write(png, images, pictures, classes, probabilities);
        }
        return ExitCode.DONE;
    }

    private void addPredictions(
            TrainedModel each, DeviceSet devices, List<RgbImage> pictures, int models, float[][] probabilities) {
        int capacity = Math.min(BATCH, pictures.size());
        int[] none = new int[0];
        try (SplitNetwork network = each.load(devices, capacity, device.gemm(devices), device.convolution(), null);
                HostBatchTarget target = new HostBatchTarget(network.newHostBatch(), none)) {
            int crop = network.network().cropSize();
            int size = each.sourceSize();
            List<CropView> views = tenCrop ? CropView.tenCrops(size, crop) : List.of(CropView.centre(size, crop));
            for (int start = 0; start < pictures.size(); start += capacity) {
                List<RgbImage> part = pictures.subList(start, Math.min(start + capacity, pictures.size()));
                fill(target.batch(), target, part);
                for (CropView view : views) {
                    target.view(view);
                    float[][] found = network.evaluate(target.batch()).probabilities();
                    for (int i = 0; i < part.size(); i++) {
                        for (int k = 0; k < found[i].length; k++) {
                            probabilities[start + i][k] += found[i][k] / (views.size() * models);
                        }
                    }
                }
            }
        }
    }

    private static void fill(HostBatch batch, HostBatchTarget target, List<RgbImage> pictures) {
        ByteBuffer bytes = target.images();
        for (int i = 0; i < pictures.size(); i++) {
            bytes.put(pictures.get(i).pixels());
            target.column(i, -1, new CropView(0, 0, false), 0, 0, 0);
        }
        batch.setCount(pictures.size());
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
