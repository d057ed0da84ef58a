package alexnet.model.layer;

import alexnet.kernels.example.ExampleCall;

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
}
