package alexnet.model.layer;

import alexnet.kernels.Activation;
import alexnet.model.text.Words;
import java.util.List;
import java.util.Map;

/**
 * One layer as a network file describes it.
 *
 * @param name its name, the start of its tensors' names
 * @param kind the {@link LayerKind} by name
 * @param gpus the GPUs that each hold a part of it, ascending
 * @param reads the layer whose output it reads, or {@link #DATA}
 * @param from what each part reads of that layer
 * @param settings what the kind asks for, by {@link Setting#name()}
 */
public record LayerSpec(
        String name, String kind, List<Integer> gpus, String reads, From from, Map<String, Object> settings) {

    /** The name under which layers read the images. */
    public static final String DATA = "data";

    /** What a part of a layer reads of the layer before it. */
    public enum From {
        /** The part on its own GPU. */
        OWN,
        /** All parts, one after the other in the order of their GPUs. */
        BOTH,
        /** The part on its own GPU, and of the neighbouring GPUs' parts the maps nearest to it. */
        BORDER;

        /** The word in network files. */
        @Override
        public String toString() {
            return Words.of(this);
        }
    }

    public LayerSpec {
        gpus = List.copyOf(gpus);
        settings = Map.copyOf(settings);
    }

    /** True for a layer over the images, whose input needs no gradient. */
    public boolean readsData() {
        return reads.equals(DATA);
    }

    /** True for a layer whose parts each read all parts of the layer before it. */
    public boolean readsBoth() {
        return from == From.BOTH;
    }

    /** A setting of type INTEGER. */
    public int integer(String key) {
        return (Integer) settings.get(key);
    }

    /** A setting of type NUMBER. */
    public double number(String key) {
        return (Double) settings.get(key);
    }

    /** A setting of type OUTPUTS. */
    public int outputs(String key) {
        return ((Setting.Outputs) settings.get(key)).count();
    }

    /** A setting of type ACTIVATION. */
    public Activation activation(String key) {
        return (Activation) settings.get(key);
    }

    /** A setting of type WORD. */
    public String word(String key) {
        return (String) settings.get(key);
    }

    /** Makes a kernel's parameters of {@link Setting#ofNormalisation}. */
    <P> P normalisation(NormalisationParameters<P> parameters) {
        return parameters.of(integer("size"), (float) number("k"), (float) number("alpha"), (float) number("beta"));
    }

    /** The constructor of a normalisation kernel's parameters. */
    @FunctionalInterface
    interface NormalisationParameters<P> {
        P of(int size, float k, float alpha, float beta);
    }

    /** The same layer with other settings. */
    public LayerSpec withSettings(Map<String, Object> changed) {
        return new LayerSpec(name, kind, gpus, reads, from, changed);
    }
}
