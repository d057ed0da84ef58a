package alexnet.engine.devices;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A device list as the user wrote it, without looking at the machine.
 *
 * @param names the devices in order; empty for {@code auto}
 */
record DeviceList(List<Name> names) {

    /** What kind of device a name means. */
    enum Kind {
        CUDA,
        EMULATOR
    }

    /** One name of the list, such as {@code cuda:1}. */
    record Name(Kind kind, int ordinal) {

        @Override
        public String toString() {
            return kind.name().toLowerCase(Locale.ROOT) + ":" + ordinal;
        }
    }

    private static final Pattern NAME = Pattern.compile("(cuda|emulator):(\\d{1,4})");
    private static final String EXPECTED = "auto, emulator, or a comma-separated list of cuda:N or of emulator:N";

    boolean isAuto() {
        return names.isEmpty();
    }

    /**
     * Reads a list.
     *
     * @throws IllegalArgumentException when it is none, with the forms that there are
     */
    static DeviceList parse(String text) {
        String spec = text.strip();
        if (spec.equals("auto")) {
            return new DeviceList(List.of());
        }
        if (spec.equals("emulator")) {
            return new DeviceList(List.of(new Name(Kind.EMULATOR, 0), new Name(Kind.EMULATOR, 1)));
        }
        List<Name> names = new ArrayList<>();
        for (String part : spec.split(",", -1)) {
            Matcher matcher = NAME.matcher(part.strip());
            if (!matcher.matches()) {
                throw wrong(text, part.strip());
            }
            Kind kind = matcher.group(1).equals("cuda") ? Kind.CUDA : Kind.EMULATOR;
            names.add(new Name(kind, Integer.parseInt(matcher.group(2))));
        }
        if (names.stream().map(Name::kind).distinct().count() > 1) {
            throw new IllegalArgumentException("--devices: GPUs and emulated devices cannot be mixed (expected "
                    + EXPECTED + ", found " + text + ")");
        }
        return new DeviceList(List.copyOf(names));
    }

    private static IllegalArgumentException wrong(String text, String part) {
        String problem = switch (part) {
            case "" -> "empty device name";
            case "cuda", "gpu" -> "a GPU needs its number, cuda:0 for the first";
            case "cpu" -> "there is no device cpu; the emulator runs the kernels on the processor";
            default -> "unknown device " + part;
        };
        return new IllegalArgumentException(
                "--devices: " + problem + " (expected " + EXPECTED + ", found " + text + ")");
    }
}
