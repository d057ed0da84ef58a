package alexnet.model;

import alexnet.kernels.Activation;
import alexnet.kernels.AugmentShape;
import alexnet.kernels.ConvShape;
import alexnet.kernels.Dropout;
import alexnet.kernels.FullyConnectedShape;
import alexnet.kernels.Lrn;
import alexnet.kernels.PoolShape;
import alexnet.kernels.Tanh;
import alexnet.kernels.WithinMapNorm;
import alexnet.kernels.reference.AugmentReference;
import alexnet.kernels.reference.AvgPoolReference;
import alexnet.kernels.reference.ConvReference;
import alexnet.kernels.reference.DropoutReference;
import alexnet.kernels.reference.FullyConnectedReference;
import alexnet.kernels.reference.LocalReference;
import alexnet.kernels.reference.LrnReference;
import alexnet.kernels.reference.MaxPoolReference;
import alexnet.kernels.reference.ReluReference;
import alexnet.kernels.reference.SoftmaxCrossEntropyReference;
import alexnet.kernels.reference.TanhReference;
import alexnet.kernels.reference.WithinMapNormReference;
import alexnet.model.layer.ImageShape;
import alexnet.model.layer.LayerSpec;
import alexnet.model.layer.LayerSpec.From;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A network in double precision on the host, from the same description and the kernels' references: plain, slow and
 * without devices, streams or exchange buffers.
 */
final class ReferenceNetwork {

    private final Network network;
    private final ModelOptions options;
    private final Map<String, LayerGradient.Definition> definitions;
    private final Map<String, double[]> tensors = new HashMap<>();

    /**
     * What one layer gave on one GPU.
     *
     * @param pattern where its derivative has a side: signs before a ReLU, places of maxima; empty for smooth layers
     */
    record Output(double[] values, byte[] pattern) {}

    /**
     * One forward pass.
     *
     * @param outputs by layer and GPU
     * @param loss mean over the images with a label
     */
    record Run(double[] data, int[] labels, Output[][] outputs, double loss) {

