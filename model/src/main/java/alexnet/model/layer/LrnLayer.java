package alexnet.model.layer;

import java.util.List;

/** Local response normalisation over the channels that this GPU holds; the window stops at the GPU's border. */
public final class LrnLayer {

    /** {@code lrn} in network files. */
    public static final LayerKind KIND = new Kind();

    private LrnLayer() {}

    private static final class Kind implements LayerKind {
        @Override
        public String name() {
            return "lrn";
        }

        @Override
        public List<Setting> settings() {
            return List.of(
                    Setting.integer("size", 1),
                    Setting.number("k", Double.MIN_VALUE, Double.POSITIVE_INFINITY),
                    Setting.number("alpha", 0, Double.POSITIVE_INFINITY),
                    Setting.number("beta", 0, Double.POSITIVE_INFINITY));
        }

        @Override
        public ImageShape output(LayerSpec layer, ImageShape input) {
            if (layer.number("beta") != 0.75) {
                throw new IllegalArgumentException(
                        "the kernel knows one exponent only (expected beta 0.75, found " + layer.number("beta") + ")");
            }
            if (layer.integer("size") % 2 == 0) {
                throw new IllegalArgumentException(
                        "the window must have a middle (expected an odd size, found " + layer.integer("size") + ")");
            }
            return input;
        }
    }
}
