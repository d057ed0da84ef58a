package alexnet.model.layer;

import alexnet.kernels.ActivationShape;
import alexnet.kernels.Lrn;
import alexnet.kernels.example.LrnExamples;
import java.util.List;
import java.util.Optional;

/**
 * Local response normalisation over the channels that this GPU holds; the window stops at the GPU's border.
 *
 * <p>With a border the window extends over the nearest maps of the neighbouring GPUs, as Caffe's does over all maps.
 * Forward, the input has these maps before and after the own ones. Backward, dx_i sums dy_j x_j s_j^-1.75 over the
 * window; for a neighbour's maps only the neighbour has dy_j and the complete s_j, so it computes these terms and sends
 * them.
 */
public final class LrnLayer implements Layer {

    /** {@code lrn} in network files. */
    public static final LayerKind KIND = new Kind();

    private final Site site;
    private final ActivationShape shape;
    private final Lrn.Parameters parameters;
    private final Optional<Lrn.Border> border;
    private final Lrn lrn;

    private LrnLayer(LayerSpec layer, Site site) {
        this.site = site;
        shape = site.input().batch(site.batch());
        parameters = parameters(layer);
        border = site.border().map(neighbours -> new Lrn.Border(neighbours.lower(), neighbours.upper()));
        lrn = new Lrn(site.kernels());
    }

    private static Lrn.Parameters parameters(LayerSpec layer) {
        return layer.normalisation(Lrn.Parameters::new);
    }

    @Override
    public void forward(Pass pass) {
        if (border.isPresent()) {
            lrn.borderForward(pass.stream(), shape, parameters, border.get(), site.x(), site.y());
        } else {
            lrn.forward(pass.stream(), shape, parameters, site.x(), site.y());
        }
    }

    @Override
    public void beforeBackward(Pass pass) {
        if (border.isPresent()) {
            lrn.borderTerms(
                    pass.stream(),
                    shape,
                    parameters,
                    border.get(),
                    site.x(),
                    site.dy(),
                    site.border().orElseThrow().terms());
        }
    }

    @Override
    public void backward(Pass pass) {
        if (border.isPresent()) {
            lrn.borderBackward(
                    pass.stream(),
                    shape,
                    parameters,
                    border.get(),
                    site.x(),
                    site.dy(),
                    site.border().orElseThrow().neighbours(),
                    site.dx());
        } else if (site.dx() != null) {
            lrn.backward(pass.stream(), shape, parameters, site.x(), site.dy(), site.dx());
        }
    }

    private static final class Kind extends ParameterFreeKind {
        Kind() {
            super("lrn", Setting.ofNormalisation());
        }

        @Override
        public ImageShape output(LayerSpec layer, ImageShape input) {
            LrnLayer.parameters(layer);
            return input;
        }

        @Override
        public int borderMaps(LayerSpec layer) {
            return LrnLayer.parameters(layer).half();
        }

        @Override
        public List<LayerOperation> operations(LayerSpec layer, ImageShape input, int batch) {
            ActivationShape shape = input.batch(batch);
            Lrn.Parameters constants = LrnLayer.parameters(layer);
            if (layer.from() == LayerSpec.From.BORDER) {
                // The first GPU's part: a neighbour above only.
                Lrn.Border border = new Lrn.Border(0, constants.half());
                String text = shape + " " + border;
                return List.of(
                        new LayerOperation("forward", text, LrnExamples.borderForward(shape, constants, border)),
                        new LayerOperation("border_terms", text, LrnExamples.borderTerms(shape, constants, border)),
                        new LayerOperation("backward", text, LrnExamples.borderBackward(shape, constants, border)));
            }
            return LayerOperation.forwardAndBackward(
                    shape.toString(), LrnExamples.forward(shape, constants), LrnExamples.backward(shape, constants));
        }

        @Override
        public Layer create(LayerSpec layer, Site site) {
            return new LrnLayer(layer, site);
        }
    }
}
