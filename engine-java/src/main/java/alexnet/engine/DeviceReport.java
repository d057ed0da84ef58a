package alexnet.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What this machine has to compute with, for the {@code devices} command. Absent values are null, so that a JSON writer
 * can take the record as it is.
 *
 * @param driver the CUDA driver
 * @param gpus every GPU that the driver shows, by ordinal
 * @param cublas matrix multiplication by cuBLAS
 * @param cudnn convolution by cuDNN
 * @param emulator the PTX emulator, which is always there
 */
public record DeviceReport(Driver driver, List<Gpu> gpus, Library cublas, Library cudnn, Emulator emulator) {

    /**
     * The CUDA driver.
     *
     * @param version newest CUDA version that it serves, such as {@code 12.4}, or null when it did not start
     * @param problem why there is no usable driver, or null
     * @param hint what the user can do about the problem, or null
     */
    public record Driver(String version, String problem, String hint) {}

    /**
     * One GPU.
     *
     * @param ordinal the N of {@code cuda:N}
     * @param properties name, compute capability and sizes
     * @param freeMemory bytes of global memory that nobody holds at the moment
     * @param peers for every GPU by ordinal, whether this one reads its memory directly; true for itself
     * @param problem why it cannot be used although it is there, or null
     */
    public record Gpu(int ordinal, DeviceProperties properties, long freeMemory, List<Boolean> peers, String problem) {}

    /**
     * An optional vendor library.
     *
     * @param name {@code cuBLAS} or {@code cuDNN}
     * @param version version text, or null when it does not load
     * @param path the file that was loaded, or null when it is not known
     * @param problem why it does not load, or null
     * @param hint what the user can do about the problem, or null
     */
    public record Library(String name, String version, String path, String problem, String hint) {}

    /**
     * The emulator.
     *
     * @param cores processor cores that it can use
     * @param memoryLimit bytes of device memory that one emulated device has
     * @param fusedMultiplyAdd whether the processor has the instruction; without it {@code Math.fma} is thousands of
     *     times slower
     */
    public record Emulator(int cores, long memoryLimit, boolean fusedMultiplyAdd) {}

    /**
     * The report as text.
     *
     * @return one fact per line; lines that say what to do begin with two spaces and {@code hint:}
     */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        addFinding(
                lines,
                "CUDA driver",
                driver.version() == null ? null : "serves CUDA " + driver.version(),
                driver.problem(),
                driver.hint());
        for (Gpu gpu : gpus) {
            lines.add(describe(gpu));
        }
        addFinding(lines, cublas.name(), found(cublas), cublas.problem(), cublas.hint());
        addFinding(lines, cudnn.name(), found(cudnn), cudnn.problem(), cudnn.hint());
        lines.add(String.format(
                Locale.ROOT,
                "emulator: %d processor core(s), %s of memory per device, %s",
                emulator.cores(),
                mebibytes(emulator.memoryLimit()),
                emulator.fusedMultiplyAdd()
                        ? "processor has fused multiply-add"
                        : "processor has no fused multiply-add, kernels will crawl"));
        return lines;
    }

    private static void addFinding(List<String> lines, String what, String finding, String problem, String hint) {
        lines.add(what + ": " + (problem == null ? finding : problem));
        if (hint != null) {
            lines.add("  hint: " + hint);
        }
    }

    private static String found(Library library) {
        return library.path() == null ? library.version() : library.version() + " (" + library.path() + ")";
    }

    private String describe(Gpu gpu) {
        DeviceProperties properties = gpu.properties();
        List<String> reached = new ArrayList<>();
        for (Gpu other : gpus) {
            if (other.ordinal() != gpu.ordinal() && gpu.peers().get(other.ordinal())) {
                reached.add("cuda:" + other.ordinal());
            }
        }
        String peers = gpus.size() < 2
                ? ""
                : reached.isEmpty()
                        ? ", reaches no other GPU directly (copies go through host memory)"
                        : ", reaches " + String.join(" ", reached) + " directly";
        return String.format(
                Locale.ROOT,
                "cuda:%d: %s, compute capability %d.%d, %d multiprocessors, %s (%s)%s",
                gpu.ordinal(),
                properties.description(),
                properties.computeMajor(),
                properties.computeMinor(),
                properties.multiprocessors(),
                mebibytes(properties.totalMemory()),
                gpu.problem() == null ? mebibytes(gpu.freeMemory()) + " free" : "not usable: " + gpu.problem(),
                peers);
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
