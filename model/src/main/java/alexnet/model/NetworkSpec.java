package alexnet.model;

import alexnet.model.layer.LayerSpec;
import java.util.List;

/**
 * What a network file says.
 *
 * @param origin the file, for errors
 * @param places for each layer where it stands in the file
 */
record NetworkSpec(
        String origin,
        String name,
        int gpus,
        int channels,
        int cropSize,
        int inputSize,
        int classes,
        List<LayerSpec> layers,
        List<YamlValue.Place> places) {

    NetworkSpec {
        layers = List.copyOf(layers);
        places = List.copyOf(places);
    }

    NetworkSpec withSizes(int newCrop, int newInput, int newClasses, List<LayerSpec> newLayers) {
        return new NetworkSpec(origin, name, gpus, channels, newCrop, newInput, newClasses, newLayers, places);
    }

    /** An error at a layer. */
    NetworkException error(int layer, String reason) {
        return new NetworkException(
                origin + ":" + places.get(layer) + ": " + layers.get(layer).name() + ": " + reason);
    }
}
