package alexnet.model;

import java.util.Arrays;
import java.util.Locale;

/** Whose constants a shipped network takes where text, program and re-implementations differ. */
public enum Preset {
    /** The text of the paper; where it is silent, the program that its authors published. */
    PAPER;

    /**
     * The preset that a user names.
     *
     * @throws NetworkException when there is none of that name
     */
    public static Preset named(String name) {
        return Arrays.stream(values())
                .filter(preset -> preset.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new NetworkException("--preset: no such preset (expected one of "
                        + Arrays.toString(values()) + ", found " + name + ")"));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
