package alexnet.trainer.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Measurements as lines of text. */
public final class BenchText {

    private static final String KERNEL_ROW = "%-22s %10s %6s %9s %8s %7s %6s %8s  %s";

    private BenchText() {}

    /** The machine. */
    public static String machine(Machine machine) {
        return "machine: " + machine.processor() + ", " + machine.processors() + " processors"
                + (machine.simdBits() == null ? "" : ", " + machine.simdBits() + "-bit SIMD") + "; " + machine.jvm()
                + ", Vector API " + (machine.vectorApi() ? "on" : "off")
                + machine.emulator().entrySet().stream()
                        .map(property -> ", " + property.getKey() + "=" + property.getValue())
                        .collect(Collectors.joining())
                + (machine.load() == null ? "" : format("; load %.2f when measuring began", machine.load()));
    }

    /** A device, and what it can do at best. */
    public static List<String> device(BenchReport.DeviceEntry device) {
        List<String> lines = new ArrayList<>();
        lines.add(device.name() + ": " + device.description());
        if (device.floor() != null) {
            lines.add(format(
                    "  floor: %s GFLOP/s, %s GB/s: %s",
                    number(device.floor().gflops()),
                    number(device.floor().gigabytesPerSecond()),
                    device.floor().source()));
        }
        return lines;
    }

    /** A product beside plain loops. */
    public static List<String> product(ProductMeasurement.Result result) {
        String format = "  %-24s %8s GFLOP/s per core  %8s per CPU second  %s";
        List<String> lines = new ArrayList<>();
        lines.add(result.name() + ": " + result.shape() + ", " + kernels(result.launches()));
        lines.add(format(
                format,
                "emulator, " + result.workers() + (result.workers() == 1 ? " worker" : " workers"),
                number(result.gflopsPerCore()),
                number(result.gflopsPerCpuSecond()),
                timing(result.timing())));
        lines.add(plain(format, "plain Java, naive", result.naive()));
        lines.add(plain(format, "plain Java, blocked", result.blocked()));
        lines.add(format(
                "  emulator by plain Java: %s (naive), %s (blocked); by processor time %s and %s",
                number(result.ratioToNaive()),
                number(result.ratioToBlocked()),
                number(result.cpuRatioToNaive()),
                number(result.cpuRatioToBlocked())));
        if (!result.agrees()) {
            lines.add(format(
                    "  OFF: the emulator differs from plain Java by %s times what roundings explain",
                    number(result.largestError())));
        }
        return lines;
    }

    private static String plain(String format, String name, ProductMeasurement.Plain plain) {
        return format(format, name, number(plain.gflops()), number(plain.gflopsPerCpuSecond()), timing(plain.timing()))
                + "; " + plain.loops();
    }

    /** The head of the table of operations. */
    public static String kernelHead() {
        return format(
                KERNEL_ROW,
                "operation",
                "time",
                "spread",
                "discarded",
                "GFLOP/s",
                "GB/s",
                "floor",
                "vendor",
                "kernels and shape");
    }

    /** A row of the table of operations. */
    public static String kernel(KernelMeasurement.Result result) {
        return format(
                KERNEL_ROW,
                result.name(),
                time(result.timing().seconds()),
                percent(result.timing().spread()),
                result.timing().discardedRounds() + (result.timing().steady() ? "" : " !"),
                number(result.gflops()),
                number(result.gigabytesPerSecond()),
                result.floorShare() == null ? "-" : percent(result.floorShare()),
                result.vendor() == null ? "-" : format("%.2f", result.vendor().ratio()),
                kernels(result.launches()) + "; " + result.shape());
    }

    /** What the columns mean. */
    public static String kernelLegend() {
        return "time: median per call; spread: slowest less fastest round; discarded: rounds of warm-up (! not steady at"
                + " its end); floor: least time by time taken; vendor: our time by that of cuBLAS or cuDNN";
    }

    /** A training step. */
    public static List<String> step(StepMeasurement.Result result) {
        return List.of(
                format(
                        "step: %s, input %d, batch %d, on %s: %s images/s, %s GFLOP/s, %s",
                        result.network(),
                        result.inputSize(),
                        result.batchSize(),
                        String.join(",", result.devices()),
                        number(result.imagesPerSecond()),
                        number(result.gflops()),
                        timing(result.timing())),
                format(
                        "  CPU time %s a step; memory on the devices %s, peak of the process %s; loss %.3f",
                        time(result.timing().cpuSeconds()),
                        megabytes(result.deviceBytes()),
                        result.peakResidentBytes() == null ? "not known" : megabytes(result.peakResidentBytes()),
                        result.loss()));
    }

    /** Twice the grid. */
    public static List<String> grid(GridScaling.Result result) {
        return List.of(
                format(
                        "scaling.grid: %s on %s, %d and %d blocks: %s and %s",
                        result.small().kernel(),
                        result.device(),
                        result.small().blocks(),
                        result.large().blocks(),
                        timing(result.smallTiming()),
                        timing(result.largeTiming())),
                format("  %.2f times the blocks take %.2f times the time", result.blocksRatio(), result.ratio()));
    }

    /** Two emulated devices. */
    public static List<String> devices(DeviceScaling.Result result) {
        return List.of(
                format(
                        "scaling.devices: steps of %s, input %d, batch %d; both halves on one device with one worker: %s;"
                                + " two devices with a worker each: %s",
                        result.network(),
                        result.inputSize(),
                        result.batchSize(),
                        timing(result.one()),
                        timing(result.two())),
                format("  two devices take %.2f of the time of one", result.ratio()));
    }

    private static String kernels(List<WatchedStream.Launch> launches) {
        return launches.stream()
                .map(launch -> launch.kernel() + " "
                        + launch.grid().stream().map(Object::toString).collect(Collectors.joining("x")))
                .collect(Collectors.joining(" + "));
    }

    private static String timing(Timing timing) {
        return format(
                "%s (%s spread, %d rounds of %d, %d discarded%s)",
                time(timing.seconds()),
                percent(timing.spread()),
                timing.rounds(),
                timing.callsPerRound(),
                timing.discardedRounds(),
                timing.steady() ? "" : ", not steady");
    }

    /** Three significant digits. */
    static String number(Double value) {
        if (value == null || !Double.isFinite(value)) {
            return "-";
        }
        double magnitude = Math.abs(value);
        return format(magnitude >= 99.95 ? "%.0f" : magnitude >= 9.995 ? "%.1f" : "%.2f", value);
    }

    /** Seconds in the unit that suits them. */
    static String time(double seconds) {
        if (seconds >= 1) {
            return number(seconds) + " s";
        }
        return seconds >= 1e-3 ? number(seconds * 1e3) + " ms" : number(seconds * 1e6) + " us";
    }

    private static String percent(double share) {
        return format("%.0f %%", share * 100);
    }

    private static String megabytes(long bytes) {
        return format("%.0f MB", bytes / 1e6);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
