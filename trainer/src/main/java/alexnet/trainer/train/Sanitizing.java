package alexnet.trainer.train;

import alexnet.engine.devices.DeviceSet;
import alexnet.engine.devices.Devices;
import alexnet.engine.emulator.EmulatorOptions;
import alexnet.engine.emulator.sanitize.SanitizerReport;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.failure.UsageException;
import java.util.function.Consumer;

/** {@code --sanitize}: emulated devices under the checkers, and what they found. */
public final class Sanitizing {

    private final boolean wanted;
    private final SanitizerReport report = new SanitizerReport();

    /** @param wanted whether {@code --sanitize} was given; without it devices are opened as ever */
    public Sanitizing(boolean wanted) {
        this.wanted = wanted;
    }

    /**
     * Opens the devices of a list.
     *
     * @throws UsageException when the text is no device list, or names a GPU that was to be watched
     */
    public DeviceSet open(String devices) {
        if (!wanted) {
            return UsageException.checked("--devices", () -> Devices.open(devices));
        }
        EmulatorOptions options = EmulatorOptions.defaults().withSanitizer(report);
        return UsageException.checked("--sanitize", () -> Devices.openEmulated(devices, options));
    }

    /**
     * Prints what was found once the devices are closed.
     *
     * @param exitCode of the command
     * @return the exit code, {@link ExitCode#CHECK_FAILED} instead of 0 where something was found
     */
    public int finish(Consumer<String> lines, int exitCode) {
        if (!wanted) {
            return exitCode;
        }
        report.findings().forEach(finding -> lines.accept("sanitizer: " + finding));
        lines.accept(report.summary());
        return exitCode == ExitCode.DONE && !report.clean() ? ExitCode.CHECK_FAILED : exitCode;
    }
}
