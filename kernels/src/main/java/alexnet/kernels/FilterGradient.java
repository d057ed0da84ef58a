package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;
import java.util.List;

/** The launches of a filter gradient, which conv and conv_image have in common. */
final class FilterGradient {

    private static final int FEWEST_GROUPS = 16;
    private static final int ADD_BLOCK = 256;

    private final KernelLibrary library;
    private final String file;
    private final List<GemmTile> tiles;

    /**
     * @param file the .cu file whose kernels are launched
     * @param tiles the tiles that it has
     */
    FilterGradient(KernelLibrary library, String file, List<GemmTile> tiles) {
        this.library = library;
        this.file = file;
        this.tiles = tiles;
    }

    GemmTile tile(ConvShape shape) {
        return GemmTile.leastWork(tiles, shape.filters(), GemmTile.ceilDivide(shape.fanIn(), GemmTile.LANES));
    }

    Slices slices(ConvShape shape) {
        int chunks = GemmTile.ceilDivide(shape.batch(), GemmTile.LANES);
        int groups = shape.outputHeight() * shape.outputWidth() * chunks;
        int count = tile(shape).count(shape.filters(), GemmTile.ceilDivide(shape.fanIn(), GemmTile.LANES));
        return Slices.of(groups, count, FEWEST_GROUPS);
    }

    long workspaceBytes(ConvShape shape) {
        return slices(shape).workspaceBytes(shape.weights());
    }

    void launch(
            Stream stream,
            ConvShape shape,
            DeviceBuffer x,
            DeviceBuffer dy,
            DeviceBuffer workspace,
            DeviceBuffer dWeights) {
        Slices slices = slices(shape);
        long workspaceFloats = slices.workspaceBytes(shape.weights()) / Float.BYTES;
        Operands.of(file + " filter gradient", library, stream)
                .floats("x", x, shape.input().elements(), shape)
                .floats("dy", dy, shape.output().elements(), shape)
                .floats("workspace", workspace, workspaceFloats, shape)
                .floats("dWeights", dWeights, shape.weights(), shape)
                .apart("dWeights", dWeights, "x", x)
                .apart("dWeights", dWeights, "dy", dy);
        boolean direct = slices.count() == 1;
        GemmTile tile = tile(shape);
        KernelArguments arguments = new KernelArguments()
                .struct(shape.fields())
                .i32(slices.length())
                .pointer(x)
                .pointer(dy)
                .pointer(direct ? dWeights : workspace);
        stream.launch(
                library.kernel(file, file + "_filter_gradient" + tile.suffix()),
                tile.geometry(shape.filters(), GemmTile.ceilDivide(shape.fanIn(), GemmTile.LANES), slices.count()),
                arguments);
        if (!direct) {
            stream.launch(
                    library.kernel(file, file + "_add_slices"),
                    LaunchGeometry.linear(shape.weights(), ADD_BLOCK),
                    new KernelArguments()
                            .i32(slices.count())
                            .i32(shape.weights())
                            .pointer(workspace)
                            .pointer(dWeights));
        }
    }
}
