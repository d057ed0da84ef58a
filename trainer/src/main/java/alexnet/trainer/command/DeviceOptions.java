package alexnet.trainer.command;

import alexnet.engine.devices.DeviceSet;
import alexnet.model.ModelOptions;
import alexnet.trainer.evaluate.Ensemble;
import alexnet.trainer.failure.Suggestion;
import alexnet.trainer.failure.UsageException;
import java.util.List;
import picocli.CommandLine.Option;

/** Options for devices and libraries. */
final class DeviceOptions {

    @Option(
            names = "--devices",
            paramLabel = "LIST",
            defaultValue = "auto",
            description = "auto, cuda:0,cuda:1, cuda:0,cuda:0, emulator or emulator:0,emulator:0"
                    + " (default: ${DEFAULT-VALUE})")
    String devices;

    @Option(
            names = "--gemm",
            paramLabel = "WHO",
            defaultValue = "auto",
            description = "who multiplies matrices in fully connected layers: auto, kernel or cublas"
                    + " (default: ${DEFAULT-VALUE}: cublas where it loads)")
    String gemm;

    @Option(
            names = "--conv",
            paramLabel = "WHO",
            defaultValue = "kernel",
            description = "who convolves: kernel or cudnn (default: ${DEFAULT-VALUE})")
    String conv;

    /** {@code --gemm}: auto, kernel or cublas. */
    String requireGemm() {
        return choice("--gemm", gemm, List.of("auto", "kernel", "cublas"));
    }

    /** {@code --gemm} on these devices: {@code auto} takes cuBLAS where it loads on all of them. */
    ModelOptions.Gemm gemm(DeviceSet on) {
        boolean vendor =
                on.devices().stream().allMatch(device -> device.matrixMultiply().isPresent());
        String asked = requireGemm();
        return asked.equals("cublas") || asked.equals("auto") && vendor
                ? ModelOptions.Gemm.CUBLAS
                : ModelOptions.Gemm.KERNEL;
    }

    /** {@code --conv}. */
    ModelOptions.Convolution convolution() {
        return choice("--conv", conv, List.of("kernel", "cudnn")).equals("cudnn")
                ? ModelOptions.Convolution.CUDNN
                : ModelOptions.Convolution.KERNEL;
    }

    /** What networks that are not trained are loaded with. */
    Ensemble.Loading loading(DeviceSet on, int batchSize) {
        return new Ensemble.Loading(on, batchSize, gemm(on), convolution());
    }

    private static String choice(String option, String value, List<String> choices) {
        if (!choices.contains(value)) {
            throw new UsageException(
                    option,
                    "unknown value (expected one of " + String.join(", ", choices) + ", found '" + value + "')",
                    Suggestion.hint(value, choices));
        }
        return value;
    }
}
