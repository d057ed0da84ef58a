package alexnet.model.layer;

import java.util.List;

/** A kind without trained tensors; the output has the shape of the input unless {@link #output} is overridden. */
abstract class ParameterFreeKind implements LayerKind {

    private final String name;
    private final List<Setting> settings;

    /**
     * @param name in network files
     * @param settings the keys it takes beside those that every layer has
     */
    ParameterFreeKind(String name, List<Setting> settings) {
        this.name = name;
        this.settings = settings;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final List<Setting> settings() {
        return settings;
    }

    @Override
    public ImageShape output(LayerSpec layer, ImageShape input) {
        return input;
    }
}
