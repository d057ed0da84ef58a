package alexnet.trainer.settings;

import alexnet.engine.devices.DeviceSet;
import alexnet.engine.devices.Devices;
import alexnet.model.ModelOptions;
import alexnet.trainer.failure.UsageException;
import java.util.List;
import picocli.CommandLine.Option;

/** What computes. */
public final class DeviceSettings {

    @Option(
            names = "--devices",
            paramLabel = "LIST",
            defaultValue = "auto",
            description = "auto, cuda:0,cuda:1, cuda:0,cuda:0, emulator or emulator:0,emulator:0"
                    + " (default: ${DEFAULT-VALUE})")
    private String devices;

    @Option(
            names = "--gemm",
            paramLabel = "WHO",
            defaultValue = "auto",
            description = "who multiplies matrices in fully connected layers: auto, kernel or cublas"
                    + " (default: ${DEFAULT-VALUE}: cublas where it loads)")
    private String gemm;

    @Option(
            names = "--conv",
            paramLabel = "WHO",
            defaultValue = "kernel",
            description = "who convolves: kernel or cudnn (default: ${DEFAULT-VALUE})")
    private String conv;

    /** @throws UsageException where {@code --gemm} or {@code --conv} names nobody */
    public void check() {
        gemm();
        convolution();
    }

    /** Opens {@code --devices}. */
    public DeviceSet open() {
        return UsageException.checked("--devices", () -> Devices.open(devices));
    }

    /** The device list as the user wrote it. */
    public String list() {
        return devices;
    }

    /** Whether the devices decide who multiplies matrices. */
    public boolean isGemmAuto() {
        return gemm().equals("auto");
    }

    /** Who computes on these devices: {@code --gemm auto} takes cuBLAS where it loads on all of them. */
    public ModelOptions.Libraries libraries(DeviceSet on) {
        boolean vendor =
                on.devices().stream().allMatch(device -> device.matrixMultiply().isPresent());
        boolean cublas = gemm().equals("cublas") || isGemmAuto() && vendor;
        return new ModelOptions.Libraries(cublas ? ModelOptions.Gemm.CUBLAS : ModelOptions.Gemm.KERNEL, convolution());
    }

    private String gemm() {
        return OptionWord.oneOf("--gemm", List.of("auto", "kernel", "cublas"), gemm);
    }

    private ModelOptions.Convolution convolution() {
        return OptionWord.oneOf("--conv", List.of("kernel", "cudnn"), conv).equals("cudnn")
                ? ModelOptions.Convolution.CUDNN
                : ModelOptions.Convolution.KERNEL;
    }
}
