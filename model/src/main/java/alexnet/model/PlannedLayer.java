package alexnet.model;

import alexnet.model.layer.ImageShape;
import alexnet.model.layer.LayerKind;
import alexnet.model.layer.LayerSpec;
import alexnet.model.layer.Parameter;
import java.util.List;

/**
 * A layer with the shapes that follow from its place in the network. All GPUs that hold a part of it hold the same
 * shapes.
 *
 * @param index place in the network, from 0
 * @param producer index of the layer it reads; -1 for the images
 * @param input all that one part reads
 * @param sources how many parts of the producer that is
 * @param output what one part gives
 */
public record PlannedLayer(
        int index, LayerSpec spec, LayerKind kind, int producer, ImageShape input, int sources, ImageShape output) {

    /** The trained tensors of one part. */
    public List<Parameter> parameters() {
        return kind.parameters(spec, input);
    }

    /** The name of a tensor of the part on {@code gpu}, such as {@code conv1.0.weight}. */
    public String tensorName(int gpu, Parameter parameter) {
        return spec.name() + "." + gpu + "." + parameter.role();
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
