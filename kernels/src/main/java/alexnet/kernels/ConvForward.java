package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.Stream;
import java.util.List;

/** The launch of a forward pass, which conv and conv_image have in common. */
final class ConvForward {

    private final KernelLibrary library;
    private final String file;
    private final List<GemmTile> tiles;

    /**
     * @param file the .cu file whose kernels are launched
     * @param tiles the tiles that it has
     */
    ConvForward(KernelLibrary library, String file, List<GemmTile> tiles) {
        this.library = library;
        this.file = file;
        this.tiles = tiles;
    }

    void launch(
            Stream stream,
            ConvShape shape,
            DeviceBuffer x,
            DeviceBuffer weights,
            DeviceBuffer bias,
            Activation activation,
            DeviceBuffer y) {
        require(
                Operands.of(file + " forward", library, stream),
                shape,
                x,
                weights,
                shape.weights(),
                bias,
                shape.filters(),
                y);
        int groups = Conv.groups(shape.output());
        GemmTile tile = GemmTile.leastWork(tiles, shape.filters(), groups);
        stream.launch(
                library.kernel(file, file + "_forward" + tile.suffix()),
                tile.geometry(shape.filters(), groups, 1),
                arguments(shape, x, weights, bias, activation, y));
    }

    /**
     * Checks the operands of a forward pass.
     *
     * @param weightCount how many weights the layer has
     * @param biasCount how many biases
     */
    static void require(
            Operands operands,
            ConvShape shape,
            DeviceBuffer x,
            DeviceBuffer weights,
            long weightCount,
            DeviceBuffer bias,
            long biasCount,
            DeviceBuffer y) {
        operands.floats("x", x, shape.input().elements(), shape)
                .floats("weights", weights, weightCount, shape)
                .floats("bias", bias, biasCount, shape)
                .floats("y", y, shape.output().elements(), shape)
                .apart("y", y, "x", x)
                .apart("y", y, "weights", weights);
    }

    /** What the forward kernels of conv, conv_image and local take. */
    static KernelArguments arguments(
            ConvShape shape,
            DeviceBuffer x,
            DeviceBuffer weights,
            DeviceBuffer bias,
            Activation activation,
            DeviceBuffer y) {
        return new KernelArguments()
                .struct(shape.fields())
                .i32(activation.code())
                .pointer(x)
                .pointer(weights)
                .pointer(bias)
                .pointer(y);
    }
}
