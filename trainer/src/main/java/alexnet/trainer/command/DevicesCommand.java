package alexnet.trainer.command;

import alexnet.engine.DeviceReport;
import alexnet.engine.devices.Devices;
import alexnet.trainer.failure.Console;
import alexnet.trainer.failure.ExitCode;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code devices}: lists the GPUs, libraries and emulator of this machine, with hints for what is missing. */
@Command(
        name = "devices",
        description = "show driver, GPUs, cuBLAS, cuDNN and the emulator; for what is missing: why, and what to do")
public final class DevicesCommand extends AlexnetCommand {

    @Option(names = "--json", paramLabel = "FILE", description = "write the report to FILE too")
    private Path json;

    /** @param console where it prints */
    public DevicesCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        DeviceReport report = Devices.report();
        report.lines().forEach(console()::line);
        writeJson(json, report);
        return ExitCode.DONE;
    }
}
