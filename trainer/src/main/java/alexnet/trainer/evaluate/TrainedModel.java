package alexnet.trainer.evaluate;

import alexnet.engine.devices.DeviceSet;
import alexnet.model.ModelOptions;
import alexnet.model.Network;
import alexnet.model.Pixels;
import alexnet.model.Points;
import alexnet.model.Safetensors;
import alexnet.model.SafetensorsFile;
import alexnet.model.SplitNetwork;
import alexnet.model.WeightLayout;
import alexnet.trainer.checkpoint.CheckpointStore;
import alexnet.trainer.data.image.PictureForm;
import alexnet.trainer.data.image.ResizeForm;
import alexnet.trainer.data.packed.PackedDataset;
import alexnet.trainer.failure.CheckpointException;
import alexnet.trainer.failure.Console;
import alexnet.trainer.failure.Failures;
import alexnet.trainer.failure.UsageException;
import alexnet.trainer.run.RunFiles;
import alexnet.trainer.run.RunFinder;
import alexnet.trainer.settings.NetworkChoice;
import alexnet.trainer.settings.PresetPoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Weights with what is needed to use them: the network they are for, the classes and the mean picture.
 *
 * @param weights the file
 * @param run the run that contains it, or null
 * @param network which network
 * @param dropout drop probability trained with, where it was not the network's own
 * @param sourceSize side of the pictures that crops are taken from
 * @param classes names in label order; empty where the file does not say
 * @param outputs number of classes
 * @param meanColour of the training pictures, or null where the file does not say
 * @param pixels where the mean image is read, and the order of the colours
 * @param resize how pictures become squares
 */
