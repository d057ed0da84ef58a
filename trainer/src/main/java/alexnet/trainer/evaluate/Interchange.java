package alexnet.trainer.evaluate;

import alexnet.model.Network;
import alexnet.model.Pixels;
import alexnet.model.Safetensors;
import alexnet.model.SafetensorsFile;
import alexnet.model.Tensor;
import alexnet.model.WeightLayout;
import alexnet.model.WeightSource;
import alexnet.model.WeightsException;
import alexnet.model.interchange.CaffeModelWriter;
import alexnet.model.interchange.NpzWriter;
import alexnet.model.interchange.WeightFormat;
import alexnet.model.text.Words;
import alexnet.trainer.failure.CheckpointException;
import alexnet.trainer.failure.Failures;
import alexnet.trainer.failure.StorageException;
import alexnet.trainer.failure.UsageException;
import alexnet.trainer.file.DurableFiles;
import alexnet.trainer.run.RunFiles;
import alexnet.trainer.settings.NetworkChoice;
import alexnet.trainer.settings.PresetPoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Converts weights from and to the file formats of other programs: {@code import} and {@code export}. */
public final class Interchange {

    /**
     * The file to write, and how.
     *
     * @param overwrites whether a file that is there already is replaced
     * @param swapsColours whether red and blue change places in the weights that read the images
     */
    public record Target(Path file, boolean overwrites, boolean swapsColours) {
        /** Before anything is read, as reading may take long. */
        private void requireFree() {
            if (Files.isDirectory(file)) {
                throw new StorageException(file.toString(), "is a folder (expected a file to write)", null, null);
            }
            if (Files.exists(file) && !overwrites) {
                throw new UsageException(
                        "--out", "exists already (expected a new file, found " + file + ")", "--overwrite replaces it");
            }
        }
    }

    /**
     * What imported weights are, where their file does not say.
     *
     * @param classes number of classes; null for as many as the file is for
     * @param classNames in label order; empty where nobody knows
     * @param mean colour of the pictures they were trained on, red, green and blue; null where nobody knows
     */
    public record Description(TrainedModel.Overrides network, Integer classes, List<String> classNames, float[] mean) {}

    /**
     * What was written.
     *
     * @param values of all tensors together
     */
    public record Written(Path file, String network, int classes, int tensors, long values) {}

    private Interchange() {}

    /**
     * Writes trained weights in another form.
     *
     * @param form of layers, for a caffemodel
     * @throws WeightsException where they do not fit their network, or have no such form
     */
    public static Written write(TrainedModel model, WeightFormat format, CaffeModelWriter.Form form, Target target) {
        target.requireFree();
        try (SafetensorsFile source = Safetensors.open(model.weights())) {
            Network network = model.network().build(model.outputs());
            RunFiles.ModelCard card = new RunFiles.ModelCard(
                    model.network(),
                    model.dropout(),
                    model.sourceSize(),
                    model.classes(),
                    model.meanColour(),
                    model.pixels(),
                    model.resize());
            Map<String, String> metadata = new LinkedHashMap<>(source.metadata());
            metadata.putAll(RunFiles.metadata(card));
            if (target.swapsColours()) {
                Pixels pixels = swapped(model.pixels(), card);
                metadata.put(RunFiles.COLOUR_ORDER, Words.of(pixels.order()));
            }
            return write(network, metadata, source, format, form, target);
        } catch (IOException e) {
            throw unreadable(model.weights(), e);
        }
    }

