package alexnet.trainer.command;

import alexnet.engine.PtxSource;
import alexnet.engine.cuda.PtxAssembler;
import alexnet.engine.emulator.profile.Gpu;
import alexnet.engine.emulator.profile.LaunchProfile;
import alexnet.engine.emulator.profile.ProfileJson;
import alexnet.engine.emulator.profile.Roofline;
import alexnet.kernels.KernelResources;
import alexnet.kernels.example.RepresentativeLaunch;
import alexnet.kernels.profile.LaunchCounts;
import alexnet.kernels.profile.RepresentativeLaunches;
import alexnet.model.text.Spelling;
import alexnet.trainer.failure.Console;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.failure.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kernels}: what the kernels need on each architecture, and what their launches do. */
@Command(
        name = "kernels",
        description =
                "show registers, shared memory and spills of every kernel on every architecture; with --profile, what"
                        + " the emulator counts in a launch of each, and what that means on a GPU")
public final class KernelsCommand extends AlexnetCommand {

    /** All operands of the full-size layers have fewer than 2^31 elements up to here. */
    private static final int LARGEST_BATCH = 2048;

    @Parameters(
            paramLabel = "KERNEL",
            arity = "0..*",
            description = "kernels such as lrn_forward_5, or files such as lrn (all where none is named)")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--profile",
            description = "run representative launches on the emulator and count instructions, sectors, bank conflicts,"
                    + " divergence")
    private boolean profile;

    @Option(
            names = "--gpu",
            paramLabel = "LIST",
            defaultValue = "h100",
            description =
                    "GPUs for occupancy and least times: gtx580, v100, a100, h100, h200 (default: ${DEFAULT-VALUE})")
    private String gpus;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            description =
                    "images of each launch, where it may take another tile (default: 32, for fully connected layers 128)")
    private Integer batchSize;

    @Option(
            names = "--lines",
            paramLabel = "N",
            defaultValue = "3",
            description = "worst instructions to show for each launch of a named kernel (default: ${DEFAULT-VALUE})")
    private int lines;

    @Option(names = "--json", paramLabel = "FILE", description = "write the figures to FILE too")
    private Path json;

    /** @param console where it prints */
    public KernelsCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        UsageException.require(lines >= 0, "--lines", "at least 0", lines);
        UsageException.require(
                batchSize == null || batchSize >= 1 && batchSize <= LARGEST_BATCH,
                "--batch-size",
                "1 to " + LARGEST_BATCH,
                batchSize);
        Set<Gpu> chosen = new LinkedHashSet<>();
        for (String name : gpus.split(",", -1)) {
            chosen.add(UsageException.checked("--gpu", () -> Gpu.named(name.strip())));
        }
        requireKnown();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("schema", ProfileJson.SCHEMA);
        if (profile) {
            profile(List.copyOf(chosen), result);
        } else {
            resources(result);
        }
        writeJson(json, result);
        return ExitCode.DONE;
    }

    private void requireKnown() {
        List<String> known = RepresentativeLaunches.names();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new UsageException(
                        name,
                        "unknown kernel (expected one of " + String.join(", ", known) + ", found '" + name + "')",
                        Spelling.hint(name, known));
            }
        }
    }

    private boolean wanted(String file, String kernel) {
        return names.isEmpty()
                || names.contains(file.replaceFirst("\\.ptx$", ""))
                || names.contains(kernel)
                || batchSize != null
                        && names.stream().anyMatch(name -> family(name).equals(family(kernel)));
    }

    /** A kernel's name without its tile, which another batch may change. */
    private static String family(String kernel) {
        return kernel.replaceFirst("_\\d+x\\d+$", "");
    }

    /** What the kernels of the files that hold a wanted one need. */
    private List<KernelResources.Row> measure(List<String> architectures) {
        List<PtxSource> sources = KernelResources.sources().stream()
                .filter(source -> names.isEmpty()
                        || names.stream()
                                .anyMatch(name -> source.name().equals(name + ".ptx")
                                        || source.text().contains(".entry " + name + "(")))
                .toList();
        return KernelResources.measure(sources, architectures);
    }

    private void resources(Map<String, Object> result) {
        List<KernelResources.Row> rows = measure(PtxAssembler.ARCHITECTURES).stream()
                .filter(row -> wanted(row.file(), row.usage().kernel()))
                .toList();
        KernelTables.resources(rows).forEach(console()::line);
        List<Map<String, Object>> entries = new ArrayList<>();
        for (KernelResources.Row row : rows) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("file", row.file());
            entry.put("kernel", row.usage().kernel());
            entry.put("architecture", row.usage().architecture());
            entry.put("registers", row.usage().registers());
            entry.put("shared_bytes", row.usage().sharedBytes());
            entry.put("stack_bytes", row.usage().stackBytes());
            entry.put("spill_store_bytes", row.usage().spillStoreBytes());
            entry.put("spill_load_bytes", row.usage().spillLoadBytes());
            entries.add(entry);
        }
        result.put("resources", entries);
    }

    private void profile(List<Gpu> chosen, Map<String, Object> result) {
        Map<String, Integer> registers = new LinkedHashMap<>();
        List<String> architectures = chosen.stream()
                .map(gpu -> gpu.limits().architecture())
                .distinct()
                .toList();
        for (KernelResources.Row row : measure(architectures)) {
            registers.put(
                    row.usage().architecture() + " " + row.usage().kernel(),
                    row.usage().registers());
        }
        List<RepresentativeLaunch> launches = launches();
        console().line("counting " + launches.size() + " operations on the emulator");
        boolean details = !names.isEmpty();
        if (!details) {
            KernelTables.head(chosen.get(0)).forEach(console()::line);
        }
        List<KernelTables.Profiled> profiled = new ArrayList<>();
        ExecutorService threads =
                Executors.newFixedThreadPool(Math.min(4, Runtime.getRuntime().availableProcessors()));
        try {
            int batch = batchSize == null ? 0 : batchSize;
            List<Future<List<LaunchCounts>>> running = new ArrayList<>();
            launches.forEach(launch -> running.add(threads.submit(() -> LaunchCounts.of(launch, batch))));
            for (Future<List<LaunchCounts>> each : running) {
                for (LaunchCounts launch : each.get()) {
                    if (wanted(launch.profile().module(), launch.profile().kernel())) {
                        KernelTables.Profiled row = bounds(launch, chosen, registers);
                        profiled.add(row);
                        List<String> text = details
                                ? KernelTables.details(row, lines)
                                : List.of(KernelTables.row(chosen.get(0), row));
                        text.forEach(console()::line);
                    }
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while counting", e);
        } finally {
            threads.shutdownNow();
        }
        // Without details, the rows of the first GPU were printed as they came.
        for (Gpu gpu : chosen.subList(details ? 0 : 1, chosen.size())) {
            KernelTables.head(gpu).forEach(console()::line);
            profiled.forEach(row -> console().line(KernelTables.row(gpu, row)));
        }
        result.put("gpus", chosen.stream().map(ProfileJson::of).toList());
        result.put("launches", profiled.stream().map(KernelsCommand::entry).toList());
    }

    /** The operations to run; those of several names once. */
    private List<RepresentativeLaunch> launches() {
        if (names.isEmpty()) {
            return RepresentativeLaunches.all();
        }
        Set<RepresentativeLaunch> launches = new LinkedHashSet<>();
        names.forEach(name -> launches.addAll(RepresentativeLaunches.named(name)));
        return List.copyOf(launches);
    }

    private static KernelTables.Profiled bounds(LaunchCounts launch, List<Gpu> chosen, Map<String, Integer> registers) {
        LaunchProfile profile = launch.profile();
        Map<Gpu, Roofline> rooflines = new LinkedHashMap<>();
        Map<Gpu, Integer> needs = new LinkedHashMap<>();
        for (Gpu gpu : chosen) {
            int need = registers.get(gpu.limits().architecture() + " " + profile.kernel());
            needs.put(gpu, need);
            rooflines.put(gpu, Roofline.of(profile, gpu, need));
        }
        return new KernelTables.Profiled(launch, needs, rooflines);
    }

    private static Map<String, Object> entry(KernelTables.Profiled row) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("operation", row.launch().name());
        entry.put("batch_size", row.launch().batch());
        entry.putAll(ProfileJson.of(row.launch().profile()));
        List<Map<String, Object>> bounds = new ArrayList<>();
        row.rooflines()
                .forEach((gpu, roofline) -> bounds.add(ProfileJson.of(
                        row.launch().profile(), roofline, row.registers().get(gpu))));
        entry.put("bounds", bounds);
        return entry;
    }
}
