package alexnet.model.layer;

import alexnet.kernels.AvgPool;
import alexnet.kernels.PoolShape;
import alexnet.kernels.example.AvgPoolExamples;
import java.util.List;

/** Average pooling: x (C,H,W,N) to y (C,P,Q,N); a window over the edge is divided by the pixels that it really has. */
public final class AvgPoolLayer extends ParameterFreeLayer {

    /** {@code avg_pool} in network files. */
    public static final LayerKind KIND = new Kind();

    private final PoolShape shape;
    private final AvgPool avgPool;

    private AvgPoolLayer(LayerSpec layer, Site site) {
        super(site);
        shape = PoolWindows.shape(layer, site.input(), site.batch());
        avgPool = new AvgPool(site.kernels());
    }

    @Override
    public void forward(Pass pass) {
        avgPool.forward(pass.stream(), shape, site.x(), site.y());
    }

    @Override
    void inputGradient(Pass pass) {
        avgPool.backward(pass.stream(), shape, site.dy(), site.dx());
    }

    private static final class Kind extends ParameterFreeKind {
        Kind() {
            super("avg_pool", List.of(Setting.integer("size", 1), Setting.integer("stride", 1)));
        }

        @Override
        public ImageShape output(LayerSpec layer, ImageShape input) {
            return PoolWindows.output(layer, input);
        }

        @Override
        public List<LayerOperation> operations(LayerSpec layer, ImageShape input, int batch) {
            PoolShape shape = PoolWindows.shape(layer, input, batch);
            return List.of(
                    new LayerOperation("forward", AvgPoolExamples.forward(shape)),
                    new LayerOperation("backward", AvgPoolExamples.backward(shape)));
        }

        @Override
        public Layer create(LayerSpec layer, Site site) {
            return new AvgPoolLayer(layer, site);
        }
    }
}
