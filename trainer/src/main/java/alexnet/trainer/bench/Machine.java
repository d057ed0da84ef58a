package alexnet.trainer.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The machine and JVM on which a benchmark ran.
 *
 * @param processor its model, or the architecture where the system does not tell more
 * @param processors how many the JVM may use
 * @param simdBits width of its widest float vectors, or null where the system does not tell
 * @param jvm name and version
 * @param vectorApi whether the JVM runs with {@code jdk.incubator.vector}
 * @param jvmOptions what the JVM was started with
 * @param emulator system properties that the emulator looks at, where any are set
 * @param load runnable programs of the system in the last minute when measuring began, or null where it does not tell
 */
public record Machine(
        String processor,
        int processors,
        Integer simdBits,
        String jvm,
        boolean vectorApi,
        List<String> jvmOptions,
        Map<String, String> emulator,
        Double load) {

    private static final String EMULATOR = "alexnet.emulator.";

    /** This machine and JVM. */
    static Machine here() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return new Machine(
                processorLine("model name").orElse(System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                processorLine("flags").map(Machine::simdBits).orElse(null),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                emulatorProperties(),
                load < 0 ? null : load);
    }

    private static Map<String, String> emulatorProperties() {
        Map<String, String> properties = new TreeMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith(EMULATOR)) {
                properties.put(name, System.getProperty(name));
            }
        }
        return properties;
    }

    /** From the flags that Linux lists for an x86-64 processor. */
    static int simdBits(String flags) {
        String padded = " " + flags + " ";
        return padded.contains(" avx512f ") ? 512 : padded.contains(" avx2 ") ? 256 : 128;
    }

    private static Optional<String> processorLine(String key) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith(key))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Most memory that this process ever had resident; null where the system does not tell. */
    static Long peakResidentBytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .findFirst()
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }
}
