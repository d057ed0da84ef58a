package alexnet.trainer.run;

import alexnet.model.Pixels;
import alexnet.model.Points;
import alexnet.model.Safetensors;
import alexnet.model.SafetensorsFile;
import alexnet.model.interchange.NpyHeader;
import alexnet.model.text.Words;
import alexnet.trainer.config.ResolvedConfig;
import alexnet.trainer.data.image.ResizeForm;
import alexnet.trainer.data.packed.PackedDataset;
import alexnet.trainer.failure.CheckpointException;
import alexnet.trainer.failure.Failures;
import alexnet.trainer.failure.StorageException;
import alexnet.trainer.file.DurableFiles;
import alexnet.trainer.settings.NetworkChoice;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The files of a run beside checkpoints and metrics, so that its weights can be used without the training data: {@code
 * config.yaml} and {@code mean.npy} (float32, (S, S, 3)). Weights files have the small values among these in their
 * metadata.
 */
public final class RunFiles {

    public static final String CONFIG = "config.yaml";
    static final String MEAN = "mean.npy";

    /** The key of the order of the colours in weights files. */
    public static final String COLOUR_ORDER = "colour-order";

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What weights need to be used.
     *
     * @param network which network they are for
     * @param dropout drop probability they were trained with, where it was not the network's own: what dropout leaves out
     *     in training is scaled away at test
     * @param sourceSize S, side of the pictures that crops are taken from
     * @param classes names in label order; empty where imported weights came without
     * @param mean the mean colour of the training pictures, red, green and blue; null where imported weights came
     *     without
     * @param pixels where the mean image is read, and the order of the colours
     * @param resize how pictures became squares
     */
    public record ModelCard(
            NetworkChoice network,
            OptionalDouble dropout,
            int sourceSize,
            List<String> classes,
            float[] mean,
            Pixels pixels,
            ResizeForm resize) {}

    private RunFiles() {}

    public static void write(Path run, ResolvedConfig config, PackedDataset training) {
        DurableFiles.replace(run.resolve(CONFIG), config.yaml());
        Path mean = run.resolve(MEAN);
        try {
            DurableFiles.write(mean, npy(training.mean(), training.size()));
        } catch (IOException e) {
            throw DurableFiles.notWritten(mean, e);
        }
    }

    /** The metadata of a weights file. */
    public static Map<String, String> metadata(
            NetworkChoice network, OptionalDouble dropout, Pixels pixels, PackedDataset training) {
        return metadata(new ModelCard(
                network,
                dropout,
                training.size(),
                training.classes(),
                meanColour(training.mean()),
                pixels,
                training.resize()));
    }

    /** The metadata that say what {@code card} says. */
    public static Map<String, String> metadata(ModelCard card) {
        Map<String, String> metadata = new LinkedHashMap<>(card.network().options());
        card.dropout().ifPresent(value -> metadata.put("dropout", Double.toString(value)));
        metadata.put("source-size", Integer.toString(card.sourceSize()));
        metadata.put("mean-place", Words.of(card.pixels().mean()));
        metadata.put(COLOUR_ORDER, Words.of(card.pixels().order()));
        metadata.put("resize", Words.of(card.resize()));
        if (!card.classes().isEmpty()) {
            metadata.put("classes", json(card.classes()));
        }
        if (card.mean() != null) {
            metadata.put("mean", json(card.mean()));
        }
        return metadata;
    }

    /** Reads {@link #metadata} again; null where the file has none of ours. */
    public static ModelCard card(Path file, Map<String, String> metadata) {
        if (!metadata.keySet().containsAll(List.of("network", "input-size", "width", "source-size"))) {
            return null;
        }
        try {
            return new ModelCard(
                    new NetworkChoice(
                            metadata.get("network"),
                            metadata.get("preset"),
                            Integer.parseInt(metadata.get("input-size")),
                            Double.parseDouble(metadata.get("width")),
                            Points.ofOptions(metadata)),
                    metadata.containsKey("dropout")
                            ? OptionalDouble.of(Double.parseDouble(metadata.get("dropout")))
                            : OptionalDouble.empty(),
                    Integer.parseInt(metadata.get("source-size")),
                    metadata.containsKey("classes")
                            ? JSON.readValue(metadata.get("classes"), new TypeReference<List<String>>() {})
                            : List.of(),
                    metadata.containsKey("mean") ? JSON.readValue(metadata.get("mean"), float[].class) : null,
                    // Weights from before there was a choice were trained the original's way.
                    new Pixels(
                            Words.require(Pixels.Mean.class, metadata.getOrDefault("mean-place", "central")),
                            Words.require(Pixels.Order.class, metadata.getOrDefault(COLOUR_ORDER, "rgb"))),
                    Words.require(ResizeForm.class, metadata.getOrDefault("resize", "crop")));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new CheckpointException(file.toString(), "its metadata are not ours (" + e.getMessage() + ")");
        }
    }

    /**
     * Requires that weights were made in the preset of a network: in another they mean something else.
     *
     * @throws CheckpointException with both presets
     */
    public static void requirePreset(Path file, NetworkChoice network) throws IOException {
        try (SafetensorsFile opened = Safetensors.open(file)) {
            ModelCard card = card(file, opened.metadata());
            // The network files hold the values of the paper.
            String expected = Objects.requireNonNullElse(network.preset(), "paper");
            String found = card == null
                    ? expected
                    : Objects.requireNonNullElse(card.network().preset(), "paper");
            if (!found.equals(expected)) {
                throw new CheckpointException(
                        file.toString(),
                        "preset: the weights are of another (expected " + expected + ", found " + found + ")",
                        "train with --preset " + found,
                        null);
            }
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers did not become JSON", e);
        }
    }

    /** Mean over the pixels of a mean picture (S, S, 3). */
    static float[] meanColour(float[] mean) {
        double[] sums = new double[3];
        for (int i = 0; i < mean.length; i++) {
            sums[i % 3] += mean[i];
        }
        int pixels = mean.length / 3;
        return new float[] {(float) (sums[0] / pixels), (float) (sums[1] / pixels), (float) (sums[2] / pixels)};
    }

    /** A NumPy file of a picture (side, side, 3). */
    private static byte[] npy(float[] values, int side) {
        byte[] header = NpyHeader.of(new int[] {side, side, 3});
        ByteBuffer bytes =
                ByteBuffer.allocate(header.length + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(header).asFloatBuffer().put(values);
        return bytes.array();
    }

    /**
     * The mean picture of a run, (S, S, 3).
     *
     * @param size S; a run on pictures of another size has none for these
     */
    public static Optional<float[]> mean(Path run, int size) {
        Path file = run.resolve(MEAN);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            byte[] expected = npy(new float[size * size * 3], size);
            int header = expected.length - 4 * size * size * 3;
            if (!Arrays.equals(bytes, 0, Math.min(header, bytes.length), expected, 0, header)
                    || bytes.length != expected.length) {
                return Optional.empty();
            }
            float[] mean = new float[size * size * 3];
            ByteBuffer.wrap(bytes, header, bytes.length - header)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(mean);
            return Optional.of(mean);
        } catch (IOException e) {
            throw new StorageException(file.toString(), "cannot be read: " + Failures.message(e), null, e);
        }
    }
}
