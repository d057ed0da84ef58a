package alexnet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import alexnet.engine.Device;
import alexnet.engine.DeviceBuffer;
import alexnet.engine.MatrixMultiply;
import alexnet.engine.Stream;
import alexnet.engine.VendorConvolution;
import alexnet.engine.devices.DeviceSet;
import alexnet.engine.devices.Devices;
import alexnet.kernels.Activation;
import alexnet.kernels.ConvShape;
import alexnet.kernels.KernelLibrary;
import alexnet.kernels.reference.ConvReference;
import alexnet.model.layer.Layer;
import alexnet.model.layer.Parameter;
import alexnet.model.layer.ParameterBuffers;
import alexnet.model.layer.Pass;
import alexnet.model.layer.Site;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Layers over a vendor library give what they give over our kernels; the library here is plain loops on the host. */
final class VendorLayersTest {

    private static final int BATCH = 3;

    private static final Network NETWORK = Network.parse("vendor.yaml", NetworkText.of("vendor", 1, 7, 4, """
            - {name: first, kind: conv, gpus: [0], reads: data, filters: 6, size: 3, stride: 2, activation: relu, deviation: 1, bias: 1}
            - {name: second, kind: conv, gpus: [0], reads: first, filters: 6, size: 3, padding: 1, activation: relu, deviation: 1, bias: 1}
            - {name: grouped, kind: conv, gpus: [0], reads: second, filters: 4, groups: 2, size: 3, padding: 1, activation: relu, deviation: 1, bias: 1}
            - {name: hidden, kind: fully_connected, gpus: [0], reads: grouped, outputs: 9, activation: relu, deviation: 1, bias: 1}
            - {name: head, kind: fully_connected, gpus: [0], reads: hidden, outputs: classes, activation: none, deviation: 1, bias: 1}
            - {name: softmax, kind: softmax, gpus: [0], reads: head}
            """));

    @Test
    void convolutionsOverAVendorLibraryGiveTheSame() {
        for (int layer : new int[] {0, 1, 2}) {
            assertSame(
                    run(layer, Optional.empty(), Optional.of(new HostConvolution())),
                    run(layer, Optional.empty(), Optional.empty()));
        }
    }

    @Test
    void matricesOverAVendorLibraryGiveTheSame() {
        for (int layer : new int[] {3, 4}) {
            assertSame(
                    run(layer, Optional.of(new HostMatrices()), Optional.empty()),
                    run(layer, Optional.empty(), Optional.empty()));
        }
    }

