package alexnet.trainer.evaluate;

import alexnet.model.Evaluation;
import alexnet.trainer.data.batch.BatchLoader;
import alexnet.trainer.data.batch.BatchPlan;
import alexnet.trainer.data.packed.PackedDataset;
import alexnet.trainer.failure.DataException;
import alexnet.trainer.metrics.RunningSums;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Runs networks over a data set. With several views of a picture (ten crops) or several networks, softmax outputs are
 * averaged, as in the paper (section 4.1); loss and guesses are then those of the average.
 */
public final class Evaluator {

    /** Receives each picture's number in the set, its class, and the probability of every class. */
    @FunctionalInterface
    public interface PictureListener {
        void picture(int image, int label, float[] probabilities, Guess guess);
    }

    /** Networks that take pictures of one size, the set that has them, and targets to read them into. */
    public record Group(PackedDataset set, List<HostBatchTarget> ring, List<Member> members) {}

    private final List<Group> groups;
    private final PackedDataset set;
    private final int[] classOfLabel;

    /**
     * An evaluation. The sets of the groups hold the same pictures in the same order, each in its size.
     *
     * @param classOfLabel the class for each label of the sets
     * @throws DataException where the sets hold other pictures
     */
    public Evaluator(List<Group> groups, int[] classOfLabel) {
        this.groups = List.copyOf(groups);
        this.set = groups.get(0).set();
        this.classOfLabel = classOfLabel.clone();
        groups.stream().skip(1).forEach(group -> requireSamePictures(set, group.set()));
    }

    private static void requireSamePictures(PackedDataset set, PackedDataset other) {
        set.requireSameClasses(other);
        if (set.count() != other.count()) {
            throw new DataException(
                    other.folder(),
                    "other pictures than " + set.folder() + " (expected " + set.count() + ", found " + other.count()
                            + ")");
        }
        for (int image = 0; image < set.count(); image++) {
            if (!set.name(image).equals(other.name(image)) || set.label(image) != other.label(image)) {
                throw new DataException(
                        other.folder(),
                        "other pictures than " + set.folder() + " (expected " + set.name(image) + " as number " + image
                                + ", found " + other.name(image) + ")");
            }
        }
    }

    /**
     * Evaluates every picture once.
     *
     * @param stop asked between batches; where it says so the evaluation ends early
     * @return sums over the pictures that were evaluated
     */
    public RunningSums run(BooleanSupplier stop, PictureListener listener) {
        BatchPlan plan = plan(groups.get(0));
        RunningSums sums = RunningSums.NONE;
        List<BatchLoader<HostBatchTarget>> loaders = new ArrayList<>();
        try {
            for (Group group : groups) {
                loaders.add(new BatchLoader<>(group.set(), plan(group), group.ring(), 1, 0));
            }
            for (int index = 0; index < plan.batches(); index++) {
                List<HostBatchTarget> targets =
                        loaders.stream().map(BatchLoader::next).toList();
                int[] images = plan.batch(1, index).images();
                float[][] probabilities = new float[images.length][];
                Guess[] guesses = guesses(targets, images, probabilities);
                for (int i = 0; i < images.length; i++) {
                    Guess guess = guesses[i];
                    sums = sums.plus(guess.loss(), guess.top1(), guess.top5(), 1);
                    listener.picture(images[i], classOfLabel[set.label(images[i])], probabilities[i], guess);
                }
                if (stop.getAsBoolean()) {
                    break;
                }
            }
        } finally {
            loaders.forEach(BatchLoader::close);
        }
        return sums;
    }

    private static BatchPlan plan(Group group) {
        return BatchPlan.evaluation(
                group.set(),
                group.ring().get(0).capacity(),
                group.members().get(0).views().get(0));
    }

    private Guess[] guesses(List<HostBatchTarget> targets, int[] images, float[][] probabilities) {
        Guess[] guesses = new Guess[images.length];
        Member first = groups.get(0).members().get(0);
        if (groups.size() * groups.get(0).members().size() * first.views().size() == 1) {
            // The kernel's loss comes from the logits and is exact where a probability is too small for a float.
            Evaluation found = first.network().evaluate(targets.get(0).batch());
            for (int i = 0; i < images.length; i++) {
                probabilities[i] = found.probabilities()[i];
                guesses[i] = new Guess(found.loss()[i], found.top1()[i], found.top5()[i]);
            }
            return guesses;
        }
        ProbabilityMean mean = new ProbabilityMean(images.length, first.outputs().length);
        for (int group = 0; group < groups.size(); group++) {
            for (Member member : groups.get(group).members()) {
                mean.add(member, targets.get(group));
            }
        }
        float[][] values = mean.values();
        for (int i = 0; i < images.length; i++) {
            probabilities[i] = values[i];
            guesses[i] = Guess.of(values[i], classOfLabel[set.label(images[i])]);
        }
        return guesses;
    }
}
