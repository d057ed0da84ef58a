package alexnet.model.layer;

import java.util.List;

/** Softmax with cross-entropy loss and top-1 and top-5 scores; the last layer, on one GPU. */
public final class SoftmaxLayer {

    /** {@code softmax} in network files. */
    public static final LayerKind KIND = new Kind();

    private SoftmaxLayer() {}

    private static final class Kind implements LayerKind {
        @Override
        public String name() {
            return "softmax";
        }

        @Override
        public List<Setting> settings() {
            return List.of();
        }

        @Override
        public ImageShape output(LayerSpec layer, ImageShape input) {
            if (input.height() != 1 || input.width() != 1) {
                throw new IllegalArgumentException(
                        "one value per class is needed (expected Kx1x1, found " + input + ")");
            }
            return input;
        }

        @Override
        public long stateBytes(LayerSpec layer, ImageShape input, int batch) {
            return 3L * batch * Float.BYTES;
        }
    }
}