public record TrainedModel(
        Path weights,
        Path run,
        NetworkChoice network,
        OptionalDouble dropout,
        int sourceSize,
        List<String> classes,
        int outputs,
        float[] meanColour,
        Pixels pixels,
        ResizeForm resize) {

    /** Options of the user that override the file's metadata; each may be null. */
    public record Overrides(
            String network,
            String preset,
            Integer inputSize,
            Double width,
            Integer imageSize,
            Pixels.Mean mean,
            Pixels.Order order,
            ResizeForm resize,
            Points points) {

        /** What a file says, with these in place of it; a preset replaces the points that the file names. */
        NetworkChoice over(NetworkChoice said) {
            Points all = preset == null ? said.points().with(points) : points;
            boolean isOther = network != null && !network.equals(said.name());
            Integer size = inputSize != null || isOther ? inputSize : Integer.valueOf(said.inputSize());
            return NetworkChoice.of(
                    network == null ? said.name() : network,
                    preset == null ? said.preset() : preset,
                    size,
                    width == null ? said.width() : width,
                    all);
        }
    }

    /** What networks that are not trained are put on devices with. */
    public record Loading(DeviceSet devices, int batchSize, ModelOptions.Libraries libraries) {}

    /** What pictures are made into for it. */
    public PictureForm form() {
        return new PictureForm(sourceSize, resize);
    }

    /**
     * Finds weights.
     *
     * @param path a .safetensors file, a checkpoint, or a run (its best checkpoint, else its newest whole one)
     * @throws CheckpointException where there are none, or they are damaged
     */
    public static TrainedModel find(Path path, Overrides overrides, Console console) {
        if (!Files.exists(path)) {
            throw new CheckpointException(
                    path.toString(),
                    "no such weights (expected a .safetensors file, a checkpoint or a run, found nothing)");
        }
        if (Files.isRegularFile(path)) {
            return read(path, runOf(path), overrides);
        }
        RunFinder.Found found = RunFinder.at(path);
        Path checkpoint = found.checkpoint().orElseGet(() -> best(found.run(), console));
        CheckpointStore.verify(checkpoint);
        return read(checkpoint.resolve(CheckpointStore.WEIGHTS), found.run(), overrides);
    }

    /** The run that contains a weights file, or null; {@code last} and {@code best} are links into it. */
    private static Path runOf(Path file) {
        try {
            Path checkpoint = file.toRealPath().getParent();
            boolean inRun = Files.exists(checkpoint.resolve(CheckpointStore.STATE)) && checkpoint.getNameCount() > 2;
            return inRun ? checkpoint.getParent().getParent() : null;
        } catch (IOException e) {
            throw new CheckpointException(file.toString(), "cannot be read: " + Failures.message(e), null, e);
        }
    }

    private static Path best(Path run, Console console) {
        CheckpointStore store = new CheckpointStore(run);
        Optional<Path> best = store.pointed("best");
        if (best.isPresent()) {
            try {
                CheckpointStore.verify(best.get());
                return best.get();
            } catch (CheckpointException e) {
                console.warn(e.getMessage() + "; taking the newest whole checkpoint");
            }
        }
        return store.newestWhole(bad -> console.warn(bad.getMessage())).folder();
    }

    private static TrainedModel read(Path file, Path run, Overrides overrides) {
        try (SafetensorsFile opened = Safetensors.open(file)) {
            Map<String, String> metadata = opened.metadata();
            RunFiles.ModelCard card = RunFiles.card(file, metadata);
            NetworkChoice said = card == null ? new NetworkChoice("alexnet", "paper", 227, 1) : card.network();
            NetworkChoice network = overrides.over(said);
            int outputs = card == null || card.classes().isEmpty()
                    ? WeightLayout.of(network.build(network.ownClasses())).classes(opened)
                    : card.classes().size();
            int proposed = card == null
                    ? NetworkChoice.sourceSize(network.build(outputs).cropSize())
                    : card.sourceSize();
            PresetPoints points = card == null
                    ? PresetPoints.of(network.preset() == null ? "paper" : network.preset())
                    : new PresetPoints(card.pixels(), card.resize());
            return new TrainedModel(
                    file,
                    run,
                    network,
                    card == null ? OptionalDouble.empty() : card.dropout(),
                    overrides.imageSize() == null ? proposed : overrides.imageSize(),
                    card == null ? List.of() : card.classes(),
                    outputs,
                    card == null ? null : card.mean(),
                    new Pixels(
                            overrides.mean() == null ? points.pixels().mean() : overrides.mean(),
                            overrides.order() == null ? points.pixels().order() : overrides.order()),
                    overrides.resize() == null ? points.resize() : overrides.resize());
        } catch (IOException e) {
            throw new CheckpointException(file.toString(), "cannot be read: " + Failures.message(e), null, e);
        }
    }

    /**
     * Puts the network on devices and loads the weights.
     *
     * @param fallback whose mean picture is taken where neither file nor run have one; may be null
     * @throws CheckpointException where there is no mean picture at all
     */
    public SplitNetwork load(Loading loading, PackedDataset fallback) {
        Network built = network.build(outputs);
        if (sourceSize < built.cropSize()) {
            throw new UsageException(
                    "--image-size",
                    "the pictures are smaller than the crops (expected at least " + built.cropSize() + ", found "
                            + sourceSize + ")");
        }
        ModelOptions options = ModelOptions.of(loading.batchSize(), sourceSize)
                .with(new ModelOptions.Dropout(1, dropout))
                .with(loading.libraries())
                .with(pixels);
        SplitNetwork split = new SplitNetwork(built, options, loading.devices().devices());
        try {
            split.setMean(mean(fallback));
            split.loadWeights(weights);
            return split;
        } catch (IOException e) {
            split.close();
            throw new CheckpointException(weights.toString(), "cannot be read: " + Failures.message(e), null, e);
        } catch (RuntimeException | Error e) {
            split.close();
            throw e;
        }
    }

    private float[] mean(PackedDataset fallback) {
        Optional<float[]> ofRun = run == null ? Optional.empty() : RunFiles.mean(run, sourceSize);
        if (ofRun.isPresent()) {
            return ofRun.get();
        }
        if (meanColour != null) {
            float[] mean = new float[sourceSize * sourceSize * 3];
            for (int i = 0; i < mean.length; i++) {
                mean[i] = meanColour[i % 3];
            }
            return mean;
        }
        if (fallback != null) {
            return fallback.mean();
        }
        throw new CheckpointException(
                weights.toString(),
                "has no mean picture (expected one in its run or its metadata, found neither)",
                "name the run that the weights come from instead of the file",
                null);
    }
}
