package alexnet.model.layer;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Stream;
import java.util.Set;

/**
 * One pass, forward or backward, through the layers of a GPU.
 *
 * @param stream where the work is queued
 * @param workspace scratch memory, at least the largest {@link Layer#workspaceBytes}
 * @param isTraining true with dropout, false for evaluation
 * @param step number of the training step, for dropout masks
 * @param gradientScale factor of the loss's gradient: one over the number of images
 * @param frozen tensors whose gradient is not computed in this pass
 */
public record Pass(
        Stream stream,
        DeviceBuffer workspace,
        boolean isTraining,
        long step,
        float gradientScale,
        Set<ParameterBuffers> frozen) {

    /** A pass in which every tensor is trained. */
    public Pass(Stream stream, DeviceBuffer workspace, boolean isTraining, long step, float gradientScale) {
        this(stream, workspace, isTraining, step, gradientScale, Set.of());
    }

    /** Whether the gradient of a tensor is wanted. */
    boolean trains(ParameterBuffers tensor) {
        return !frozen.contains(tensor);
    }
}
