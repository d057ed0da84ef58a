package alexnet.model.layer;

import java.util.List;

/**
 * Dropout as in the paper: in training a value is zeroed with the drop probability and otherwise left as it is; when
 * evaluating all are multiplied by one minus that probability.
 */
public final class DropoutLayer {

    /** {@code dropout} in network files. */
    public static final LayerKind KIND = new Kind();

    private DropoutLayer() {}

    private static final class Kind implements LayerKind {
        @Override
        public String name() {
            return "dropout";
        }

        @Override
        public List<Setting> settings() {
            return List.of(Setting.number("probability", 0, 1));
        }

        @Override
        public ImageShape output(LayerSpec layer, ImageShape input) {
            return input;
        }
    }
}