        /** Whether both passes took the same sides everywhere, so that the loss is smooth between them. */
        boolean isOnOneSideWith(Run other) {
            for (int layer = 0; layer < outputs.length; layer++) {
                for (int gpu = 0; gpu < outputs[layer].length; gpu++) {
                    Output mine = outputs[layer][gpu];
                    Output theirs = other.outputs[layer][gpu];
                    if (mine != theirs && !Arrays.equals(mine.pattern, theirs.pattern)) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    /** @param definitions by kind; they come before those of this class */
    ReferenceNetwork(SplitNetwork model, Map<String, LayerGradient.Definition> definitions) {
        this.definitions = definitions;
        network = model.network();
        options = model.options();
        for (Safetensors.Entry entry : model.tensors()) {
            tensors.put(entry.name(), toDoubles(model.readTensor(entry.name()).data()));
        }
    }

    double[] tensor(String name) {
        return tensors.get(name);
    }

    /** A pass over a batch as training sees it: with dropout. */
    Run train(HostBatch batch, float[] mean, long step) {
        int n = batch.capacity();
        int source = batch.sourceSize();
        byte[] images = new byte[3 * source * source * n];
        batch.images().get(0, images);
        AugmentShape shape = new AugmentShape(n, source, network.cropSize(), network.inputSize());
        double[] colour = new double[3 * n];
        Arrays.setAll(colour, batch.colour()::get);
        double[] data = new double[shape.output().elements()];
        AugmentReference.apply(
                shape,
                images,
                ints(batch.cropX(), n),
                ints(batch.cropY(), n),
                ints(batch.mirror(), n),
                colour,
                toDoubles(mean),
                options.pixels().rule(shape, batch.scale()),
                data);
        int[] labels = ints(batch.labels(), n);
        Arrays.fill(labels, batch.count(), n, -1);
        Output[][] outputs = new Output[network.layers().size()][network.gpus()];
        return rerun(new Run(data, labels, outputs, 0), 0, step);
    }

    /** The pass once more from a layer on, after one of its tensors has changed. */
    Run rerun(Run before, int fromLayer, long step) {
        Output[][] outputs = new Output[before.outputs.length][];
        Arrays.setAll(outputs, i -> before.outputs[i].clone());
        for (PlannedLayer layer : network.layers().subList(fromLayer, outputs.length)) {
            for (int gpu : layer.spec().gpus()) {
                outputs[layer.index()][gpu] =
                        forward(layer, gpu, input(layer, gpu, before.data, outputs), before, step);
            }
        }
        PlannedLayer last = network.layers().get(outputs.length - 1);
        double[] loss = outputs[last.index()][last.spec().gpus().get(0)].values();
        long images = Arrays.stream(before.labels).filter(label -> label >= 0).count();
        return new Run(before.data, before.labels, outputs, Arrays.stream(loss).sum() / images);
    }

    private double[] input(PlannedLayer layer, int gpu, double[] data, Output[][] outputs) {
        LayerSpec spec = layer.spec();
        if (spec.readsData()) {
            return data;
        }
        Output[] parts = outputs[layer.producer()];
        if (spec.from() == From.OWN) {
            return parts[gpu].values();
        }
        return network.layers().get(layer.producer()).spec().gpus().stream()
                .flatMapToDouble(part -> Arrays.stream(parts[part].values()))
                .toArray();
    }

    private Output forward(PlannedLayer layer, int gpu, double[] x, Run run, long step) {
        LayerSpec spec = layer.spec();
        ImageShape in = layer.input();
        int n = options.batchSize();
        double[] y = new double[layer.output().elements() * n];
        byte[] pattern = {};
        LayerGradient.Definition definition = definitions.get(spec.kind());
        if (definition != null) {
            definition.forward(spec, in, n, x, y);
            return new Output(y, signs(y));
        }
        switch (spec.kind()) {
            case "conv" -> {
                int size = spec.integer("size");
                int groups = spec.integer("groups");
                ConvShape shape = new ConvShape(
                        in.channels() / groups,
                        in.height(),
                        in.width(),
                        n,
                        spec.outputs("filters") / groups,
                        size,
                        size,
                        spec.integer("stride"),
                        spec.integer("padding"));
                for (int group = 0; group < groups; group++) {
                    double[] part = new double[y.length / groups];
                    ConvReference.forward(
                            shape,
                            part(x, group, groups),
                            part(weight(spec, gpu), group, groups),
                            part(bias(spec, gpu), group, groups),
                            Activation.NONE,
                            part);
                    System.arraycopy(part, 0, y, group * part.length, part.length);
                }
                pattern = activate(spec, y);
            }
            case "local" -> {
                int size = spec.integer("size");
                ConvShape shape = new ConvShape(
                        in.channels(),
                        in.height(),
                        in.width(),
                        n,
                        spec.outputs("filters"),
                        size,
                        size,
                        spec.integer("stride"),
                        spec.integer("padding"));
                LocalReference.forward(shape, x, weight(spec, gpu), bias(spec, gpu), Activation.NONE, y);
                pattern = activate(spec, y);
            }
            case "fully_connected" -> {
                FullyConnectedShape shape = new FullyConnectedShape(in.elements(), spec.outputs("outputs"), n);
                FullyConnectedReference.forward(shape, x, weight(spec, gpu), bias(spec, gpu), Activation.NONE, y);
                pattern = activate(spec, y);
            }
            case "relu" -> {
                ReluReference.forward(y.length, x, y);
                pattern = signs(y);
            }
            case "tanh" ->
                TanhReference.forward(
                        y.length,
                        new Tanh.Parameters((float) spec.number("scale"), (float) spec.number("slope")),
                        x,
                        y);
            case "lrn" -> {
                Lrn.Parameters parameters = new Lrn.Parameters(
                        spec.integer("size"), (float) spec.number("k"), (float) spec.number("alpha"), (float)
                                spec.number("beta"));
                // With from: border x is all parts, and so is the result, of which this GPU's part is kept.
                int parts = x.length / y.length;
                double[] all = new double[x.length];
                LrnReference.forward(
                        new ImageShape(parts * in.channels(), in.height(), in.width()).batch(n), parameters, x, all);
                y = part(all, parts == 1 ? 0 : spec.gpus().indexOf(gpu), parts);
            }
            case "within_map_norm" -> {
                WithinMapNorm.Parameters parameters = new WithinMapNorm.Parameters(
                        spec.integer("size"), (float) spec.number("k"), (float) spec.number("alpha"), (float)
                                spec.number("beta"));
                WithinMapNormReference.forward(in.batch(n), parameters, x, y);
            }
            case "avg_pool" -> {
                PoolShape shape = new PoolShape(
                        in.channels(), in.height(), in.width(), n, spec.integer("size"), spec.integer("stride"));
                AvgPoolReference.forward(shape, x, y);
            }
            case "max_pool" -> {
                pattern = new byte[y.length];
                PoolShape shape = new PoolShape(
                        in.channels(), in.height(), in.width(), n, spec.integer("size"), spec.integer("stride"));
                MaxPoolReference.forward(shape, x, y, pattern);
            }
            case "dropout" ->
                DropoutReference.forward(
                        y.length,
                        new Dropout.Mask(
                                (float) options.dropout().probability().orElse(spec.number("probability")),
                                spec.word("form").equals("inverted") ? Dropout.Form.INVERTED : Dropout.Form.PAPER,
                                options.dropout().seed(),
                                layer.index() * network.gpus() + gpu,
                                step),
                        x,
                        y);
            case "softmax" -> {
                y = new double[n];
                SoftmaxCrossEntropyReference.forward(
                        in.elements(),
                        n,
                        x,
                        run.labels,
                        new double[in.elements() * n],
                        y,
                        new double[n],
                        new double[n]);
            }
            default -> throw new AssertionError("no reference for " + spec.kind());
        }
        return new Output(y, pattern);
    }

    private static double[] part(double[] all, int group, int groups) {
        int length = all.length / groups;
        return Arrays.copyOfRange(all, group * length, (group + 1) * length);
    }

    private byte[] activate(LayerSpec spec, double[] y) {
        if (spec.activation("activation") == Activation.NONE) {
            return new byte[0];
        }
        byte[] signs = signs(y);
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.max(0, y[i]);
        }
        return signs;
    }

    private static byte[] signs(double[] values) {
        byte[] signs = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            signs[i] = (byte) (values[i] > 0 ? 1 : 0);
        }
        return signs;
    }

    private double[] weight(LayerSpec spec, int gpu) {
        return tensors.get(spec.name() + "." + gpu + ".weight");
    }

    private double[] bias(LayerSpec spec, int gpu) {
        return tensors.get(spec.name() + "." + gpu + ".bias");
    }

    private static int[] ints(IntBuffer buffer, int count) {
        int[] values = new int[count];
        buffer.get(0, values);
        return values;
    }

    private static double[] toDoubles(float[] values) {
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, i -> values[i]);
        return doubles;
    }
}
