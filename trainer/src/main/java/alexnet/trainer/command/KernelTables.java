package alexnet.trainer.command;

import alexnet.engine.LaunchGeometry;
import alexnet.engine.cuda.PtxAssembler;
import alexnet.engine.emulator.profile.AccessProfile;
import alexnet.engine.emulator.profile.Gpu;
import alexnet.engine.emulator.profile.InstructionKind;
import alexnet.engine.emulator.profile.LaunchProfile;
import alexnet.engine.emulator.profile.Occupancy;
import alexnet.engine.emulator.profile.Roofline;
import alexnet.engine.emulator.profile.Sectors;
import alexnet.kernels.KernelResources;
import alexnet.kernels.profile.LaunchCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables of {@code kernels}, as lines of text. */
final class KernelTables {

    private KernelTables() {}

    /** A counted launch and what it means on each GPU. */
    record Profiled(LaunchCounts launch, Map<Gpu, Integer> registers, Map<Gpu, Roofline> rooflines) {}

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** A row per kernel: registers on each architecture, most shared memory, spills. */
    static List<String> resources(List<KernelResources.Row> rows) {
        Map<String, Map<String, PtxAssembler.Usage>> kernels = new LinkedHashMap<>();
        for (KernelResources.Row row : rows) {
            kernels.computeIfAbsent(row.usage().kernel(), key -> new LinkedHashMap<>())
                    .put(row.usage().architecture(), row.usage());
        }
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder(text("%-40s", "registers on"));
        PtxAssembler.ARCHITECTURES.forEach(architecture -> head.append(text(" %6s", architecture)));
        lines.add(head.append(text(" %12s %11s", "shared bytes", "spill bytes")).toString());
        int spilling = 0;
        for (Map.Entry<String, Map<String, PtxAssembler.Usage>> kernel : kernels.entrySet()) {
            StringBuilder line = new StringBuilder(text("%-40s", kernel.getKey()));
            int shared = 0;
            int spills = 0;
            for (String architecture : PtxAssembler.ARCHITECTURES) {
                PtxAssembler.Usage usage = kernel.getValue().get(architecture);
                line.append(text(" %6s", usage == null ? "-" : usage.registers()));
                if (usage != null) {
                    shared = Math.max(shared, usage.sharedBytes());
                    spills = Math.max(spills, usage.spillStoreBytes() + usage.spillLoadBytes());
                }
            }
            spilling += spills > 0 ? 1 : 0;
            lines.add(line.append(text(" %12d %11d", shared, spills)).toString());
        }
        lines.add(kernels.size() + " kernels, " + (spilling == 0 ? "none spills" : spilling + " spill"));
        return lines;
    }

    /** The head of a GPU's table of launches. */
    static List<String> head(Gpu gpu) {
        return List.of(
                "",
                gpu.name() + ": " + gpu.description(),
                text(
                        "%-37s %-39s %8s %7s %7s %5s %7s %6s %6s %4s %5s %-13s %6s %9s %-6s %6s",
                        "kernel",
                        "operation",
                        "GFLOP",
                        "FLOP/B",
                        "sec/req",
                        "used%",
                        "pass/rq",
                        "confl%",
                        "part%",
                        "regs",
                        "occ%",
                        "limited by",
                        "waves",
                        "least ms",
                        "by",
                        "peak%"));
    }

    /** The row of a launch in a GPU's table. */
    static String row(Gpu gpu, Profiled row) {
        LaunchProfile profile = row.launch().profile();
        Roofline roofline = row.rooflines().get(gpu);
        Occupancy occupancy = roofline.occupancy();
        return text(
                "%-37s %-39s %8.3f %7.2f %7.2f %5.1f %7.2f %6.1f %6.1f %4d %5.1f %-13s %6.2f %9.4f %-6s %6.1f",
                profile.kernel(),
                row.launch().name(),
                profile.work().flops() / 1e9,
                profile.intensity(),
                perRequest(profile.globalSectors(), profile.globalRequests()),
                percent(profile.globalUsedBytes(), profile.globalSectors() * Sectors.BYTES, 100),
                perRequest(profile.sharedPasses(), profile.sharedRequests()),
                percent(profile.bankConflicts(), profile.sharedPasses(), 0),
                100 * profile.partialShare(),
                row.registers().get(gpu),
                100 * occupancy.share(),
                occupancy.limiter(),
                roofline.waves(),
                1e3 * roofline.leastSeconds(),
                roofline.binds().text(),
                100 * roofline.floatShare(profile));
    }

    private static double perRequest(long count, long requests) {
        return requests == 0 ? 0 : (double) count / requests;
    }

    private static double percent(long part, long whole, double ifNothing) {
        return whole == 0 ? ifNothing : 100.0 * part / whole;
    }

