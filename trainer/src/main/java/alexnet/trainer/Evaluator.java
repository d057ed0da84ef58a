package alexnet.trainer;

import alexnet.model.Evaluation;
import alexnet.model.SplitNetwork;
import alexnet.trainer.checkpoint.RunningSums;
import alexnet.trainer.data.BatchLoader;
import alexnet.trainer.data.BatchPlan;
import alexnet.trainer.data.CropView;
import alexnet.trainer.data.PackedDataset;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Runs networks over a data set. With several views of a picture (ten crops) or several networks, softmax outputs are
 * averaged, as in the paper (section 4.1); loss and guesses are then those of the average.
 */
public final class Evaluator {

    /** Is told of each picture: its number in the set, its class, and the probability of every class. */
    @FunctionalInterface
    public interface PictureListener {
        void picture(int image, int label, float[] probabilities, Guess guess);
    }

    private final List<SplitNetwork> networks;
    private final List<HostBatchTarget> ring;
    private final PackedDataset set;
    private final int[] classOfLabel;
    private final List<CropView> views;

    /**
     * An evaluation of networks of one input size.
     *
     * @param ring targets to read into, made by the first network
     * @param classOfLabel the networks' class for each label of the set
     * @param views the windows of each picture that are averaged over
     */
    public Evaluator(
            List<SplitNetwork> networks,
            List<HostBatchTarget> ring,
            PackedDataset set,
            int[] classOfLabel,
            List<CropView> views) {
        this.networks = List.copyOf(networks);
        this.ring = List.copyOf(ring);
        this.set = set;
        this.classOfLabel = classOfLabel.clone();
        this.views = List.copyOf(views);
    }

    /**
     * Evaluates every picture once.
     *
     * @param stop asked between batches; where it says so the evaluation ends early
     * @return sums over the pictures that were evaluated
     */
    public RunningSums run(BooleanSupplier stop, PictureListener listener) {
        BatchPlan plan = BatchPlan.evaluation(set, ring.get(0).capacity(), views.get(0));
        RunningSums sums = RunningSums.NONE;
        try (BatchLoader<HostBatchTarget> loader = new BatchLoader<>(set, plan, ring, 1, 0)) {
            int index = 0;
            for (HostBatchTarget target = loader.next(); target != null; target = loader.next()) {
                int[] images = plan.batch(1, index++).images();
                float[][] probabilities = new float[images.length][];
                Guess[] guesses = guesses(target, images, probabilities);
                for (int i = 0; i < images.length; i++) {
                    Guess guess = guesses[i];
                    sums = sums.plus(guess.loss(), guess.top1(), guess.top5(), 1);
                    listener.picture(images[i], classOfLabel[set.label(images[i])], probabilities[i], guess);
                }
                if (stop.getAsBoolean()) {
                    break;
                }
            }
        }
        return sums;
    }

    private Guess[] guesses(HostBatchTarget target, int[] images, float[][] probabilities) {
        Guess[] guesses = new Guess[images.length];
        if (views.size() * networks.size() == 1) {
            // The kernel's loss comes from the logits and is exact where a probability is too small for a float.
            Evaluation found = networks.get(0).evaluate(target.batch());
            for (int i = 0; i < images.length; i++) {
                probabilities[i] = found.probabilities()[i];
                guesses[i] = new Guess(found.loss()[i], found.top1()[i], found.top5()[i]);
            }
            return guesses;
        }
        double[][] summed = new double[images.length][];
        for (CropView view : views) {
            target.view(view);
            for (SplitNetwork network : networks) {
                addTo(summed, network.evaluate(target.batch()).probabilities());
            }
        }
        int parts = views.size() * networks.size();
        for (int i = 0; i < images.length; i++) {
            probabilities[i] = new float[summed[i].length];
            for (int k = 0; k < summed[i].length; k++) {
                probabilities[i][k] = (float) (summed[i][k] / parts);
            }
            guesses[i] = Guess.of(probabilities[i], classOfLabel[set.label(images[i])]);
        }
        return guesses;
    }

    private static void addTo(double[][] sums, float[][] probabilities) {
        for (int i = 0; i < sums.length; i++) {
            if (sums[i] == null) {
                sums[i] = new double[probabilities[i].length];
            }
            for (int k = 0; k < sums[i].length; k++) {
                sums[i][k] += probabilities[i][k];
            }
        }
    }
}
