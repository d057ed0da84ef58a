package alexnet.trainer.command;

import alexnet.engine.devices.DeviceSet;
import alexnet.trainer.data.packed.Npy;
import alexnet.trainer.data.packed.NpyRows;
import alexnet.trainer.data.packed.PackedDataset;
import alexnet.trainer.evaluate.FeatureReader;
import alexnet.trainer.evaluate.TrainedModel;
import alexnet.trainer.failure.Console;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.file.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code features}: what the last fully connected layer reads, for every picture of a set. */
@Command(
        name = "features",
        description = "write what the last fully connected layer reads (4096 values of the centre crop at full size,"
                + " without dropout) for every picture of a set")
public final class FeaturesCommand extends AlexnetCommand {

    private static final String NPY = ".npy";

    @Mixin
    private ReadSetOptions reading;

    @Mixin
    private InferenceOptions inference;

    @Option(
            names = "--out",
            paramLabel = "FILE.npy",
            required = true,
            description = "float32 (pictures, features) in the order of the set")
    private Path out;

    @Option(
            names = "--labels",
            paramLabel = "FILE.npy",
            description = "int32 (pictures), numbers of the set's classes (default: beside --out, NAME-labels.npy)")
    private Path labels;

    @Option(names = "--json", paramLabel = "FILE", description = "write names and sizes of the files to FILE too")
    private Path json;

    /** @param console where it prints */
    public FeaturesCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        reading.check();
        if (labels == null) {
            String name = String.valueOf(out.getFileName());
            String stem = name.endsWith(NPY) ? name.substring(0, name.length() - NPY.length()) : name;
            labels = out.resolveSibling(stem + "-labels" + NPY);
        }
        requireWritable(out, labels, json);
        TrainedModel trained = inference.one(console());
        try (DeviceSet devices = inference.open();
                PackedDataset set = reading.open(trained.form(), console()::line)) {
            console().line("devices: " + devices.explanation());
            int batch = reading.batch(set);
            try (FeatureReader reader = new FeatureReader(trained, inference.loading(devices, batch), set);
                    NpyRows rows = new NpyRows(out)) {
                reader.read(set, (image, features) -> rows.add(features));
                writeLabels(set);
                rows.finish();
                tell(trained, rows);
            }
        }
        return ExitCode.DONE;
    }

    private void writeLabels(PackedDataset set) {
        int[] values = new int[set.count()];
        for (int image = 0; image < values.length; image++) {
            values[image] = set.label(image);
        }
        try {
            Npy.replace(labels, values, values.length);
        } catch (IOException e) {
            throw DurableFiles.notWritten(labels, e);
        }
    }

    private void tell(TrainedModel trained, NpyRows rows) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("weights", trained.weights().toString());
        result.put("features", out.toString());
        result.put("labels", labels.toString());
        result.put("pictures", rows.rows());
        result.put("length", rows.length());
        writeJson(json, result);
        console().line("labels: " + labels);
        console().line("features: " + rows.rows() + " pictures, " + rows.length() + " values each, in " + out);
    }
}
