import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Build step: keeps the PTX in git in step with the .cu files.
 *
 * <p>Each PTX file starts with the SHA-256 of what it was made from: the .cu file, the headers it includes, and the
 * compiler flags. Where the hash still fits, nothing is done, so a machine without a CUDA toolkit can build. Where it
 * does not, nvcc is run; without nvcc the build fails.
 *
 * <p>nvcc 13 writes PTX that only the newest drivers load. What our kernels use exists since PTX 7.0, so version and
 * target are lowered here, and line information that came later (inlining, PTX 7.2) is cut down to file, line and
 * column. The PTX gate in the tests proves that an assembler takes the result.
 *
 * <p>Run as {@code java CompilePtx.java CUDA_FOLDER PTX_FOLDER}.
 */
final class CompilePtx {

    private static final List<String> FLAGS = List.of(
            "-ptx",
            "-std=c++17",
            "-arch=compute_75",
            "-lineinfo",
            // Bits are compared between GPU, emulator and reference: no contraction that the source does not ask for.
            "-fmad=false",
            "-ftz=false",
            "-prec-div=true",
            "-prec-sqrt=true");

    private static final String LOWERED = "7.0 sm_60";
    private static final String HASH_LINE = "// sources-sha256: ";
    private static final Pattern INCLUDE = Pattern.compile("^\\s*#\\s*include\\s+\"([^\"]+)\"", Pattern.MULTILINE);
    private static final Pattern FILE_LINE = Pattern.compile("\\.file\\s+(\\d+)\\s+\"([^\"]+)\".*");
    private static final Pattern INLINED_LOC = Pattern.compile("(\\.loc\\s+\\d+\\s+\\d+\\s+\\d+),.*");

    private CompilePtx() {}

    public static void main(String[] args) throws Exception {
        Path sources = Path.of(args[0]);
        Path target = Files.createDirectories(Path.of(args[1]));
        List<Path> kernels = list(sources, ".cu");
        Set<String> wanted = new TreeSet<>();
        List<Path> stale = new ArrayList<>();
        for (Path kernel : kernels) {
            String ptxName = kernel.getFileName().toString().replace(".cu", ".ptx");
            wanted.add(ptxName);
            Path ptx = target.resolve(ptxName);
            if (!Files.exists(ptx) || !Files.readString(ptx).startsWith(HASH_LINE + hash(sources, kernel) + "\n")) {
                stale.add(kernel);
            }
        }
        for (Path ptx : list(target, ".ptx")) {
            if (!wanted.contains(ptx.getFileName().toString())) {
                throw fail(ptx + ": there is no .cu file of that name; delete it");
            }
        }
        if (stale.isEmpty()) {
            return;
        }
        String nvcc = nvcc().orElseThrow(() -> fail("the PTX of " + stale
                + " is older than its sources, and there is no nvcc on the PATH or in CUDA_HOME to make it anew"));
        for (Path kernel : stale) {
            Path ptx = target.resolve(kernel.getFileName().toString().replace(".cu", ".ptx"));
            System.out.println("nvcc " + kernel.getFileName() + " -> " + ptx.getFileName());
            Files.writeString(ptx, HASH_LINE + hash(sources, kernel) + "\n" + lower(compile(nvcc, sources, kernel)));
        }
    }

    private static String compile(String nvcc, Path sources, Path kernel) throws IOException, InterruptedException {
        Path output = Files.createTempFile("alexnet", ".ptx");
        try {
            List<String> command = new ArrayList<>(List.of(nvcc));
            command.addAll(FLAGS);
            command.addAll(List.of("-o", output.toString(), kernel.getFileName().toString()));
            Process process = new ProcessBuilder(command)
                    .directory(sources.toFile())
                    .redirectErrorStream(true)
                    .start();
            String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw fail("nvcc failed on " + kernel + ":\n" + log);
            }
            System.out.print(log);
            return Files.readString(output);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static String lower(String ptx) {
        StringBuilder text = new StringBuilder();
        boolean inDebugSection = false;
        for (String line : ptx.lines().toList()) {
            if (line.startsWith(".version")) {
                text.append(".version 7.0\n");
            } else if (line.startsWith(".target")) {
                text.append(".target sm_60\n");
            } else if (line.contains(".section") && line.contains(".debug_str")) {
                inDebugSection = true;
            } else if (inDebugSection) {
                inDebugSection = !line.strip().equals("}");
            } else {
                String kept = INLINED_LOC.matcher(line).replaceFirst("$1");
                Matcher file = FILE_LINE.matcher(kept);
                if (file.find()) {
                    // The path of the machine that built it says nothing to a reader of a fault report.
                    String name = file.group(2).substring(file.group(2).lastIndexOf('/') + 1);
                    kept = ".file\t" + file.group(1) + " \"" + name + "\"";
                }
                text.append(kept).append('\n');
            }
        }
        return text.toString();
    }

    private static String hash(Path sources, Path kernel) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update((FLAGS + LOWERED).getBytes(StandardCharsets.UTF_8));
        Set<Path> files = new TreeSet<>();
        collect(sources, kernel, files);
        for (Path file : files) {
            digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(file));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void collect(Path sources, Path file, Set<Path> files) throws IOException {
        if (files.add(file)) {
            Matcher include = INCLUDE.matcher(Files.readString(file));
            while (include.find()) {
                collect(sources, sources.resolve(include.group(1)), files);
            }
        }
    }

    private static List<Path> list(Path folder, String ending) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(p -> p.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static Optional<String> nvcc() {
        List<String> folders = new ArrayList<>();
        if (System.getenv("CUDA_HOME") != null) {
            folders.add(System.getenv("CUDA_HOME") + "/bin");
        }
        folders.addAll(List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)));
        return folders.stream()
                .map(folder -> Path.of(folder, "nvcc"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private static IllegalStateException fail(String message) {
        return new IllegalStateException("CompilePtx: " + message);
    }
}
