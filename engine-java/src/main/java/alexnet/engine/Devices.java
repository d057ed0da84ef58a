package alexnet.engine;

/** Opens devices by the names that users give them, and reports what the machine has. */
public final class Devices {

    private Devices() {}

    /**
     * Opens the devices of a list.
     *
     * <p>{@code auto} takes {@code cuda:0,cuda:1} where there are two GPUs, {@code cuda:0,cuda:0} where there is one and
     * {@code emulator} where there is none. {@code emulator} is short for {@code emulator:0,emulator:1}. All else is a
     * comma-separated list of {@code cuda:N} or of {@code emulator:N}; the same name twice is the same device twice.
     *
     * @throws IllegalArgumentException when the text is no device list
     * @throws DeviceUnavailableException when a GPU that it names is not there, saying what was found
     */
    public static DeviceSet open(String spec) {
        throw new IllegalStateException("devices: not there yet (found " + spec + ")");
    }

    /** Looks at driver, GPUs, vendor libraries and emulator; what is missing is part of the report, never an error. */
    public static DeviceReport report() {
        throw new IllegalStateException("devices: no report yet");
    }
}
