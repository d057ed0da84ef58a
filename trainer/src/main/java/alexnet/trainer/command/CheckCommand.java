package alexnet.trainer.command;

import alexnet.engine.Device;
import alexnet.engine.devices.DeviceSet;
import alexnet.kernels.KernelLibrary;
import alexnet.kernels.check.CheckResult;
import alexnet.kernels.example.ExampleCall;
import alexnet.kernels.example.ExampleLists;
import alexnet.trainer.failure.Console;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.train.Sanitizing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code check}: every kernel on the chosen devices against the CPU reference. */
@Command(
        name = "check",
        description = "run every kernel on the chosen devices against the CPU reference; exit 1 if one is off")
public final class CheckCommand extends AlexnetCommand {

    @Option(
            names = "--devices",
            paramLabel = "LIST",
            defaultValue = "auto",
            description = "auto, cuda:0,cuda:1, cuda:0, emulator, ... (default: ${DEFAULT-VALUE})")
    private String deviceList;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "seed of the random inputs (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--sanitize",
            description =
                    "run the checkers on emulated devices: races, uninitialised reads, leaks; exit 1 if they find any")
    private boolean sanitize;

    @Option(names = "--all", description = "a line per shape, not only the worst of each operation")
    private boolean all;

    @Option(names = "--json", paramLabel = "FILE", description = "write the results to FILE too")
    private Path json;

    /** One operation on one device: the number of shapes, the worst of them, and its error. */
    private static final class Row {
        int shapes;
        int off;
        String worstShape = "";
        CheckResult worst = new CheckResult(0, "");
    }

    /** @param console where it prints */
    public CheckCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        List<Map<String, Object>> results = new ArrayList<>();
        int off = 0;
        int checks = 0;
        Sanitizing sanitizing = new Sanitizing(sanitize);
        try (DeviceSet devices = sanitizing.open(deviceList)) {
            console().line("devices: " + devices.explanation());
            Set<Device> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
            for (Device device : devices.devices()) {
                if (distinct.add(device)) {
                    Map<String, Row> rows = check(device, results);
                    off += rows.values().stream().mapToInt(row -> row.off).sum();
                    checks += rows.values().stream().mapToInt(row -> row.shapes).sum();
                }
            }
        }
        writeJson(json, results);
        console().line("check: " + checks + " checks, " + (off == 0 ? "all within tolerance" : off + " off"));
        return sanitizing.finish(console()::line, off == 0 ? ExitCode.DONE : ExitCode.CHECK_FAILED);
    }

    private Map<String, Row> check(Device device, List<Map<String, Object>> results) {
        console().line(device.name() + ": errors as share of what the tolerance allows");
        table("kernel", "operation", "shapes", "worst error", "at shape");
        Map<String, Row> rows = new LinkedHashMap<>();
        List<ExampleCall> checks = ExampleLists.checks();
        try (KernelLibrary kernels = new KernelLibrary(device)) {
            for (int i = 0; i < checks.size(); i++) {
                ExampleCall check = checks.get(i);
                CheckResult result = check.check(kernels, seed);
                Row row = rows.computeIfAbsent(check.file() + "\n" + check.operation(), key -> new Row());
                row.shapes++;
                if (result.error() >= row.worst.error()) {
                    row.worst = result;
                    row.worstShape = check.shape();
                }
                if (!result.passed()) {
                    row.off++;
                    console()
                            .line("off: " + check.file() + " " + check.operation() + " at " + check.shape() + ": "
                                    + result.worst());
                } else if (all) {
                    table(check.file(), check.operation(), "", share(result), check.shape());
                }
                results.add(entry(device, check, result));
                boolean last = i + 1 == checks.size()
                        || !checks.get(i + 1).file().equals(check.file())
                        || !checks.get(i + 1).operation().equals(check.operation());
                if (last) {
                    table(check.file(), check.operation(), row.shapes, share(row.worst), row.worstShape);
                }
            }
        }
        return rows;
    }

    private void table(Object... cells) {
        console().line(String.format(Locale.ROOT, "%-24s %-18s %7s  %-12s %s", cells));
    }

    private static String share(CheckResult result) {
        return String.format(Locale.ROOT, "%.3f", result.error());
    }

    private static Map<String, Object> entry(Device device, ExampleCall check, CheckResult result) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("device", device.name());
        entry.put("kernel", check.file());
        entry.put("operation", check.operation());
        entry.put("shape", check.shape());
        entry.put("error", Double.isFinite(result.error()) ? result.error() : null);
        entry.put("passed", result.passed());
        return entry;
    }
}
