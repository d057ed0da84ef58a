package alexnet.trainer.settings;

import alexnet.model.Network;
import alexnet.model.Point;
import alexnet.model.Points;
import alexnet.model.Preset;
import alexnet.model.text.Spelling;
import alexnet.trainer.failure.Failures;
import alexnet.trainer.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which network, and how large.
 *
 * @param name one that comes with the program, or a file
 * @param preset whose values at its points; null for those of the network file
 * @param inputSize rows and columns of the first layer's input
 * @param width factor of every channel count
 * @param points that have values of their own
 */
public record NetworkChoice(String name, String preset, int inputSize, double width, Points points) {

    /** No point has a value of its own. */
    public NetworkChoice(String name, String preset, int inputSize, double width) {
        this(name, preset, inputSize, width, Points.NONE);
    }

    /**
     * What options say.
     *
     * @param inputSize null for the network's own
     */
    public static NetworkChoice of(String name, String preset, Integer inputSize, double width, Points points) {
        int size = inputSize == null ? find(name).inputSize() : inputSize;
        return new NetworkChoice(name, preset, size, width, points);
    }

    /**
     * Builds it.
     *
     * @throws UsageException where a value is out of range or the network is not known
     */
    public Network build(int classes) {
        if (!(width > 0)) {
            throw new UsageException("--width", "must be above 0 (expected 0.05 to 16, found " + width + ")");
        }
        if (inputSize < 1) {
            throw new UsageException(
                    "--input-size", "must be at least 1 (expected the crops' side, found " + inputSize + ")");
        }
        return edited().scaled(width, inputSize, classes);
    }

    /** The number of classes that the network has by itself. */
    public int ownClasses() {
        return find(name).classes();
    }

    /** The network with its points, at its own size. */
    private Network edited() {
        Network found = find(name);
        if (preset != null) {
            found = found.with(Preset.named(preset));
        }
        if (points.values().containsKey(Point.INPUT_FORM) && inputSize != found.inputSize()) {
            throw new UsageException(
                    "--input-form",
                    "has no meaning for another input than the network's own (expected --input-size "
                            + found.inputSize() + ", found " + inputSize + ")");
        }
        return found.with(points);
    }

    private static Network find(String name) {
        if (Network.names().contains(name)) {
            return Network.named(name);
        }
        Path file = Path.of(name);
        if (!Files.exists(file) && !name.endsWith(".yaml")) {
            throw new UsageException(
                    "--network",
                    "no such network (expected one of " + Network.names() + " or a .yaml file, found " + name + ")",
                    Spelling.hint(name, Network.names()));
        }
        try {
            return Network.read(file);
        } catch (IOException e) {
            throw new UsageException("--network", "cannot be read (" + Failures.message(e) + ")");
        }
    }

    /** The side of the packed pictures that crops of this size come from: 256 for the paper's 224 and Caffe's 227. */
    public static int sourceSize(int cropSize) {
        return cropSize == 227 ? 256 : cropSize * 256 / 224;
    }

    /** As options. */
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("network", name);
        if (preset != null) {
            options.put("preset", preset);
        }
        options.put("input-size", Integer.toString(inputSize));
        options.put("width", Double.toString(width));
        options.putAll(points.options());
        return options;
    }
}
