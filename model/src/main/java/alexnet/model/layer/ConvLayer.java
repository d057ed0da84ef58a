package alexnet.model.layer;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.Activation;
import alexnet.kernels.BiasRelu;
import alexnet.kernels.Conv;
import alexnet.kernels.ConvImage;
import alexnet.kernels.ConvShape;
import alexnet.kernels.Transpose;
import java.util.List;
import java.util.Optional;

/** Convolution with bias and activation: x (C,H,W,N) to y (K,P,Q,N). */
public final class ConvLayer implements Layer {

    /** {@code conv} in network files. */
    public static final LayerKind KIND = new Kind();

    private static final int IMAGE_FILTER = 11;

    private final Site site;
    private final ConvShape shape;
    private final Activation activation;
    private final boolean isOverImages;
    private final Conv conv;
    private final ConvImage convImage;
    private final BiasRelu biasRelu;
    private final Optional<VendorConv> vendor;

    private ConvLayer(LayerSpec layer, Site site) {
        this.site = site;
        shape = shape(layer, site.input(), site.batch());
        activation = layer.activation("activation");
        isOverImages = layer.readsData() && shape.filterHeight() == IMAGE_FILTER;
        conv = new Conv(site.kernels());
        convImage = new ConvImage(site.kernels());
        biasRelu = new BiasRelu(site.kernels());
        vendor = site.convolution().map(library -> new VendorConv(library, new Transpose(site.kernels()), shape));
    }

    @Override
    public void forward(Pass pass) {
        DeviceBuffer weights = site.parameter(0).value();
        DeviceBuffer bias = site.parameter(1).value();
        if (vendor.isPresent()) {
            vendor.get().forward(pass, site.x(), weights, site.y());
            biasRelu.forward(pass.stream(), shape.output(), bias, activation, site.y());
        } else if (isOverImages) {
            convImage.forward(pass.stream(), shape, site.x(), weights, bias, activation, site.y());
        } else {
            conv.forward(pass.stream(), shape, site.x(), weights, bias, activation, site.y());
        }
    }

    @Override
    public void backward(Pass pass) {
        DeviceBuffer dWeights = site.parameter(0).gradient();
        DeviceBuffer dBias = site.parameter(1).gradient();
        biasRelu.backward(pass.stream(), shape.output(), activation, site.y(), site.dy(), dBias);
        if (vendor.isPresent()) {
            vendor.get().backward(pass, site.x(), site.parameter(0).value(), site.dy(), dWeights, site.dx());
            return;
        }
        if (isOverImages) {
            convImage.filterGradient(pass.stream(), shape, site.x(), site.dy(), pass.workspace(), dWeights);
        } else {
            conv.filterGradient(pass.stream(), shape, site.x(), site.dy(), pass.workspace(), dWeights);
        }
        if (site.dx() != null) {
            conv.dataGradient(pass.stream(), shape, site.parameter(0).value(), site.dy(), pass.workspace(), site.dx());
        }
    }

    @Override
    public long workspaceBytes() {
        return vendor.map(VendorConv::workspaceBytes)
                .orElseGet(() -> isOverImages ? convImage.workspaceBytes(shape) : conv.workspaceBytes(shape));
    }

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

        @Override
        public Layer create(LayerSpec layer, Site site) {
            return new ConvLayer(layer, site);
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
