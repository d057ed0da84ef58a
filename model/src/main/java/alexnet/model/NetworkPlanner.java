package alexnet.model;

import alexnet.model.layer.ImageShape;
import alexnet.model.layer.LayerKind;
import alexnet.model.layer.LayerKinds;
import alexnet.model.layer.LayerSpec;
import alexnet.model.layer.Setting.Outputs;
import alexnet.model.text.Spelling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Infers the shapes of all layers and refuses a network whose shapes do not fit. */
final class NetworkPlanner {

    private final NetworkSpec spec;
    private final List<PlannedLayer> planned = new ArrayList<>();
    private final Map<String, Integer> indices = new HashMap<>();
    private final Map<String, String> readers = new HashMap<>();

    private NetworkPlanner(NetworkSpec spec) {
        this.spec = spec;
    }

    /** @throws NetworkException naming the first layer that does not fit */
    static List<PlannedLayer> plan(NetworkSpec spec) {
        return new NetworkPlanner(spec).plan();
    }

    private List<PlannedLayer> plan() {
        for (int i = 0; i < spec.layers().size(); i++) {
            add(i, spec.layers().get(i));
        }
        checkEnd();
        return List.copyOf(planned);
    }

    private void add(int index, LayerSpec layer) {
        if (layer.name().equals(LayerSpec.DATA) || indices.put(layer.name(), index) != null) {
            throw spec.error(index, "the name is taken (expected one that no other layer has)");
        }
        checkClasses(index, layer);
        int producer = producer(index, layer);
        String reader = producer < 0 ? null : readers.put(layer.reads(), layer.name());
        if (reader != null) {
            throw spec.error(
                    index, "only one layer may read another (" + layer.reads() + " is read by " + reader + " already)");
        }
        int sources =
                producer < 0 ? 1 : sources(index, layer, planned.get(producer).spec());
        ImageShape one = producer < 0
                ? new ImageShape(spec.channels(), spec.inputSize(), spec.inputSize())
                : planned.get(producer).output();
        ImageShape input = new ImageShape(one.channels() * sources, one.height(), one.width());
        LayerKind kind = LayerKinds.named(layer.kind()).orElseThrow();
        try {
            planned.add(new PlannedLayer(index, layer, kind, producer, input, sources, kind.output(layer, input)));
            checkBorder(planned.get(index));
            planned.get(index).parameterCount();
            planned.get(index).output().elements();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw spec.error(index, e.getMessage() + " (it reads " + input + " from " + layer.reads() + ")");
        }
    }

    /** An output layer on several GPUs has the same number of classes on each. */
    private void checkClasses(int index, LayerSpec layer) {
        int parts = layer.gpus().size();
        int rest = spec.classes() % parts;
        if (rest != 0
                && layer.settings().values().stream()
                        .anyMatch(value -> value instanceof Outputs outputs && outputs.isClasses())) {
            throw spec.error(
                    index,
                    "each GPU has the same number of classes: " + spec.classes() + " / " + parts + " leaves " + rest
                            + " (expected a multiple of " + parts + ", found " + spec.classes() + ")");
        }
    }

    private int producer(int index, LayerSpec layer) {
        if (layer.readsData()) {
            if (layer.from() != LayerSpec.From.OWN) {
                throw spec.error(
                        index, "every GPU has all the images (expected from: own, found " + layer.from() + ")");
            }
            return -1;
        }
        Integer producer = indices.get(layer.reads());
        if (producer == null) {
            boolean later =
                    spec.layers().stream().anyMatch(other -> other.name().equals(layer.reads()));
            throw spec.error(
                    index,
                    later
                            ? "reads " + layer.reads() + ", which stands behind it: layers must not form a cycle"
                            : "reads a layer that is not there" + Spelling.inline(layer.reads(), indices.keySet())
                                    + " (expected " + LayerSpec.DATA + " or a layer before it, found " + layer.reads()
                                    + ")");
        }
        if (producer == index) {
            throw spec.error(index, "reads itself: layers must not form a cycle");
        }
        return producer;
    }

    /** How many parts of the producer one part reads. */
    private int sources(int index, LayerSpec layer, LayerSpec producer) {
        if (layer.readsBoth()) {
            return producer.gpus().size();
        }
        if (!layer.gpus().equals(producer.gpus())) {
            throw spec.error(
                    index,
                    "reads its own part of " + producer.name() + " but does not lie on the same GPUs (expected "
                            + producer.gpus() + ", found " + layer.gpus() + "; or from: both)");
        }
        return 1;
    }

    /** @throws IllegalArgumentException when the layer is from: border and has none */
    private static void checkBorder(PlannedLayer layer) {
        if (layer.spec().from() != LayerSpec.From.BORDER) {
            return;
        }
        int maps = layer.borderMaps();
        if (maps == 0) {
            throw new IllegalArgumentException("from: border is for windows over maps of other GPUs (expected an lrn of"
                    + " size 3 or more, found " + (layer.spec().kind().equals("lrn") ? "an " : "a ")
                    + layer.spec().kind() + ", which reaches over 0 maps)");
        }
        if (layer.spec().gpus().size() == 1) {
            throw new IllegalArgumentException("from: border, but the layer lies on one GPU and has no border (expected"
                    + " two GPUs or more, or from: own, found " + layer.spec().gpus() + ")");
        }
        if (layer.input().channels() < maps) {
            throw new IllegalArgumentException("from: border, and the window reaches beyond the neighbour: " + maps
                    + " maps to each side (expected at least " + maps + " maps per GPU, found "
                    + layer.input().channels() + ")");
        }
    }

    private void checkEnd() {
        int last = spec.layers().size() - 1;
        for (int i = 0; i < last; i++) {
            if (!readers.containsKey(spec.layers().get(i).name())) {
                throw spec.error(i, "no layer reads it (only the last may be read by none)");
            }
        }
        LayerSpec end = spec.layers().get(last);
        if (!end.kind().equals("softmax")) {
            throw spec.error(last, "the last layer must be a softmax (found " + end.kind() + ")");
        }
        if (end.gpus().size() != 1) {
            throw spec.error(last, "softmax lies on one GPU (expected one, found " + end.gpus() + ")");
        }
        int outputs = planned.get(last).output().elements();
        if (outputs != spec.classes()) {
            throw spec.error(
                    last, "one value per class is needed (expected " + spec.classes() + ", found " + outputs + ")");
        }
        for (int i = 0; i < last; i++) {
            if (spec.layers().get(i).kind().equals("softmax")) {
                throw spec.error(i, "only the last layer may be a softmax");
            }
        }
    }
}
