package alexnet.trainer.evaluate;

import alexnet.model.SplitNetwork;
import alexnet.trainer.data.batch.CropView;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One network of an ensemble.
 *
 * @param views the windows of each picture that it sees
 * @param outputs for each class of the average the network's output for it
 */
public record Member(SplitNetwork network, List<CropView> views, int[] outputs) {

    public Member {
        views = List.copyOf(views);
        outputs = outputs.clone();
    }

    /** A network alone, which names its classes as everybody does. */
    public static Member alone(SplitNetwork network, CropView view) {
        return new Member(
                network,
                List.of(view),
                IntStream.range(0, network.network().classes()).toArray());
    }
}
