package alexnet.model.layer;

import alexnet.kernels.PoolShape;

/** The windows of pooling layers: keys {@code size} and {@code stride}, output 1 + ceil((in - size) / stride). */
final class PoolWindows {

    private PoolWindows() {}

    /** The output for one image. */
    static ImageShape output(LayerSpec layer, ImageShape input) {
        int size = layer.integer("size");
        int stride = layer.integer("stride");
        int smaller = Math.min(input.height(), input.width());
        if (size > smaller) {
            throw new IllegalArgumentException("the window is larger than the input " + input + ": 1 + ceil((" + smaller
                    + " - " + size + ") / " + stride + ") (expected size at most " + smaller + ", found " + size + ")");
        }
        PoolShape shape = shape(layer, input, 1);
        return new ImageShape(input.channels(), shape.outputHeight(), shape.outputWidth());
    }

    /** The windows over a batch. */
    static PoolShape shape(LayerSpec layer, ImageShape input, int batch) {
        return new PoolShape(
                input.channels(), input.height(), input.width(), batch, layer.integer("size"), layer.integer("stride"));
    }
}
