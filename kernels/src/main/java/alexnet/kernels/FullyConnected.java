package alexnet.kernels;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;
import java.util.List;

/**
 * Fully connected layers as matrix multiplications: forward, data gradient and weight gradient.
 *
 * <p>x (inputs,N), weights (outputs,inputs), y (outputs,N), float32. All methods queue their kernels and return. Results
 * have the same bits on every run and device: each sum has one order, which depends on the shape alone. Where there are few
 * tiles, the reduction is cut into {@link Slices}, whose sums meet in the workspace and are added in order.
 */
public record FullyConnected(KernelLibrary library) {

    static final List<GemmTile> TILES = List.of(
            new GemmTile(16, 4, 8, 1), new GemmTile(8, 4, 4, 1), new GemmTile(16, 1, 8, 1), new GemmTile(8, 1, 4, 1));
    static final List<GemmTile> WEIGHT_TILES = List.of(new GemmTile(16, 4, 8, 1), new GemmTile(8, 4, 4, 1));

    private static final String FILE = "fully_connected";
    private static final int STEP = 8;
    private static final int FEWEST_STEPS = 16;
    private static final int ADD_BLOCK = 256;

    /** Bytes of workspace that the three operations need (the largest of them); 0 when they need none. */
    public long workspaceBytes(FullyConnectedShape shape) {
        return Math.max(
                forwardPlan(shape).workspaceBytes(), dataGradientPlan(shape).workspaceBytes());
    }

    /**
     * Queues y = activation(weights x + bias).
     *
     * @param x (inputs,N)
     * @param weights (outputs,inputs)
     * @param bias (outputs)
     * @param workspace at least {@link #workspaceBytes} bytes; any buffer when that is 0. Its contents are lost.
     * @param y (outputs,N), apart from x
     * @throws IllegalArgumentException when a buffer is too small, on another device, or shared
     */
    public void forward(
            Stream stream,
            FullyConnectedShape shape,
            DeviceBuffer x,
            DeviceBuffer weights,
            DeviceBuffer bias,
            Activation activation,
            DeviceBuffer workspace,
            DeviceBuffer y) {
        Plan plan = forwardPlan(shape);
        Operands.of("fully_connected forward", library, stream)
                .floats("x", x, elements(shape.inputs(), shape), shape)
                .floats("weights", weights, weights(shape), shape)
                .floats("bias", bias, shape.outputs(), shape)
                .floats("workspace", workspace, plan.workspaceBytes() / Float.BYTES, shape)
                .floats("y", y, elements(shape.outputs(), shape), shape)
                .apart("y", "x", "weights");
        KernelArguments arguments = dimensions(shape)
                .i32(plan.slices().length())
                .i32(plan.direct() ? activation.code() : Activation.NONE.code())
                .pointer(x)
                .pointer(weights);
        if (plan.direct()) {
            arguments.pointer(bias).pointer(y);
        } else {
            arguments.nullPointer().pointer(workspace);
        }
        stream.launch(
                library.kernel(FILE, "fully_connected_forward" + plan.tile().suffix()), plan.geometry(), arguments);
        if (!plan.direct()) {
            stream.launch(
                    library.kernel(FILE, "fully_connected_add_slices"),
                    LaunchGeometry.linear(plan.elements(), ADD_BLOCK),
                    plan.addArguments(activation)
                            .pointer(workspace)
                            .pointer(bias)
                            .pointer(y));
        }
    }

