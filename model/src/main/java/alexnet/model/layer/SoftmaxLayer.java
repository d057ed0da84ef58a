package alexnet.model.layer;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.SoftmaxCrossEntropy;
import alexnet.kernels.example.SoftmaxCrossEntropyExamples;
import java.util.List;

/** Softmax with cross-entropy loss and top-1 and top-5 scores; the last layer, on one GPU. */
public final class SoftmaxLayer extends ParameterFreeLayer {

    /** {@code softmax} in network files. */
    public static final LayerKind KIND = new Kind();

    private final int classes;
    private final SoftmaxCrossEntropy softmax;

    private SoftmaxLayer(Site site) {
        super(site);
        classes = site.input().channels();
        softmax = new SoftmaxCrossEntropy(site.kernels());
    }

    @Override
    public void forward(Pass pass) {
        softmax.forward(
                pass.stream(),
                classes,
                site.batch(),
                site.x(),
                site.labels(),
                site.y(),
                scores(0),
                scores(1),
                scores(2));
    }

    @Override
    void inputGradient(Pass pass) {
        softmax.gradient(
                pass.stream(), classes, site.batch(), site.y(), site.labels(), pass.gradientScale(), site.dx());
    }

    /** Part of the state (3,N): loss, top-1 and top-5 score of each image. */
    private DeviceBuffer scores(int row) {
        long bytes = (long) site.batch() * Float.BYTES;
        return site.state().slice(row * bytes, bytes);
    }

    private static final class Kind extends ParameterFreeKind {
        Kind() {
            super("softmax", List.of());
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

        @Override
        public List<LayerOperation> operations(LayerSpec layer, ImageShape input, int batch) {
            return List.of(
                    new LayerOperation("forward", SoftmaxCrossEntropyExamples.forward(input.channels(), batch)),
                    new LayerOperation("gradient", SoftmaxCrossEntropyExamples.gradient(input.channels(), batch)));
        }

        @Override
        public Layer create(LayerSpec layer, Site site) {
            return new SoftmaxLayer(site);
        }
    }
}
