package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Stream;
import alexnet.engine.emulator.EmulatedDevice;
import alexnet.engine.emulator.EmulatorOptions;
import alexnet.kernels.check.CheckResult;
import alexnet.kernels.example.ExampleCall;
import alexnet.kernels.example.ExampleLists;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The form in which kernels run when nobody watches (chains, tiles, byte code) against the form that observers see, which
 * has none of these: the same bits.
 */
class PlainFormTest {

    @ParameterizedTest
    @CsvSource({
        "20, 13, 32, 70, 3, 1",
        "5, 9, 20, 17, 5, 2",
        "8, 7, 40, 130, 3, 1",
        "3, 6, 1, 9, 1, 0",
        "16, 5, 64, 64, 3, 1",
        "24, 13, 8, 20, 3, 1"
    })
    void convolutions(int channels, int size, int batch, int filters, int filter, int padding) {
        ConvShape shape = new ConvShape(channels, size, size, batch, filters, filter, filter, 1, padding);
        List<byte[]> plain = convolve(shape, EmulatorOptions.defaults());
        List<byte[]> watched = convolve(shape, EmulatorOptions.defaults().withSanitizer());
        for (int i = 0; i < plain.size(); i++) {
            assertThat(plain.get(i)).as("result %d of %s", i, shape).isEqualTo(watched.get(i));
        }
    }

    @ParameterizedTest
    @CsvSource({"40, 70, 32", "129, 33, 20", "64, 128, 128", "100, 300, 256", "9, 5, 1"})
    void fullyConnected(int inputs, int outputs, int batch) {
        FullyConnectedShape shape = new FullyConnectedShape(inputs, outputs, batch);
        List<byte[]> plain = multiply(shape, EmulatorOptions.defaults());
        List<byte[]> watched = multiply(shape, EmulatorOptions.defaults().withSanitizer());
        for (int i = 0; i < plain.size(); i++) {
            assertThat(plain.get(i)).as("result %d of %s", i, shape).isEqualTo(watched.get(i));
        }
    }

    @Test
    void everyCheckPasses() {
        try (EmulatedDevice device = new EmulatedDevice(0);
                KernelLibrary library = new KernelLibrary(device)) {
            for (ExampleCall call : ExampleLists.checks()) {
                CheckResult result = call.check(library, EmulatedKernels.SEED);
                assertThat(result.passed())
                        .as("%s, seed %d: %s", call, EmulatedKernels.SEED, result.worst())
                        .isTrue();
            }
        }
    }

    private static List<byte[]> convolve(ConvShape shape, EmulatorOptions options) {
        try (EmulatedDevice device = new EmulatedDevice(0, options);
                KernelLibrary library = new KernelLibrary(device);
                Stream stream = device.createStream()) {
            Conv conv = new Conv(library);
            try (DeviceBuffer x = random(device, shape.input().elements(), 1);
                    DeviceBuffer weights = random(device, shape.weights(), 2);
                    DeviceBuffer bias = random(device, shape.filters(), 3);
                    DeviceBuffer y = device.allocate(shape.output().bytes(), "y");
                    DeviceBuffer workspace = device.allocate(Math.max(4, conv.workspaceBytes(shape)), "workspace");
                    DeviceBuffer dWeights = device.allocate(4L * shape.weights(), "dWeights");
                    DeviceBuffer dx = device.allocate(shape.input().bytes(), "dx")) {
                conv.forward(stream, shape, x, weights, bias, Activation.RELU, y);
                conv.filterGradient(stream, shape, x, y, workspace, dWeights);
                conv.dataGradient(stream, shape, weights, y, workspace, dx);
                return read(stream, y, dWeights, dx);
            }
        }
    }

    private static List<byte[]> multiply(FullyConnectedShape shape, EmulatorOptions options) {
        try (EmulatedDevice device = new EmulatedDevice(0, options);
                KernelLibrary library = new KernelLibrary(device);
                Stream stream = device.createStream()) {
            FullyConnected layer = new FullyConnected(library);
            long weightCount = (long) shape.inputs() * shape.outputs();
            try (DeviceBuffer x = random(device, shape.inputs() * shape.batch(), 4);
                    DeviceBuffer weights = random(device, (int) weightCount, 5);
                    DeviceBuffer bias = random(device, shape.outputs(), 6);
                    DeviceBuffer y = device.allocate(4L * shape.outputs() * shape.batch(), "y");
                    DeviceBuffer workspace = device.allocate(1 << 24, "workspace");
                    DeviceBuffer dWeights = device.allocate(4 * weightCount, "dWeights");
                    DeviceBuffer dx = device.allocate(4L * shape.inputs() * shape.batch(), "dx")) {
                layer.forward(stream, shape, x, weights, bias, Activation.RELU, workspace, y);
                layer.weightGradient(stream, shape, x, y, workspace, dWeights);
                layer.dataGradient(stream, shape, weights, y, workspace, dx);
                return read(stream, y, dWeights, dx);
            }
        }
    }

    private static List<byte[]> read(Stream stream, DeviceBuffer... results) {
        stream.synchronize();
        return Arrays.stream(results).map(EmulatedKernels::readBytes).toList();
    }

    private static DeviceBuffer random(EmulatedDevice device, int count, long index) {
        DeviceBuffer buffer = device.allocate(4L * count, "operand " + index);
        buffer.write(EmulatedKernels.uniform(count, -1, 1, index));
        return buffer;
    }
}