    /**
     * Queues dx = transposed weights times dy.
     *
     * @param weights (outputs,inputs)
     * @param dy (outputs,N), the gradient with respect to the output before its activation
     * @param workspace at least {@link #workspaceBytes} bytes; any buffer when that is 0. Its contents are lost.
     * @param dx (inputs,N), written in full, apart from dy
     * @throws IllegalArgumentException when a buffer is too small, on another device, or shared
     */
    public void dataGradient(
            Stream stream,
            FullyConnectedShape shape,
            DeviceBuffer weights,
            DeviceBuffer dy,
            DeviceBuffer workspace,
            DeviceBuffer dx) {
        Plan plan = dataGradientPlan(shape);
        Operands.of("fully_connected data gradient", library, stream)
                .floats("weights", weights, weights(shape), shape)
                .floats("dy", dy, elements(shape.outputs(), shape), shape)
                .floats("workspace", workspace, plan.workspaceBytes() / Float.BYTES, shape)
                .floats("dx", dx, elements(shape.inputs(), shape), shape)
                .apart("dx", "dy", "weights");
        stream.launch(
                library.kernel(
                        FILE, "fully_connected_data_gradient" + plan.tile().suffix()),
                plan.geometry(),
                dimensions(shape)
                        .i32(plan.slices().length())
                        .pointer(weights)
                        .pointer(dy)
                        .pointer(plan.direct() ? dx : workspace));
        if (!plan.direct()) {
            stream.launch(
                    library.kernel(FILE, "fully_connected_add_slices"),
                    LaunchGeometry.linear(plan.elements(), ADD_BLOCK),
                    plan.addArguments(Activation.NONE)
                            .pointer(workspace)
                            .nullPointer()
                            .pointer(dx));
        }
    }

    /**
     * Queues dWeights = dy times transposed x, which sums over the batch in the order of the images.
     *
     * @param x (inputs,N)
     * @param dy (outputs,N), the gradient with respect to the output before its activation
     * @param workspace not used: the sums are as short as the batch. Any buffer.
     * @param dWeights (outputs,inputs), written in full
     * @throws IllegalArgumentException when a buffer is too small, on another device, or shared
     */
    public void weightGradient(
            Stream stream,
            FullyConnectedShape shape,
            DeviceBuffer x,
            DeviceBuffer dy,
            DeviceBuffer workspace,
            DeviceBuffer dWeights) {
        Operands.of("fully_connected weight gradient", library, stream)
                .floats("x", x, elements(shape.inputs(), shape), shape)
                .floats("dy", dy, elements(shape.outputs(), shape), shape)
                .floats("workspace", workspace, 0, shape)
                .floats("dWeights", dWeights, weights(shape), shape)
                .apart("dWeights", "x", "dy");
        GemmTile tile = weightTile(shape);
        stream.launch(
                library.kernel(FILE, "fully_connected_weight_gradient" + tile.suffix()),
                tile.geometry(shape.outputs(), GemmTile.ceilDivide(shape.inputs(), GemmTile.LANES), 1),
                dimensions(shape).pointer(x).pointer(dy).pointer(dWeights));
    }

    static Plan forwardPlan(FullyConnectedShape shape) {
        return Plan.of(shape.outputs(), shape.inputs(), shape.batch());
    }

    static Plan dataGradientPlan(FullyConnectedShape shape) {
        return Plan.of(shape.inputs(), shape.outputs(), shape.batch());
    }

    static GemmTile weightTile(FullyConnectedShape shape) {
        int groups = GemmTile.ceilDivide(shape.inputs(), GemmTile.LANES);
        return GemmTile.leastWork(WEIGHT_TILES, shape.outputs(), groups);
    }

    private static KernelArguments dimensions(FullyConnectedShape shape) {
        return new KernelArguments().struct(shape.fields());
    }

    private static long elements(int rows, FullyConnectedShape shape) {
        return Math.multiplyExact(rows, shape.batch());
    }

    private static long weights(FullyConnectedShape shape) {
        return (long) shape.outputs() * shape.inputs();
    }

    /** Tile and slices of a product (rows, k) times (k, batch). */
    record Plan(int rows, int batch, GemmTile tile, Slices slices) {

        static Plan of(int rows, int k, int batch) {
            int groups = GemmTile.ceilDivide(batch, GemmTile.LANES);
            GemmTile tile = GemmTile.leastWork(TILES, rows, groups);
            Slices slices = Slices.of(GemmTile.ceilDivide(k, STEP), tile.count(rows, groups), FEWEST_STEPS);
            return new Plan(rows, batch, tile, slices);
        }

        boolean direct() {
            return slices.count() == 1;
        }

        int elements() {
            return rows * batch;
        }

        long workspaceBytes() {
            return slices.workspaceBytes((long) rows * batch);
        }

        LaunchGeometry geometry() {
            return tile.geometry(rows, GemmTile.ceilDivide(batch, GemmTile.LANES), slices.count());
        }

        KernelArguments addArguments(Activation activation) {
            return new KernelArguments()
                    .i32(slices.count())
                    .i32(rows)
                    .i32(batch)
                    .i32(activation.code());
        }
    }
}
