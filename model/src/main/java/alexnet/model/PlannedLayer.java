package alexnet.model;

import alexnet.model.layer.ImageShape;
import alexnet.model.layer.LayerKind;
import alexnet.model.layer.LayerOperation;
import alexnet.model.layer.LayerSpec;
import alexnet.model.layer.LayerSpec.From;
import alexnet.model.layer.Parameter;
import java.util.List;

/**
 * A layer with the shapes that follow from its place in the network. All GPUs that hold a part of it hold the same
 * shapes.
 *
 * @param index place in the network, from 0
 * @param producer index of the layer it reads; -1 for the images
 * @param input all that one part reads, without the neighbours' maps of {@link From#BORDER}
 * @param sources how many parts of the producer that is
 * @param output what one part gives
 */
public record PlannedLayer(
        int index, LayerSpec spec, LayerKind kind, int producer, ImageShape input, int sources, ImageShape output) {

    /** The trained tensors of one part. */
    public List<Parameter> parameters() {
        return kind.parameters(spec, input);
    }

    /** Maps of the GPU before that the part on {@code gpu} reads; 0 where there is none or the layer is not from: border. */
    int lowerMaps(int gpu) {
        return spec.gpus().indexOf(gpu) > 0 ? borderMaps() : 0;
    }

    /** Maps of the GPU behind that the part on {@code gpu} reads, alike. */
    int upperMaps(int gpu) {
        return spec.gpus().indexOf(gpu) < spec.gpus().size() - 1 ? borderMaps() : 0;
    }

    /** Maps that parts on neighbouring GPUs read of each other; 0 where the layer is not from: border. */
    int borderMaps() {
        return spec.from() == From.BORDER ? kind.borderMaps(spec) : 0;
    }

    /** The name of a tensor of the part on {@code gpu}, such as {@code conv1.0.weight}. */
    public String tensorName(int gpu, Parameter parameter) {
        return spec.name() + "." + gpu + "." + parameter.role();
    }

    /** What one part queues in a training step of {@code batch} images. */
    public List<LayerOperation> operations(int batch) {
        return kind.operations(spec, input, batch);
    }

    /** Trained values of one part. */
    public long parameterCount() {
        return parameters().stream().mapToLong(Parameter::elements).sum();
    }

    /** Multiply-adds of one part for one image, forward. */
    public long multiplyAdds() {
        return kind.multiplyAdds(spec, input);
    }
}
