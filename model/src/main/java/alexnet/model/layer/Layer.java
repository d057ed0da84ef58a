package alexnet.model.layer;

/** One GPU's part of a layer with its buffers. Calls queue work on the pass's stream and return at once. */
public interface Layer {

    /** Queues the making of {@link Site#y} from {@link Site#x}. */
    void forward(Pass pass);

    /** Queues what the neighbouring GPUs' parts need of this one before {@link #backward}; most need nothing. */
    default void beforeBackward(Pass pass) {}

    /**
     * Queues the gradients of the trained tensors that are not frozen and, where {@link Site#dx} is given, that of the
     * input. The output's gradient in {@link Site#dy} may be changed.
     */
    void backward(Pass pass);

    /** Scratch memory that a pass must bring; one piece serves all layers of a GPU in turn. */
    default long workspaceBytes() {
        return 0;
    }
}