    /**
     * Reads weights in any form and writes them as trained.
     *
     * @param format null for the one that the file itself speaks of
     * @throws CheckpointException where there is no such file, or it says otherwise than {@code description}
     * @throws WeightsException where it is damaged or does not fit the network
     */
    public static Written read(Path file, WeightFormat format, Description description, Target target) {
        target.requireFree();
        if (!Files.exists(file)) {
            throw new CheckpointException(file.toString(), "no such weights (expected a file, found nothing)");
        }
        if (Files.isDirectory(file)) {
            throw new CheckpointException(
                    file.toString(),
                    "is a folder (expected a file of weights)",
                    "'alexnet export' takes a run; what a run holds needs no import",
                    null);
        }
        try (WeightSource source = format == null ? WeightFormat.open(file) : format.openAs(file)) {
            Map<String, String> said = source instanceof SafetensorsFile own ? own.metadata() : Map.of();
            RunFiles.ModelCard card = RunFiles.card(file, said);
            try {
                return read(source, card, description, target);
            } catch (WeightsException e) {
                if (card == null && e.hint().isEmpty()) {
                    throw new WeightsException(
                            e.getMessage(),
                            "--network, --width, --input-size and --classes say what the weights are for");
                }
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static Written read(WeightSource source, RunFiles.ModelCard card, Description description, Target target) {
        if (card != null) {
            requireAgreement(source.origin(), card.network().options(), description.network());
        }
        NetworkChoice choice = description
                .network()
                .over(card == null ? new NetworkChoice("alexnet", "paper", 227, 1) : card.network());
        int found = WeightLayout.of(choice.build(choice.ownClasses())).classes(source);
        int classes = description.classes() == null ? found : description.classes();
        Network network = choice.build(classes);
        List<String> names =
                description.classNames().isEmpty() && card != null ? card.classes() : description.classNames();
        if (!names.isEmpty() && names.size() != classes) {
            throw new UsageException(
                    "--class-names",
                    "another number of names than classes (expected " + classes + ", found " + names.size() + ")");
        }
        PresetPoints points =
                card == null ? PresetPoints.of(choice.preset()) : new PresetPoints(card.pixels(), card.resize());
        RunFiles.ModelCard written = new RunFiles.ModelCard(
                choice,
                card == null ? OptionalDouble.empty() : card.dropout(),
                sourceSize(card, description, network),
                names,
                description.mean() == null && card != null ? card.mean() : description.mean(),
                target.swapsColours() ? swapped(points.pixels(), card) : points.pixels(),
                points.resize());
        return write(network, RunFiles.metadata(written), source, WeightFormat.TWO_GPU, null, target);
    }

    private static int sourceSize(RunFiles.ModelCard card, Description description, Network network) {
        Integer asked = description.network().imageSize();
        if (asked != null) {
            return asked;
        }
        return card == null ? NetworkChoice.sourceSize(network.cropSize()) : card.sourceSize();
    }

    /** Exchanged weights read the other order; those of a file that does not say are Caffe's, and read RGB then. */
    private static Pixels swapped(Pixels pixels, RunFiles.ModelCard card) {
        boolean isRgb = card != null && pixels.order() == Pixels.Order.RGB;
        return new Pixels(pixels.mean(), isRgb ? Pixels.Order.BGR : Pixels.Order.RGB);
    }

    /** The file's metadata are authoritative: an option that contradicts them is an error. */
    private static void requireAgreement(String file, Map<String, String> said, TrainedModel.Overrides options) {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("network", options.network());
        asked.put("preset", options.preset());
        asked.put("input-size", options.inputSize());
        asked.put("width", options.width());
        asked.forEach((key, value) -> {
            if (value != null && said.containsKey(key) && !value.toString().equals(said.get(key))) {
                throw new CheckpointException(
                        file,
                        key + ": the weights are for another (expected " + value + " as --" + key + " says, found "
                                + said.get(key) + " in the file)",
                        "leave --" + key + " out to take what the file says",
                        null);
            }
        });
    }

    private static Written write(
            Network network,
            Map<String, String> metadata,
            WeightSource source,
            WeightFormat format,
            CaffeModelWriter.Form form,
            Target target) {
        WeightLayout layout = WeightLayout.of(network);
        WeightSource swapped = target.swapsColours() ? layout.withSwappedColours(layout.merged(source)) : source;
        WeightSource laid = format == WeightFormat.TWO_GPU ? layout.parts(swapped) : layout.merged(swapped);
        WeightSource checked = WeightLayout.finite(laid);
        DurableFiles.replace(target.file(), temporary -> {
            switch (format) {
                case MERGED, TWO_GPU -> Safetensors.write(temporary, metadata, checked.entries(), checked::get);
                case NPZ -> NpzWriter.write(temporary, checked);
                case CAFFEMODEL -> CaffeModelWriter.write(temporary, form, network, checked);
            }
        });
        long values = laid.entries().stream()
                .mapToLong(entry -> Tensor.elements(entry.shape()))
                .sum();
        return new Written(
                target.file(), network.name(), network.classes(), laid.entries().size(), values);
    }

    private static CheckpointException unreadable(Path file, IOException cause) {
        return new CheckpointException(file.toString(), "cannot be read: " + Failures.message(cause), null, cause);
    }
}
