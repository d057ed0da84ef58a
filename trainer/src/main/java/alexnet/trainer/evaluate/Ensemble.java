package alexnet.trainer.evaluate;

import alexnet.model.SplitNetwork;
import alexnet.trainer.data.batch.CropView;
import alexnet.trainer.data.image.PictureForm;
import alexnet.trainer.data.image.RgbImage;
import alexnet.trainer.data.packed.PackedDataset;
import alexnet.trainer.failure.CheckpointException;
import alexnet.trainer.metrics.RunningSums;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Networks whose softmax outputs are averaged. They may differ in anything but the names of their classes: a network of
 * another preset, width or input size sees its own crops of the same pictures, and if its classes are in another order,
 * its outputs are reordered to that of the first.
 */
public final class Ensemble implements AutoCloseable {

    /** Batches that are read while others are worked on, and these. */
    private static final int READ_AHEAD = 2;

    private final List<String> classes;
    /** By the form of the pictures that crops are taken from. */
    private final Map<PictureForm, List<Member>> members = new LinkedHashMap<>();

    /**
     * Loads networks.
     *
     * @param classes names in the order of the averages, as {@link #classes(List, List)} gives them
     * @param tenCrop whether each sees ten crops instead of the centre
     * @param sets per form the pictures whose mean is taken where neither file nor run have one; may lack any
     */
    public Ensemble(
            List<TrainedModel> models,
            List<String> classes,
            TrainedModel.Loading loading,
            boolean tenCrop,
            Map<PictureForm, PackedDataset> sets) {
        this.classes = List.copyOf(classes);
        try {
            for (TrainedModel each : models) {
                int size = each.sourceSize();
                SplitNetwork network = each.load(loading, sets.get(each.form()));
                int crop = network.network().cropSize();
                List<CropView> views = tenCrop ? CropView.tenCrops(size, crop) : List.of(CropView.centre(size, crop));
                members.computeIfAbsent(each.form(), key -> new ArrayList<>())
                        .add(new Member(network, views, outputs(each, classes)));
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * Requires that networks can be averaged: the same names of classes in any order, or, where one does not name them, the
     * same number.
     *
     * @throws CheckpointException where two networks have other classes, with both
     */
    public static void requireSameClasses(List<TrainedModel> models) {
        TrainedModel named = named(models);
        for (TrainedModel other : models) {
            if (other.outputs() != named.outputs()) {
                throw new CheckpointException(
                        other.weights().toString(),
                        "cannot be averaged: another number of classes than " + named.weights() + " (expected "
                                + named.outputs() + ", found " + other.outputs() + ")");
            }
            if (!other.classes().isEmpty()) {
                requireSameNames(named, other);
            }
        }
    }

    /**
     * The names of the classes, in the order of the first network that names them.
     *
     * @param unnamed what they are called where no network does
     * @throws CheckpointException where those are more or fewer than the networks' outputs
     */
    public static List<String> classes(List<TrainedModel> models, List<String> unnamed) {
        TrainedModel named = named(models);
        List<String> classes = named.classes().isEmpty() ? unnamed : named.classes();
        if (classes.size() != named.outputs()) {
            throw new CheckpointException(
                    named.weights().toString(),
                    "has another number of classes than the data (expected " + classes.size() + ", found "
                            + named.outputs() + ")");
        }
        return classes;
    }

    private static TrainedModel named(List<TrainedModel> models) {
        return models.stream()
                .filter(model -> !model.classes().isEmpty())
                .findFirst()
                .orElse(models.get(0));
    }

    private static void requireSameNames(TrainedModel named, TrainedModel other) {
        Set<String> missing = new TreeSet<>(named.classes());
        Set<String> surplus = new TreeSet<>(other.classes());
        missing.removeAll(other.classes());
        surplus.removeAll(named.classes());
        if (!missing.isEmpty() || !surplus.isEmpty()) {
            throw new CheckpointException(
                    other.weights().toString(),
                    "cannot be averaged: other classes than " + named.weights() + " (expected "
                            + missing.stream().findFirst().orElse("none") + " among them, found "
                            + surplus.stream().findFirst().orElse("none") + ")");
        }
    }

    /** For each class the network's output for it; a network that does not name its classes has them in this order. */
    private static int[] outputs(TrainedModel model, List<String> classes) {
        return model.classes().isEmpty()
                ? IntStream.range(0, classes.size()).toArray()
                : classes.stream().mapToInt(model.classes()::indexOf).toArray();
    }

    /**
     * Evaluates every picture of a set once.
     *
     * @param sets per form the same pictures
     * @param classOfLabel the class for each label of the sets
     * @return sums over the pictures
     * @throws alexnet.trainer.failure.DataException where the sets hold other pictures, or are damaged
     */
    public RunningSums evaluate(
            Map<PictureForm, PackedDataset> sets, int[] classOfLabel, Evaluator.PictureListener listener) {
        List<Evaluator.Group> groups = new ArrayList<>();
        try {
            members.forEach((form, networks) -> {
                List<HostBatchTarget> ring = new ArrayList<>();
                groups.add(new Evaluator.Group(sets.get(form), ring, networks));
                IntStream.range(0, READ_AHEAD).forEach(i -> ring.add(newTarget(form, classOfLabel)));
            });
            return new Evaluator(groups, classOfLabel).run(() -> false, listener);
        } finally {
            groups.forEach(group -> group.ring().forEach(HostBatchTarget::close));
        }
    }

    /**
     * The mean probabilities of pictures without labels.
     *
     * @param pictures per form the same pictures
     * @return per picture, one per class
     */
    public float[][] probabilities(Map<PictureForm, List<RgbImage>> pictures) {
        int count = pictures.values().iterator().next().size();
        float[][] probabilities = new float[count][];
        Map<PictureForm, HostBatchTarget> targets = new LinkedHashMap<>();
        try {
            members.keySet().forEach(form -> targets.put(form, newTarget(form, new int[0])));
            int batch = targets.values().iterator().next().capacity();
            for (int start = 0; start < count; start += batch) {
                int first = start;
                int end = Math.min(start + batch, count);
                ProbabilityMean mean = new ProbabilityMean(end - start, classes.size());
                members.forEach((form, networks) -> {
                    HostBatchTarget target = targets.get(form);
                    target.fill(pictures.get(form).subList(first, end));
                    networks.forEach(member -> mean.add(member, target));
                });
                System.arraycopy(mean.values(), 0, probabilities, start, end - start);
            }
        } finally {
            targets.values().forEach(HostBatchTarget::close);
        }
        return probabilities;
    }

    private HostBatchTarget newTarget(PictureForm form, int[] classOfLabel) {
        return new HostBatchTarget(members.get(form).get(0).network().newHostBatch(), classOfLabel);
    }

    @Override
    public void close() {
        members.values()
                .forEach(networks -> networks.forEach(member -> member.network().close()));
    }
}
