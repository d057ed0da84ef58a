package alexnet.model;

import alexnet.model.layer.LayerSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a network file says.
 *
 * @param origin the file, for errors
 * @param places line and column of each layer in the file
 * @param reducedDeviations by layer name, standard deviations of initial weights that differ at reduced size
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
        List<YamlValue.Place> places,
        Map<String, Double> reducedDeviations) {

    NetworkSpec {
        layers = List.copyOf(layers);
        places = List.copyOf(places);
        reducedDeviations = Map.copyOf(reducedDeviations);
    }

    NetworkSpec withSizes(int newCrop, int newInput, int newClasses, List<LayerSpec> newLayers) {
        return new NetworkSpec(
                origin, name, gpus, channels, newCrop, newInput, newClasses, newLayers, places, reducedDeviations);
    }

    /** The same with the deviations for reduced sizes. */
    NetworkSpec withReducedDeviations() {
        List<LayerSpec> changed = new ArrayList<>();
        for (LayerSpec layer : layers) {
            Map<String, Object> settings = new HashMap<>(layer.settings());
            settings.computeIfPresent(
                    "deviation", (key, value) -> reducedDeviations.getOrDefault(layer.name(), (Double) value));
            changed.add(layer.withSettings(settings));
        }
        return withSizes(cropSize, inputSize, classes, changed);
    }

    /** An error at a layer. */
    NetworkException error(int layer, String reason) {
        return new NetworkException(
                origin + ":" + places.get(layer) + ": " + layers.get(layer).name() + ": " + reason);
    }
}
