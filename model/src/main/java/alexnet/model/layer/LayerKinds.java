package alexnet.model.layer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kinds of layer by name. A new kind is one line here. */
public final class LayerKinds {

    private static final Map<String, LayerKind> BY_NAME = List.of(
                    ConvLayer.KIND,
                    LocalLayer.KIND,
                    ReluLayer.KIND,
                    LeakyReluLayer.KIND,
                    TanhLayer.KIND,
                    LrnLayer.KIND,
                    WithinMapNormLayer.KIND,
                    MaxPoolLayer.KIND,
                    AvgPoolLayer.KIND,
                    FullyConnectedLayer.KIND,
                    DropoutLayer.KIND,
                    SoftmaxLayer.KIND)
            .stream()
            .collect(Collectors.toUnmodifiableMap(LayerKind::name, Function.identity()));

    private LayerKinds() {}

    /** The kind of that name. */
    public static Optional<LayerKind> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** All names, sorted. */
    public static List<String> names() {
        return BY_NAME.keySet().stream().sorted().toList();
    }
}
