package alexnet.trainer.report;

import alexnet.model.Network;
import alexnet.model.Pixels;
import alexnet.model.PlannedLayer;
import alexnet.model.Safetensors;
import alexnet.model.SafetensorsFile;
import alexnet.model.Tensor;
import alexnet.trainer.evaluate.TrainedModel;
import alexnet.trainer.failure.CheckpointException;
import alexnet.trainer.failure.Failures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The filters of the convolution that reads the pictures, as learned.
 *
 * @param name of the layer
 * @param parts per GPU its filters (K,3,R,S), red first
 */
public record FirstLayer(String name, List<Tensor> parts) {

    private static final int COLOURS = 3;

    public FirstLayer {
        parts = List.copyOf(parts);
    }

    /**
     * Reads the filters; no device is needed.
     *
     * @throws CheckpointException where the network does not begin with a convolution, or a filter has another shape than
     *     the network's or holds a value that is no number
     * @throws alexnet.model.WeightsException where the file has no such tensor
     */
    public static FirstLayer read(TrainedModel model) {
        Network network = model.network().build(model.outputs());
        PlannedLayer layer = network.layers().get(0);
        String file = model.weights().toString();
        if (!layer.spec().kind().equals("conv")) {
            throw new CheckpointException(
                    file,
                    network.name() + " has no filters to show (expected a first layer of kind conv, found "
                            + layer.spec().name() + " of kind " + layer.spec().kind() + ")");
        }
        int[] expected = layer.parameters().get(0).shape().stream()
                .mapToInt(Integer::intValue)
                .toArray();
        List<Tensor> parts = new ArrayList<>();
        try (SafetensorsFile opened = Safetensors.open(model.weights())) {
            for (int gpu : layer.spec().gpus()) {
                Tensor filters =
                        opened.read(layer.tensorName(gpu, layer.parameters().get(0)));
                requireShape(file, filters, expected);
                requireFinite(file, filters);
                parts.add(model.pixels().order() == Pixels.Order.BGR ? redFirst(filters) : filters);
            }
        } catch (IOException e) {
            throw new CheckpointException(file, "cannot be read: " + Failures.message(e), null, e);
        }
        return new FirstLayer(layer.spec().name(), parts);
    }

    /** Filters of a network that reads blue first, with their planes in the order red, green, blue. */
    private static Tensor redFirst(Tensor filters) {
        float[] values = filters.data().clone();
        int plane = filters.shape()[2] * filters.shape()[3];
        for (int filter = 0; filter < filters.shape()[0]; filter++) {
            int first = filter * COLOURS * plane;
            System.arraycopy(filters.data(), first, values, first + 2 * plane, plane);
            System.arraycopy(filters.data(), first + 2 * plane, values, first, plane);
        }
        return new Tensor(filters.name(), filters.shape(), values);
    }

    private static void requireShape(String file, Tensor filters, int[] expected) {
        if (!Arrays.equals(filters.shape(), expected)) {
            throw new CheckpointException(
                    file,
                    filters.name() + ": the shape differs (expected " + Arrays.toString(expected) + ", found "
                            + Arrays.toString(filters.shape()) + ")",
                    "the weights belong to another network, or to another layout of it",
                    null);
        }
    }

    private static void requireFinite(String file, Tensor filters) {
        for (int i = 0; i < filters.data().length; i++) {
            if (!Float.isFinite(filters.data()[i])) {
                throw new CheckpointException(
                        file,
                        filters.name() + ": value " + i + " (expected a finite number, found " + filters.data()[i]
                                + ")");
            }
        }
    }

    /** K, filters of a part. */
    public int count(int part) {
        return parts.get(part).shape()[0];
    }

    /** R, rows of a filter. */
    public int height() {
        return parts.get(0).shape()[2];
    }

    /** S, columns of a filter. */
    public int width() {
        return parts.get(0).shape()[3];
    }

    /** One weight. */
    public float at(int part, int filter, int colour, int y, int x) {
        int index = ((filter * COLOURS + colour) * height() + y) * width() + x;
        return parts.get(part).data()[index];
    }

    /** Smallest and largest weight of the whole layer, over all GPUs. */
    public float[] range() {
        float[] range = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        for (Tensor part : parts) {
            widen(range, part.data(), 0, part.data().length);
        }
        return range;
    }

    /** Smallest and largest weight of one filter. */
    public float[] range(int part, int filter) {
        float[] range = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        int elements = COLOURS * height() * width();
        widen(range, parts.get(part).data(), filter * elements, elements);
        return range;
    }

    private static void widen(float[] range, float[] values, int start, int count) {
        for (int i = start; i < start + count; i++) {
            range[0] = Math.min(range[0], values[i]);
            range[1] = Math.max(range[1], values[i]);
        }
    }

    /**
     * The share of a filter's energy that is colour. With m = (r + g + b) / 3 at each place, the energy is the sum of
     * r^2 + g^2 + b^2 over all places, and that of colour the sum of (r - m)^2 + (g - m)^2 + (b - m)^2: what remains
     * without the component along the grey axis. 0 for a grey filter, 1 for one without any brightness; 0 too for a
     * filter of zeros.
     */
    public double colourShare(int part, int filter) {
        double all = 0;
        double colour = 0;
        for (int y = 0; y < height(); y++) {
            for (int x = 0; x < width(); x++) {
                double red = at(part, filter, 0, y, x);
                double green = at(part, filter, 1, y, x);
                double blue = at(part, filter, 2, y, x);
                double grey = (red + green + blue) / COLOURS;
                all += red * red + green * green + blue * blue;
                colour += (red - grey) * (red - grey) + (green - grey) * (green - grey) + (blue - grey) * (blue - grey);
            }
        }
        return all == 0 ? 0 : colour / all;
    }

    /** The mean of {@link #colourShare(int, int)} over a GPU's filters: each counts alike, however strong it is. */
    public double colourShare(int part) {
        double sum = 0;
        for (int filter = 0; filter < count(part); filter++) {
            sum += colourShare(part, filter);
        }
        return sum / count(part);
    }
}
