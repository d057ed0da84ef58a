package alexnet.model.layer;

import java.util.List;

/** Matrix, bias and activation: x (inputs,N) to y (outputs,N), where an activation (C,H,W,N) is read as (C*H*W,N). */
public final class FullyConnectedLayer {

    /** {@code fully_connected} in network files. */
    public static final LayerKind KIND = new Kind();

    private FullyConnectedLayer() {}

    private static final class Kind implements LayerKind {
        @Override
        public String name() {
            return "fully_connected";
        }

        @Override
        public List<Setting> settings() {
            return List.of(
                    Setting.outputs("outputs"),
                    Setting.activation("activation"),
                    Setting.number("deviation", 0, Double.POSITIVE_INFINITY),
                    Setting.number("bias", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
        }

        @Override
        public ImageShape output(LayerSpec layer, ImageShape input) {
            return new ImageShape(layer.outputs("outputs"), 1, 1);
        }

        @Override
        public List<Parameter> parameters(LayerSpec layer, ImageShape input) {
            int inputs = input.elements();
            int outputs = layer.outputs("outputs");
            return List.of(
                    Parameter.weight(layer.number("deviation"), inputs, outputs, inputs),
                    Parameter.bias(layer.number("bias"), inputs, outputs));
        }

        @Override
        public long multiplyAdds(LayerSpec layer, ImageShape input) {
            return (long) input.elements() * layer.outputs("outputs");
        }
    }
}
