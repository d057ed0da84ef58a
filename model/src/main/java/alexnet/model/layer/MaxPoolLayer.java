package alexnet.model.layer;

import alexnet.kernels.MaxPool;
import alexnet.kernels.PoolShape;
import alexnet.kernels.example.MaxPoolExamples;
import java.util.List;

/**
 * Max pooling: x (C,H,W,N) to y (C,P,Q,N); windows may overlap. The gradient of a window goes to the first of its maxima
 * or, with {@code ties: all} as in the original program, to every input that equals its maximum.
 */
public final class MaxPoolLayer extends ParameterFreeLayer {

    /** {@code max_pool} in network files. */
    public static final LayerKind KIND = new Kind();

    private final PoolShape shape;
    private final boolean gradientToAll;
    private final MaxPool maxPool;

    private MaxPoolLayer(LayerSpec layer, Site site) {
        super(site);
        shape = PoolWindows.shape(layer, site.input(), site.batch());
        gradientToAll = gradientToAll(layer);
        maxPool = new MaxPool(site.kernels());
    }

    /** Whether every input that equals the maximum of its window receives the gradient, or the first alone. */
    private static boolean gradientToAll(LayerSpec layer) {
        return layer.word("ties").equals("all");
    }

    @Override
    public void forward(Pass pass) {
        maxPool.forward(pass.stream(), shape, site.x(), site.y(), site.state());
    }

    @Override
    void inputGradient(Pass pass) {
        if (gradientToAll) {
            maxPool.backwardAll(pass.stream(), shape, site.x(), site.y(), site.dy(), site.dx());
        } else {
            maxPool.backward(pass.stream(), shape, site.dy(), site.state(), site.dx());
        }
    }

    private static final class Kind extends ParameterFreeKind {
        Kind() {
            super(
                    "max_pool",
                    List.of(
                            Setting.integer("size", 1),
                            Setting.integer("stride", 1),
                            Setting.word("ties", List.of("first", "all"), "first")));
        }

        @Override
        public ImageShape output(LayerSpec layer, ImageShape input) {
            return PoolWindows.output(layer, input);
        }

        @Override
        public long stateBytes(LayerSpec layer, ImageShape input, int batch) {
            return PoolWindows.shape(layer, input, batch).output().elements();
        }

        @Override
        public List<LayerOperation> operations(LayerSpec layer, ImageShape input, int batch) {
            PoolShape shape = PoolWindows.shape(layer, input, batch);
            return List.of(
                    new LayerOperation("forward", MaxPoolExamples.forward(shape)),
                    new LayerOperation(
                            "backward",
                            gradientToAll(layer)
                                    ? MaxPoolExamples.backwardAll(shape)
                                    : MaxPoolExamples.backward(shape)));
        }

        @Override
        public Layer create(LayerSpec layer, Site site) {
            return new MaxPoolLayer(layer, site);
        }
    }
}
