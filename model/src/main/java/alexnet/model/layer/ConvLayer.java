package alexnet.model.layer;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.Activation;
import alexnet.kernels.ActivationShape;
import alexnet.kernels.BiasRelu;
import alexnet.kernels.Conv;
import alexnet.kernels.ConvImage;
import alexnet.kernels.ConvShape;
import alexnet.kernels.Transpose;
import alexnet.kernels.example.BiasReluExamples;
import alexnet.kernels.example.ConvExamples;
import alexnet.kernels.example.ConvImageExamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Convolution with bias and activation: x (C,H,W,N) to y (K,P,Q,N).
 *
 * <p>With G groups, filters g*K/G to (g+1)*K/G - 1 see channels g*C/G to (g+1)*C/G - 1 only, as in Caffe. Activations and
 * weights (K,C/G,R,S) have channels and filters outermost, so a group is one contiguous block of each tensor and a
 * convolution of its own: its bits are those of that convolution on a GPU of its own.
 */
public final class ConvLayer implements Layer {

    /** {@code conv} in network files. */
    public static final LayerKind KIND = new Kind();

    private static final String GROUPS = "groups";

    private final Site site;
    private final int groups;
    private final ConvShape shape;
    private final ActivationShape output;
    private final Activation activation;
    private final boolean isOverImages;
    private final Conv conv;
    private final ConvImage convImage;
    private final BiasRelu biasRelu;
    private final Optional<VendorConv> vendor;

    private ConvLayer(LayerSpec layer, Site site) {
        this.site = site;
        groups = layer.integer(GROUPS);
        shape = groupShape(layer, site.input(), site.batch());
        output =
                new ActivationShape(groups * shape.filters(), shape.outputHeight(), shape.outputWidth(), shape.batch());
        activation = layer.activation("activation");
        isOverImages = isOverImages(layer, shape);
        conv = new Conv(site.kernels());
        convImage = new ConvImage(site.kernels());
        biasRelu = new BiasRelu(site.kernels());
        vendor = site.convolution().map(library -> new VendorConv(library, new Transpose(site.kernels()), shape));
    }

    /** Whether the kernel for 11x11 filters over pictures serves: it has no gradient of the data. */
    private static boolean isOverImages(LayerSpec layer, ConvShape shape) {
        return layer.readsData() && shape.filterHeight() == ConvImage.FILTER;
    }

    @Override
    public void forward(Pass pass) {
        DeviceBuffer bias = site.parameter(1).value();
        for (int group = 0; group < groups; group++) {
            DeviceBuffer x = part(site.x(), group, shape.input().bytes());
            DeviceBuffer weights = weights(site.parameter(0).value(), group);
            DeviceBuffer groupBias = part(bias, group, (long) shape.filters() * Float.BYTES);
            DeviceBuffer y = part(site.y(), group, shape.output().bytes());
            if (vendor.isPresent()) {
                vendor.get().forward(pass, x, weights, y);
            } else if (isOverImages) {
                convImage.forward(pass.stream(), shape, x, weights, groupBias, activation, y);
            } else {
                conv.forward(pass.stream(), shape, x, weights, groupBias, activation, y);
            }
        }
        if (vendor.isPresent()) {
            biasRelu.forward(pass.stream(), output, bias, activation, site.y());
        }
    }

    @Override
    public void backward(Pass pass) {
        boolean trainsWeights = pass.trains(site.parameter(0));
        if (!trainsWeights && !pass.trains(site.parameter(1)) && site.dx() == null) {
            return;
        }
        DeviceBuffer dBias = site.parameter(1).gradient();
        biasRelu.backward(pass.stream(), output, activation, site.y(), site.dy(), dBias);
        for (int group = 0; group < groups; group++) {
            backward(
                    pass,
                    part(site.x(), group, shape.input().bytes()),
                    weights(site.parameter(0).value(), group),
                    part(site.dy(), group, shape.output().bytes()),
                    trainsWeights ? weights(site.parameter(0).gradient(), group) : null,
                    site.dx() == null
                            ? null
                            : part(site.dx(), group, shape.input().bytes()));
        }
    }