    private static void assertSame(List<float[]> found, List<float[]> expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i)).hasSameSizeAs(expected.get(i));
            for (int j = 0; j < found.get(i).length; j++) {
                assertThat(found.get(i)[j])
                        .as("result %d, element %d", i, j)
                        .isCloseTo(expected.get(i)[j], within(1e-4f));
            }
        }
    }

    /** Output, gradients of weights and biases, gradient of the input (where there is one). */
    private static List<float[]> run(
            int index, Optional<MatrixMultiply> gemm, Optional<VendorConvolution> convolution) {
        PlannedLayer layer = NETWORK.layers().get(index);
        Random random = new Random(7);
        try (DeviceSet devices = Devices.open("emulator:0");
                Stream stream = devices.devices().get(0).createStream();
                KernelLibrary kernels = new KernelLibrary(devices.devices().get(0))) {
            Device device = devices.devices().get(0);
            List<ParameterBuffers> parameters = new ArrayList<>();
            for (Parameter parameter : layer.parameters()) {
                parameters.add(new ParameterBuffers(
                        parameter,
                        noise(device, parameter.elements(), random),
                        noise(device, parameter.elements(), random),
                        noise(device, parameter.elements(), random)));
            }
            int inputs = layer.input().elements() * BATCH;
            int outputs = layer.output().elements() * BATCH;
            DeviceBuffer dx = layer.spec().readsData() ? null : noise(device, inputs, random);
            DeviceBuffer x = noise(device, inputs, random);
            DeviceBuffer y = noise(device, outputs, random);
            DeviceBuffer dy = noise(device, outputs, random);
            Site site = new Site(
                    kernels,
                    BATCH,
                    layer.input(),
                    x,
                    y,
                    dx,
                    dy,
                    null,
                    null,
                    parameters,
                    0,
                    1,
                    OptionalDouble.empty(),
                    gemm,
                    convolution,
                    Optional.empty());
            Layer part = layer.kind().create(layer.spec(), site);
            DeviceBuffer workspace = device.allocate(Math.max(4, part.workspaceBytes()), "workspace");
            Pass pass = new Pass(stream, workspace, true, 0, 1);
            part.forward(pass);
            part.backward(pass);
            stream.synchronize();
            List<float[]> results = new ArrayList<>(List.of(
                    y.toFloats(),
                    parameters.get(0).gradient().toFloats(),
                    parameters.get(1).gradient().toFloats()));
            if (dx != null) {
                results.add(dx.toFloats());
            }
            return results;
        }
    }

    private static DeviceBuffer noise(Device device, int elements, Random random) {
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = (float) random.nextGaussian();
        }
        DeviceBuffer buffer = device.allocate((long) elements * Float.BYTES, "noise");
        buffer.write(values);
        return buffer;
    }

    private static double[] read(Stream stream, DeviceBuffer buffer) {
        stream.synchronize();
        float[] values = buffer.toFloats();
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, i -> values[i]);
        return doubles;
    }

    private static void write(DeviceBuffer buffer, double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        buffer.write(floats);
    }

    /** Row-major products by their definition. */
    private static final class HostMatrices implements MatrixMultiply {
        @Override
        public String description() {
            return "loops";
        }

        @Override
        public void multiply(
                Stream stream,
                boolean transposeA,
                boolean transposeB,
                int m,
                int n,
                int k,
                DeviceBuffer a,
                DeviceBuffer b,
                DeviceBuffer c) {
            double[] left = read(stream, a);
            double[] right = read(stream, b);
            double[] product = new double[m * n];
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    for (int l = 0; l < k; l++) {
                        product[i * n + j] +=
                                left[transposeA ? l * m + i : i * k + l] * right[transposeB ? j * k + l : l * n + j];
                    }
                }
            }
            write(c, product);
        }
    }

    /** Images outermost, as the interface asks; the loops are those of the reference, image by image. */
    private static final class HostConvolution implements VendorConvolution {
        @Override
        public String description() {
            return "loops";
        }

        @Override
        public void forward(Stream stream, Shape shape, DeviceBuffer x, DeviceBuffer weights, DeviceBuffer y) {
            ConvShape one = one(shape);
            double[] images = read(stream, x);
            double[] all = new double[one.output().elements() * shape.batch()];
            for (int n = 0; n < shape.batch(); n++) {
                double[] result = new double[one.output().elements()];
                ConvReference.forward(
                        one,
                        image(images, one.input().elements(), n),
                        read(stream, weights),
                        new double[shape.filters()],
                        Activation.NONE,
                        result);
                System.arraycopy(result, 0, all, n * result.length, result.length);
            }
            write(y, all);
        }

        @Override
        public void dataGradient(Stream stream, Shape shape, DeviceBuffer weights, DeviceBuffer dy, DeviceBuffer dx) {
            ConvShape one = one(shape);
            double[] gradients = read(stream, dy);
            double[] all = new double[one.input().elements() * shape.batch()];
            for (int n = 0; n < shape.batch(); n++) {
                double[] result = new double[one.input().elements()];
                ConvReference.dataGradient(
                        one,
                        read(stream, weights),
                        image(gradients, one.output().elements(), n),
                        result);
                System.arraycopy(result, 0, all, n * result.length, result.length);
            }
            write(dx, all);
        }

        @Override
        public void filterGradient(Stream stream, Shape shape, DeviceBuffer x, DeviceBuffer dy, DeviceBuffer dWeights) {
            ConvShape one = one(shape);
            double[] images = read(stream, x);
            double[] gradients = read(stream, dy);
            double[] all = new double[one.weights()];
            for (int n = 0; n < shape.batch(); n++) {
                double[] result = new double[all.length];
                ConvReference.filterGradient(
                        one,
                        image(images, one.input().elements(), n),
                        image(gradients, one.output().elements(), n),
                        result);
                Arrays.setAll(all, i -> all[i] + result[i]);
            }
            write(dWeights, all);
        }

        private static ConvShape one(Shape shape) {
            return new ConvShape(
                    shape.channels(),
                    shape.height(),
                    shape.width(),
                    1,
                    shape.filters(),
                    shape.filterHeight(),
                    shape.filterWidth(),
                    shape.stride(),
                    shape.padding());
        }

        private static double[] image(double[] all, int elements, int n) {
            return Arrays.copyOfRange(all, n * elements, (n + 1) * elements);
        }
    }
}
