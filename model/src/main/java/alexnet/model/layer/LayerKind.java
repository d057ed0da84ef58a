package alexnet.model.layer;

import java.util.List;

/** A kind of layer: the keys it takes in a network file, its shapes, and how it is put on a GPU. */
public interface LayerKind {

    /** The name in network files. */
    String name();

    /** The keys it takes beside those that every layer has. */
    List<Setting> settings();

    /**
     * The output of one GPU's part.
     *
     * @param input all that this part reads
     * @throws IllegalArgumentException when the layer does not fit its input, with the arithmetic
     */
    ImageShape output(LayerSpec layer, ImageShape input);

    /** The trained tensors of one GPU's part. */
    default List<Parameter> parameters(LayerSpec layer, ImageShape input) {
        return List.of();
    }

    /**
     * The axis of a trained tensor that has the outputs of the layer. In the merged tensor the parts of several GPUs
     * are concatenated along it.
     */
    default int outputAxis(Parameter parameter) {
        return 0;
    }

    /** Multiply-adds of one GPU's part for one image, forward; only convolutions and matrices count. */
    default long multiplyAdds(LayerSpec layer, ImageShape input) {
        return 0;
    }

    /** Bytes that one GPU's part keeps for a batch besides its output and its trained tensors. */
    default long stateBytes(LayerSpec layer, ImageShape input, int batch) {
        return 0;
    }

    /**
     * Maps of each neighbouring GPU that one part needs where the layer works across the border of the GPUs; 0 for a kind
     * that cannot.
     */
    default int borderMaps(LayerSpec layer) {
        return 0;
    }

    /**
     * What one GPU's part queues in a training step, in that order, as calls on operands of their own; {@code bench} measures
     * them.
     *
     * @param input all that this part reads
     * @param batch N
     */
    List<LayerOperation> operations(LayerSpec layer, ImageShape input, int batch);

    /** Puts one GPU's part on its device. */
    Layer create(LayerSpec layer, Site site);
}