    /** The gradients of one group, those that are not null. */
    private void backward(
            Pass pass, DeviceBuffer x, DeviceBuffer weights, DeviceBuffer dy, DeviceBuffer dWeights, DeviceBuffer dx) {
        if (vendor.isPresent()) {
            vendor.get().backward(pass, x, weights, dy, dWeights, dx);
            return;
        }
        if (dWeights != null && isOverImages) {
            convImage.filterGradient(pass.stream(), shape, x, dy, pass.workspace(), dWeights);
        } else if (dWeights != null) {
            conv.filterGradient(pass.stream(), shape, x, dy, pass.workspace(), dWeights);
        }
        if (dx != null) {
            conv.dataGradient(pass.stream(), shape, weights, dy, pass.workspace(), dx);
        }
    }

    private DeviceBuffer weights(DeviceBuffer all, int group) {
        return part(all, group, (long) shape.weights() * Float.BYTES);
    }

    /** The block of group {@code group} in a tensor whose groups have {@code bytes} each. */
    private static DeviceBuffer part(DeviceBuffer all, int group, long bytes) {
        return all.slice(group * bytes, bytes);
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
            List<Setting> settings = new ArrayList<>(Setting.ofConvolution());
            settings.add(Setting.integer(GROUPS, 1, 1));
            return settings;
        }

        @Override
        public ImageShape output(LayerSpec layer, ImageShape input) {
            requireFit(layer, input);
            requireDivisible("channels of the input", input.channels(), layer.integer(GROUPS));
            requireDivisible("filters", layer.outputs("filters"), layer.integer(GROUPS));
            ConvShape shape = groupShape(layer, input, 1);
            return new ImageShape(layer.outputs("filters"), shape.outputHeight(), shape.outputWidth());
        }

        @Override
        public List<Parameter> parameters(LayerSpec layer, ImageShape input) {
            int size = layer.integer("size");
            ConvShape shape = groupShape(layer, input, 1);
            int fanIn = shape.fanIn();
            int filters = layer.outputs("filters");
            return List.of(
                    Parameter.weight(layer.number("deviation"), fanIn, filters, shape.channels(), size, size),
                    Parameter.bias(layer.number("bias"), fanIn, filters));
        }

        @Override
        public long multiplyAdds(LayerSpec layer, ImageShape input) {
            ConvShape shape = groupShape(layer, input, 1);
            return (long) layer.integer(GROUPS) * shape.weights() * shape.outputHeight() * shape.outputWidth();
        }

        @Override
        public List<LayerOperation> operations(LayerSpec layer, ImageShape input, int batch) {
            ConvShape shape = groupShape(layer, input, batch);
            List<LayerOperation> operations = new ArrayList<>();
            boolean isOverImages = isOverImages(layer, shape);
            operations.add(new LayerOperation(
                    "forward",
                    isOverImages
                            ? ConvImageExamples.forward(shape, Activation.RELU)
                            : ConvExamples.forward(shape, Activation.RELU)));
            if (!layer.readsData()) {
                operations.add(new LayerOperation("data_gradient", ConvExamples.dataGradient(shape)));
            }
            operations.add(new LayerOperation(
                    "filter_gradient",
                    isOverImages ? ConvImageExamples.filterGradient(shape) : ConvExamples.filterGradient(shape)));
            operations.add(new LayerOperation(
                    "bias_gradient",
                    BiasReluExamples.backward(output(layer, input).batch(batch), layer.activation("activation"))));
            return operations;
        }

        @Override
        public Layer create(LayerSpec layer, Site site) {
            return new ConvLayer(layer, site);
        }
    }

    /** @throws IllegalArgumentException when the filters are larger than the input, or step over inputs that need a gradient */
    static void requireFit(LayerSpec layer, ImageShape input) {
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
    }

    private static void requireDivisible(String what, int count, int groups) {
        if (count % groups != 0) {
            throw new IllegalArgumentException("the " + what + " do not divide into groups of equal size: " + count
                    + " / " + groups + " leaves " + count % groups + " (expected a multiple of " + groups + ", found "
                    + count + ")");
        }
    }

    /** The convolution of one group. */
    public static ConvShape groupShape(LayerSpec layer, ImageShape input, int batch) {
        int groups = layer.integer(GROUPS);
        int size = layer.integer("size");
        return new ConvShape(
                input.channels() / groups,
                input.height(),
                input.width(),
                batch,
                layer.outputs("filters") / groups,
                size,
                size,
                layer.integer("stride"),
                layer.integer("padding"));
    }
}
