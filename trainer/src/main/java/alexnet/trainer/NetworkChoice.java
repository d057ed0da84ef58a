package alexnet.trainer;

import alexnet.model.Network;
import alexnet.model.Preset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which network, and how large.
 *
 * @param name one that comes with the program, or a file
 * @param preset whose constants
 * @param inputSize rows and columns of the first layer's input
 * @param width factor of every channel count
 */
public record NetworkChoice(String name, String preset, int inputSize, double width) {

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
                    "--input-size", "must be at least 1 (expected 227 or less, found " + inputSize + ")");
        }
        Preset constants = Preset.named(preset);
        Path file = Path.of(name);
        if (!Network.names().contains(name) && (Files.exists(file) || name.endsWith(".yaml"))) {
            try {
                return Network.read(file).scaled(width, inputSize, classes);
            } catch (IOException e) {
                throw new UsageException("--network", "cannot be read (" + Failures.message(e) + ")");
            }
        }
        if (!Network.names().contains(name)) {
            throw new UsageException(
                    "--network",
                    "no such network (expected one of " + Network.names() + " or a .yaml file, found " + name + ")",
                    Suggestion.hint(name, Network.names()));
        }
        return Network.named(name, constants).scaled(width, inputSize, classes);
    }

    /** The side of the packed pictures that crops of this size come from: 256 for the paper's 224 and Caffe's 227. */
    public static int sourceSize(int cropSize) {
        return cropSize == 227 ? 256 : cropSize * 256 / 224;
    }

    /** As options. */
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("network", name);
        options.put("preset", preset);
        options.put("input-size", Integer.toString(inputSize));
        options.put("width", Double.toString(width));
        return options;
    }
}