    /** Everything about one launch. */
    static List<String> details(Profiled row, int worst) {
        LaunchProfile profile = row.launch().profile();
        LaunchGeometry geometry = profile.geometry();
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(text(
                "%s: %s%s, %s, grid %dx%dx%d, block %dx%dx%d, %d shared bytes",
                profile.kernel(),
                row.launch().name(),
                row.launch().batch() == 0 ? "" : ", " + row.launch().batch() + " images",
                profile.module(),
                geometry.gridX(),
                geometry.gridY(),
                geometry.gridZ(),
                geometry.blockX(),
                geometry.blockY(),
                geometry.blockZ(),
                profile.sharedBytes()));
        long warps = profile.total().warps();
        lines.add(text(
                "  instructions  %,d by warps, %,d by lanes: %s",
                warps, profile.total().lanes(), kinds(profile)));
        lines.add(text(
                "  work          %.4f GFLOP, %.2f FLOP per byte that DRAM moves at least (%.2f MB)",
                profile.work().flops() / 1e9, profile.intensity(), profile.dramBytes() / 1e6));
        lines.add(text(
                "  divergence    %.2f lanes per warp, %.2f %% of instructions by partial warps, %,d of %,d branches"
                        + " diverge",
                profile.lanesPerWarp(),
                100 * profile.partialShare(),
                profile.divergence().divergentBranches(),
                profile.divergence().branches()));
        lines.add(text(
                "  global        %,d requests, %.2f sectors each, %.1f %% of their bytes used",
                profile.globalRequests(),
                perRequest(profile.globalSectors(), profile.globalRequests()),
                percent(profile.globalUsedBytes(), profile.globalSectors() * Sectors.BYTES, 100)));
        for (AccessProfile access : profile.worstCoalesced(worst)) {
            lines.add(text(
                    "                %s: %,d requests, %.2f sectors each (%d at most), %.1f %% used",
                    place(profile, access),
                    access.requests(),
                    access.sectorsPerRequest(),
                    access.mostSectors(),
                    100 * access.efficiency()));
        }
        if (profile.sharedRequests() > 0) {
            lines.add(text(
                    "  shared        %,d requests, %.2f passes each, %.2f %% of them for bank conflicts",
                    profile.sharedRequests(),
                    perRequest(profile.sharedPasses(), profile.sharedRequests()),
                    percent(profile.bankConflicts(), profile.sharedPasses(), 0)));
        }
        for (AccessProfile access : profile.worstConflicts(worst)) {
            lines.add(text(
                    "                %s: %,d requests, %.2f passes each (%d at most), %.2f without conflicts",
                    place(profile, access),
                    access.requests(),
                    access.passesPerRequest(),
                    access.mostPasses(),
                    (double) access.freePasses() / access.requests()));
        }
        LaunchProfile.Count atomics = profile.count(InstructionKind.ATOMIC);
        if (atomics.warps() > 0) {
            lines.add(text("  atomics       %,d by warps, %,d by lanes", atomics.warps(), atomics.lanes()));
        }
        row.rooflines().forEach((gpu, roofline) -> lines.addAll(bounds(row, gpu, roofline)));
        return lines;
    }

    private static String place(LaunchProfile profile, AccessProfile access) {
        String place = profile.module() + ":" + access.line();
        return access.opcode() + " at " + place + (access.source().isEmpty() ? "" : " (" + access.source() + ")");
    }

    private static String kinds(LaunchProfile profile) {
        long warps = Math.max(1, profile.total().warps());
        List<String> parts = profile.instructions().entrySet().stream()
                .sorted(Map.Entry.comparingByValue(
                        Comparator.comparingLong(LaunchProfile.Count::warps).reversed()))
                .map(entry -> text(
                        "%s %.1f %%",
                        entry.getKey().text(), 100.0 * entry.getValue().warps() / warps))
                .toList();
        return String.join(", ", parts);
    }

    private static List<String> bounds(Profiled row, Gpu gpu, Roofline roofline) {
        Occupancy occupancy = roofline.occupancy();
        List<String> times = new ArrayList<>();
        roofline.seconds().forEach((resource, seconds) -> {
            if (seconds > 0) {
                times.add(text("%s %.4f", resource.text(), 1e3 * seconds));
            }
        });
        return List.of(
                text(
                        "  %-12s  %d registers, %d blocks of %d warps per multiprocessor = %.1f %%, limited by %s; %.2f"
                                + " waves",
                        gpu.name(),
                        row.registers().get(gpu),
                        occupancy.blocks(),
                        occupancy.blocks() == 0 ? 0 : occupancy.warps() / occupancy.blocks(),
                        100 * occupancy.share(),
                        occupancy.limiter(),
                        roofline.waves()),
                text(
                        "                least ms: %s; bound by %s, at best %.1f %% of the float32 peak",
                        String.join(", ", times),
                        roofline.binds().text(),
                        100 * roofline.floatShare(row.launch().profile())));
    }
}
