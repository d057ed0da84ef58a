package alexnet.trainer.settings;

import alexnet.model.Pixels;
import alexnet.model.text.Words;
import alexnet.trainer.config.ConfigFile;
import alexnet.trainer.data.image.ResizeForm;
import java.util.Map;
import java.util.Optional;

/**
 * A preset's input form (mean, colour order, resizing), for weights whose metadata do not give it.
 *
 * @param pixels where the mean image is read, and the order of the colours
 * @param resize how pictures become squares
 */
public record PresetPoints(Pixels pixels, ResizeForm resize) {

    /**
     * Those of a preset; of one that has no option file, the original's.
     *
     * @param preset or null, where none was named
     */
    public static PresetPoints of(String preset) {
        Map<String, String> values = Optional.ofNullable(preset)
                .flatMap(ConfigFile::preset)
                .map(ConfigFile::values)
                .orElse(Map.of());
        return new PresetPoints(
                new Pixels(
                        Words.require(Pixels.Mean.class, values.getOrDefault("mean", "central")),
                        Words.require(Pixels.Order.class, values.getOrDefault("colour-order", "rgb"))),
                Words.require(ResizeForm.class, values.getOrDefault("resize", "crop")));
    }
}
