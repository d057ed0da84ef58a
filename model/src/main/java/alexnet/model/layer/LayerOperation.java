package alexnet.model.layer;

import alexnet.kernels.example.ExampleCall;
import java.util.List;

/**
 * One call of a kernel's face that a part of a layer queues in a training step.
 *
 * @param name such as {@code forward} or {@code filter_gradient}
 * @param shape for people
 * @param call the same call on operands of its own
 */
public record LayerOperation(String name, String shape, ExampleCall call) {

    /** With the shape as the call names it. */
    LayerOperation(String name, ExampleCall call) {
        this(name, call.shape(), call);
    }

    /** The two of a layer without trained tensors. */
    static List<LayerOperation> forwardAndBackward(String shape, ExampleCall forward, ExampleCall backward) {
        return List.of(new LayerOperation("forward", shape, forward), new LayerOperation("backward", shape, backward));
    }
}
