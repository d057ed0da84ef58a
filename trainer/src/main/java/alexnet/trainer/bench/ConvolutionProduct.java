package alexnet.trainer.bench;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Stream;
import alexnet.kernels.Activation;
import alexnet.kernels.Conv;
import alexnet.kernels.ConvShape;
import alexnet.kernels.example.ExampleOperands;
import java.util.function.Consumer;

/** The forward convolution of a layer: an implicit matrix product on the device, patches and a product in plain Java. */
final class ConvolutionProduct extends PlainProduct {

    private final String layer;
    private final ConvShape shape;
    private final float[] x;
    private final float[] weights;
    private final float[][] weightRows;
    private final float[][] patches;

    ConvolutionProduct(String layer, ConvShape shape) {
        super(shape.filters(), shape.output().elements() / shape.filters());
        this.layer = layer;
        this.shape = shape;
        x = BenchValues.of(shape.input().elements());
        weights = BenchValues.of(shape.weights());
        weightRows = MatrixProduct.rows(weights, shape.fanIn());
        patches = new float[shape.fanIn()][blocked[0].length];
    }

    @Override
    public String name() {
        return "product.conv";
    }

    @Override
    public String shape() {
        return layer + " " + shape;
    }

    @Override
    public long flops() {
        return 2L * shape.fanIn() * shape.output().elements();
    }

    @Override
    public int terms() {
        return shape.fanIn();
    }

    @Override
    public Consumer<Stream> prepare(ExampleOperands operands) {
        Conv conv = new Conv(operands.kernels());
        DeviceBuffer deviceX = operands.given("x", x);
        DeviceBuffer deviceWeights = operands.given("weights", weights);
        DeviceBuffer bias = operands.given("bias", new float[shape.filters()]);
        y = operands.memory("y", shape.output().bytes());
        return stream -> conv.forward(stream, shape, deviceX, deviceWeights, bias, Activation.NONE, y);
    }

    @Override
    public void naive() {
        PlainLoops.naiveConvolution(shape, x, weights, naive);
    }

    @Override
    public void blocked() {
        PlainLoops.patches(shape, x, patches);
        PlainLoops.blockedProduct(shape.filters(), patches[0].length, shape.fanIn(), weightRows, patches, blocked);
    }

    @Override
    public String blockedLoops() {
        return "matrix of patches (its making counts), then the blocked product";
    }
}
