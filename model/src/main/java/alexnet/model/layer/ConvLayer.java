package alexnet.model.layer;

import alexnet.kernels.ConvShape;
import java.util.List;

/** Convolution with bias and activation: x (C,H,W,N) to y (K,P,Q,N). */
public final class ConvLayer {

    /** {@code conv} in network files. */
    public static final LayerKind KIND = new Kind();

    private ConvLayer() {}

    private static final class Kind implements LayerKind {
        @Override
        public String name() {
            return "conv";
        }

        @Override
        public List<Setting> settings() {
            return List.of(
                    Setting.outputs("filters"),
                    Setting.integer("size", 1),
                    Setting.integer("stride", 1, 1),
                    Setting.integer("padding", 0, 0),
                    Setting.activation("activation"),
                    Setting.number("deviation", 0, Double.POSITIVE_INFINITY),
                    Setting.number("bias", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
        }

        @Override
        public ImageShape output(LayerSpec layer, ImageShape input) {
            int size = layer.integer("size");
            int stride = layer.integer("stride");
            int padding = layer.integer("padding");
            for (int extent : new int[] {input.height(), input.width()}) {
                if (extent + 2 * padding < size) {
                    throw new IllegalArgumentException("the filter is larger than the padded input: (" + extent
                            + " + 2*" + padding + " - " + size + ") / " + stride + " + 1 (expected size at most "
                            + (extent + 2 * padding) + ", found " + size + ")");
                }
            }
            if (stride != 1 && !layer.readsData()) {
                throw new IllegalArgumentException(
                        "only a layer that reads data may have a stride (expected stride 1, found " + stride + ")");
            }
            ConvShape shape = shape(layer, input, 1);
            return new ImageShape(shape.filters(), shape.outputHeight(), shape.outputWidth());
        }

        @Override
        public List<Parameter> parameters(LayerSpec layer, ImageShape input) {
            int size = layer.integer("size");
            int fanIn = shape(layer, input, 1).fanIn();
            int filters = layer.outputs("filters");
            return List.of(
                    Parameter.weight(layer.number("deviation"), fanIn, filters, input.channels(), size, size),
                    Parameter.bias(layer.number("bias"), fanIn, filters));
        }

        @Override
        public long multiplyAdds(LayerSpec layer, ImageShape input) {
            ConvShape shape = shape(layer, input, 1);
            return (long) shape.weights() * shape.outputHeight() * shape.outputWidth();
        }
    }

    private static ConvShape shape(LayerSpec layer, ImageShape input, int batch) {
        int size = layer.integer("size");
        return new ConvShape(
                input.channels(),
                input.height(),
                input.width(),
                batch,
                layer.outputs("filters"),
                size,
                size,
                layer.integer("stride"),
                layer.integer("padding"));
    }
}
