package alexnet.trainer;

import alexnet.engine.devices.DeviceSet;
import alexnet.engine.devices.Devices;
import alexnet.model.ModelOptions;
import alexnet.model.Safetensors;
import alexnet.model.SafetensorsFile;
import alexnet.model.SplitNetwork;
import alexnet.model.Tensor;
import alexnet.trainer.settings.NetworkChoice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Weights files as a run writes them, with tensors that the test chooses. */
final class WeightFiles {

    private WeightFiles() {}

    /** The metadata of a network. */
    static Map<String, String> metadata(NetworkChoice network, int sourceSize, String... classes) {
        Map<String, String> metadata = new HashMap<>(network.options());
        metadata.put("source-size", Integer.toString(sourceSize));
        metadata.put("classes", Arrays.stream(classes).collect(Collectors.joining("\",\"", "[\"", "\"]")));
        metadata.put("mean", "[120.0,110.0,100.0]");
        return metadata;
    }

    /** Writes a file. */
    static Path write(Path file, Map<String, String> metadata, Tensor... tensors) {
        Map<String, Tensor> byName =
                Arrays.stream(tensors).collect(Collectors.toMap(Tensor::name, Function.identity()));
        List<Safetensors.Entry> entries = Arrays.stream(tensors)
                .map(tensor -> new Safetensors.Entry(tensor.name(), tensor.shape()))
                .toList();
        try {
            Safetensors.write(file, metadata, entries, byName::get);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /**
     * Writes the weights of a network as it is initialised, but for the last layer, whose weights are multiplied so that
     * probabilities differ from class to class.
     */
    static Path initialised(
            Path file, NetworkChoice choice, int sourceSize, long seed, float factor, String... classes) {
        ModelOptions options = ModelOptions.of(1, sourceSize).withSeed(1);
        try (DeviceSet devices = Devices.open("emulator");
                SplitNetwork network = new SplitNetwork(choice.build(classes.length), options, devices.devices())) {
            network.initialise(seed);
            Tensor head = network.readTensor("fc8.0.weight");
            float[] values = head.data().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] *= factor;
            }
            network.writeTensor(new Tensor(head.name(), head.shape(), values));
            network.saveWeights(file, metadata(choice, sourceSize, classes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** Gives all values of one tensor of a file the same value. */
    static void fill(Path file, String name, float value) throws IOException {
        List<Tensor> tensors = new ArrayList<>();
        Map<String, String> metadata;
        try (SafetensorsFile opened = Safetensors.open(file)) {
            metadata = opened.metadata();
            for (Safetensors.Entry entry : opened.entries()) {
                Tensor tensor = opened.read(entry.name());
                if (entry.name().equals(name)) {
                    Arrays.fill(tensor.data(), value);
                }
                tensors.add(tensor);
            }
        }
        write(file, metadata, tensors.toArray(Tensor[]::new));
    }
}
