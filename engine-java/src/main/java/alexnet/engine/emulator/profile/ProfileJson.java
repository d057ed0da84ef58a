package alexnet.engine.emulator.profile;

import alexnet.engine.LaunchGeometry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Profiles as maps, lists, strings and numbers, for any JSON writer. Names do not change within a version of {@link
 * #SCHEMA}; names may be added. Counts are whole numbers, times are in milliseconds, shares are from 0 to 1.
 */
public final class ProfileJson {

    /** Name and version of the form. */
    public static final String SCHEMA = "alexnet-jcuda kernel profile 1";

    private ProfileJson() {}

    /** What a launch did. */
    public static Map<String, Object> of(LaunchProfile profile) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("module", profile.module());
        json.put("kernel", profile.kernel());
        LaunchGeometry geometry = profile.geometry();
        json.put("grid", List.of(geometry.gridX(), geometry.gridY(), geometry.gridZ()));
        json.put("block", List.of(geometry.blockX(), geometry.blockY(), geometry.blockZ()));
        json.put("shared_bytes_per_block", profile.sharedBytes());
        json.put("instructions", instructions(profile));
        json.put("flops", flops(profile));
        json.put("divergence", divergence(profile));
        json.put("global", global(profile));
        json.put("shared", shared(profile));
        json.put("atomics", atomics(profile));
        json.put(
                "accesses", profile.accesses().stream().map(ProfileJson::access).toList());
        return json;
    }

    private static Map<String, Object> instructions(LaunchProfile profile) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("warps", profile.total().warps());
        json.put("lanes", profile.total().lanes());
        json.put("machine_instructions_assumed", profile.work().slots());
        Map<String, Object> kinds = new LinkedHashMap<>();
        profile.instructions()
                .forEach((kind, count) ->
                        kinds.put(kind.text(), ordered("warps", count.warps(), "lanes", count.lanes())));
        json.put("kinds", kinds);
        return json;
    }

    private static Map<String, Object> flops(LaunchProfile profile) {
        LaunchProfile.WorkDone work = profile.work();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("total", work.flops());
        json.put("float32", work.floatFlops());
        json.put("float64", work.doubleFlops());
        json.put("float16", work.halfFlops());
        json.put("tensor_16_bit", work.matrixFlops());
        json.put("tensor_tf32", work.matrixFloatFlops());
        json.put("per_dram_byte", profile.intensity());
        return json;
    }

    private static Map<String, Object> divergence(LaunchProfile profile) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("lanes_per_warp", profile.lanesPerWarp());
        json.put("partial_warp_instructions", profile.divergence().partialWarps());
        json.put("partial_share", profile.partialShare());
        json.put("branches", profile.divergence().branches());
        json.put("divergent_branches", profile.divergence().divergentBranches());
        return json;
    }

    private static Map<String, Object> global(LaunchProfile profile) {
        Map<String, Object> json = new LinkedHashMap<>();
        long requests = profile.globalRequests();
        long sectors = profile.globalSectors();
        json.put("requests", requests);
        json.put("bytes_requested", profile.globalBytes());
        json.put("sectors", sectors);
        json.put("sectors_per_request", requests == 0 ? 0.0 : (double) sectors / requests);
        json.put("used_share", sectors == 0 ? 1.0 : (double) profile.globalUsedBytes() / (sectors * Sectors.BYTES));
        json.put("distinct_sectors_read", profile.footprint().read());
        json.put("distinct_sectors_written", profile.footprint().written());
        json.put("distinct_sectors_read_by_blocks", profile.footprint().readByBlocks());
        json.put("dram_bytes_least", profile.dramBytes());
        json.put("l2_bytes_least", profile.l2Bytes());
        return json;
    }

    private static Map<String, Object> shared(LaunchProfile profile) {
        Map<String, Object> json = new LinkedHashMap<>();
        long requests = profile.sharedRequests();
        json.put("requests", requests);
        json.put("passes", profile.sharedPasses());
        json.put("conflict_passes", profile.bankConflicts());
        json.put("passes_per_request", requests == 0 ? 0.0 : (double) profile.sharedPasses() / requests);
        return json;
    }

    private static Map<String, Object> atomics(LaunchProfile profile) {
        long sameAddress = profile.accesses().stream()
                .mapToLong(AccessProfile::sameAddress)
                .sum();
        LaunchProfile.Count count = profile.count(InstructionKind.ATOMIC);
        return ordered("warps", count.warps(), "lanes", count.lanes(), "same_address", sameAddress);
    }

    private static Map<String, Object> access(AccessProfile access) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("opcode", access.opcode());
        json.put("ptx_line", access.line());
        json.put("source", access.source());
        json.put("space", access.space());
        json.put("requests", access.requests());
        json.put("lanes", access.lanes());
        json.put("bytes_requested", access.bytes());
        json.put("sectors", access.sectors());
        json.put("used_bytes", access.usedBytes());
        json.put("most_sectors", access.mostSectors());
        json.put("passes", access.passes());
        json.put("conflict_passes", access.conflicts());
        json.put("most_passes", access.mostPasses());
        json.put("same_address", access.sameAddress());
        return json;
    }

    /**
     * The bounds of a launch on a GPU.
     *
     * @param registers registers per thread that they were computed for
     */
    public static Map<String, Object> of(LaunchProfile profile, Roofline roofline, int registers) {
        Map<String, Object> json = new LinkedHashMap<>();
        Occupancy occupancy = roofline.occupancy();
        json.put("gpu", roofline.gpu().name());
        json.put("architecture", roofline.gpu().limits().architecture());
        json.put("registers", registers);
        json.put("blocks_per_multiprocessor", occupancy.blocks());
        json.put("warps_per_multiprocessor", occupancy.warps());
        json.put("occupancy", occupancy.share());
        json.put("limiter", occupancy.limiter().toString());
        json.put("waves", roofline.waves());
        json.put("balance", roofline.balance());
        Map<String, Object> times = new LinkedHashMap<>();
        roofline.seconds().forEach((resource, seconds) -> times.put(resource.text(), 1e3 * seconds));
        json.put("least_ms", times);
        json.put("compute_ms", 1e3 * roofline.computeSeconds());
        json.put("bound_ms", 1e3 * roofline.leastSeconds());
        json.put("binds", roofline.binds().text());
        json.put("float32_peak_share", roofline.floatShare(profile));
        return json;
    }

    /** The figures that the bounds on a GPU were computed from. */
    public static Map<String, Object> of(Gpu gpu) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", gpu.name());
        json.put("description", gpu.description());
        json.put("architecture", gpu.limits().architecture());
        json.put("multiprocessors", gpu.multiprocessors());
        json.put("clock_hertz", gpu.clockHertz());
        json.put("float32_flops_per_second", gpu.floatFlops());
        json.put("shared_bytes_per_second", gpu.sharedBytesPerSecond());
        json.put("l2_bytes_per_second", gpu.l2BytesPerSecond());
        json.put("dram_bytes_per_second", gpu.dramBytesPerSecond());
        return json;
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> json = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            json.put((String) pairs[i], pairs[i + 1]);
        }
        return json;
    }
}
