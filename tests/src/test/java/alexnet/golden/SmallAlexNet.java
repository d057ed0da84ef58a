package alexnet.golden;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.model.Network;
import alexnet.model.Point;
import alexnet.model.Preset;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The shipped file of the two-GPU network with the few filters and the small input of networks.py. */
final class SmallAlexNet {

    private SmallAlexNet() {}

    /** Its text; crops of {@code crop} are laid into an input of 71. */
    private static String text(int crop) {
        String text = shipped();
        text = replaced(text, "channels: 3, crop: 224, size: 227", "channels: 3, crop: " + crop + ", size: 71");
        text = replaced(text, "classes: 1000", "classes: 10");
        text = replaced(text, "filters: 48,", "filters: 8,");
        text = replaced(text, "filters: 128,", "filters: 12,");
        text = replaced(text, "filters: 192,", "filters: 16,");
        return replaced(text, "outputs: 2048,", "outputs: 24,");
    }

    /** The network in a preset; its crops fill the input where those of the preset do. */
    static Network in(Preset preset) {
        boolean isFilled = preset.points().values().get(Point.INPUT_FORM).equals("227");
        return Network.parse("small-alexnet.yaml", text(isFilled ? 71 : 68)).with(preset);
    }

    /** The paper's network with one piece of its text changed. */
    static Network paperWith(String found, String instead) {
        return Network.parse("small-alexnet.yaml", replaced(text(68), found, instead));
    }

    private static String replaced(String text, String found, String instead) {
        assertThat(text).contains(found);
        return text.replace(found, instead);
    }

    private static String shipped() {
        try (InputStream file = Network.class.getResourceAsStream("networks/alexnet.yaml")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
