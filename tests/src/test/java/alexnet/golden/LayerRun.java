package alexnet.golden;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.EmulatedKernels;
import alexnet.model.Network;
import alexnet.model.PlannedLayer;
import alexnet.model.layer.Layer;
import alexnet.model.layer.Parameter;
import alexnet.model.layer.ParameterBuffers;
import alexnet.model.layer.Pass;
import alexnet.model.layer.Site;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** One layer by itself on an emulated device under the checkers, put there as a network file describes it. */
final class LayerRun implements AutoCloseable {

    /** The layer reads a tensor of the channels and rows that the case has; the layers around it only fix its shapes. */
    private static final String FRAME = """
            name: frame
            gpus: 1
            input: {channels: 3, crop: %1$d, size: %1$d}
            classes: 2
            layers:
              - {name: before, kind: conv, gpus: [0], reads: data, filters: %2$d, size: 1, activation: none, deviation: 0, bias: 0}
              - {name: tested, kind: %3$s, gpus: [0], reads: before%4$s}
              - {name: head, kind: fully_connected, gpus: [0], reads: tested, outputs: classes, activation: none, deviation: 0, bias: 0}
              - {name: softmax, kind: softmax, gpus: [0], reads: head}
            """;

    static final long SEED = 77;
    static final int MASK = 21;
    static final long STEP = (1L << 32) + 9;

    private final EmulatedKernels kernels = new EmulatedKernels();

    /**
     * A training pass forward and backward.
     *
     * @param settings of the layer as in a network file, empty or starting with a comma
     * @param channels C, {@code extent} H and W, of x
     * @param x (C,H,W,N)
     * @param tensors trained tensors by role
     * @param dy (K,P,Q,N)
     * @return {@code y}, {@code dx} and {@code dROLE} for each tensor
     */
    Map<String, float[]> run(
            String kind,
            String settings,
            int channels,
            int extent,
            int batch,
            float[] x,
            Map<String, float[]> tensors,
            float[] dy) {
        PlannedLayer planned = Network.parse("frame.yaml", FRAME.formatted(extent, channels, kind, settings))
                .layers()
                .get(1);
        Map<String, DeviceBuffer> results = new LinkedHashMap<>();
        results.put("y", kernels.unset(planned.output().elements() * batch));
        results.put("dx", kernels.unset(x.length));
        List<ParameterBuffers> parameters = new ArrayList<>();
        for (Parameter parameter : planned.parameters()) {
            DeviceBuffer gradient = kernels.unset(parameter.elements());
            results.put("d" + parameter.role(), gradient);
            parameters.add(new ParameterBuffers(
                    parameter,
                    kernels.floats(tensors.get(parameter.role())),
                    gradient,
                    kernels.unset(parameter.elements())));
        }
        long stateBytes = planned.kind().stateBytes(planned.spec(), planned.input(), batch);
        Site site = new Site(
                kernels.library(),
                batch,
                planned.input(),
                kernels.floats(x),
                results.get("y"),
                results.get("dx"),
                kernels.floats(dy),
                stateBytes == 0 ? null : kernels.bytes(stateBytes),
                null,
                parameters,
                MASK,
                SEED,
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Layer layer = planned.kind().create(planned.spec(), site);
        Pass pass =
                new Pass(kernels.stream(), kernels.bytes(Math.max(Float.BYTES, layer.workspaceBytes())), true, STEP, 1);
        layer.forward(pass);
        layer.backward(pass);
        kernels.stream().synchronize();
        Map<String, float[]> found = new LinkedHashMap<>();
        results.forEach((name, buffer) -> found.put(name, buffer.toFloats()));
        return found;
    }

    @Override
    public void close() {
        kernels.close();
    }
}
