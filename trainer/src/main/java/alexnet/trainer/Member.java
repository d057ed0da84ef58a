package alexnet.trainer;

import alexnet.model.SplitNetwork;
import alexnet.trainer.data.CropView;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One network of an average.
 *
 * @param views the windows of each picture that it sees
 * @param outputs for each class of the average the network's output for it
 */
record Member(SplitNetwork network, List<CropView> views, int[] outputs) {

    Member {
        views = List.copyOf(views);
        outputs = outputs.clone();
    }

    /** A network alone, which names its classes as everybody does. */
    static Member alone(SplitNetwork network, CropView view) {
        return new Member(
                network,
                List.of(view),
                IntStream.range(0, network.network().classes()).toArray());
    }
}
