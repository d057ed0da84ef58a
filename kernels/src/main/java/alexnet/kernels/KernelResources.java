package alexnet.kernels;

import alexnet.engine.DeviceUnavailableException;
import alexnet.engine.PtxException;
import alexnet.engine.PtxSource;
import alexnet.engine.cuda.PtxAssembler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** What the packed kernels need on each GPU architecture: registers, shared memory, spills. Works without a GPU. */
public final class KernelResources {

    private static final String FOLDER = "/alexnet/kernels/ptx";
    private static final String ENDING = ".ptx";

    /**
     * The needs of one kernel on one architecture.
     *
     * @param file the PTX file, such as {@code lrn.ptx}
     */
    public record Row(String file, PtxAssembler.Usage usage) {}

    private KernelResources() {}

    /** The kernel files that the project packs, without ending, by name. */
    public static List<String> files() {
        return packed(file -> {
            String name = file.getFileName().toString();
            return name.substring(0, name.length() - ENDING.length());
        });
    }

    /** All PTX files that the project packs, by name. */
    public static List<PtxSource> sources() {
        return packed(file -> new PtxSource(file.getFileName().toString(), Files.readString(file)));
    }

    /** What is wanted of one packed file. */
    private interface Reading<T> {
        T of(Path file) throws IOException;
    }

    private static <T> List<T> packed(Reading<T> reading) {
        URL folder = KernelResources.class.getResource(FOLDER);
        if (folder == null) {
            throw new PtxException(
                    FOLDER + ": no such folder on the class path",
                    "the kernels module packs it; build with ./mvnw package");
        }
        try {
            if (folder.openConnection() instanceof JarURLConnection jar) {
                URI file = jar.getJarFileURL().toURI();
                try (FileSystem inside = FileSystems.newFileSystem(Path.of(file))) {
                    return read(inside.getPath(FOLDER), reading);
                }
            }
            return read(Path.of(folder.toURI()), reading);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(folder + ": not a file or an archive", e);
        }
    }

    private static <T> List<T> read(Path folder, Reading<T> reading) throws IOException {
        List<T> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(ENDING)).sorted().toList()) {
                all.add(reading.of(file));
            }
        }
        return all;
    }

    /**
     * Assembles all packed kernels, on all cores.
     *
     * @param architectures such as {@link PtxAssembler#ARCHITECTURES}
     * @return by file, architecture and kernel
     * @throws PtxException when a file does not assemble
     */
    public static List<Row> measure(List<String> architectures) {
        return measure(sources(), architectures);
    }

    /**
     * Assembles some PTX files, on all cores.
     *
     * @param architectures such as {@link PtxAssembler#ARCHITECTURES}
     * @return by file, architecture and kernel
     * @throws PtxException when a file does not assemble
     * @throws DeviceUnavailableException when the assembler does not load on this machine
     */
    public static List<Row> measure(List<PtxSource> sources, List<String> architectures) {
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<List<Row>>> results = new ArrayList<>();
            for (PtxSource source : sources) {
                for (String architecture : architectures) {
                    results.add(threads.submit(() -> assemble(source, architecture)));
                }
            }
            List<Row> rows = new ArrayList<>();
            for (Future<List<Row>> result : results) {
                rows.addAll(result.get());
            }
            return rows;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof LinkageError cause) {
                throw new DeviceUnavailableException(
                        "ptxas: the assembler inside JCuda's library does not load (expected Linux on x86_64, found "
                                + System.getProperty("os.name") + " on " + System.getProperty("os.arch") + "): "
                                + cause.getMessage(),
                        "without it there are no registers, and so no occupancy",
                        cause);
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while assembling kernels", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Row> assemble(PtxSource source, String architecture) {
        return PtxAssembler.assemble(source, architecture).stream()
                .map(usage -> new Row(source.name(), usage))
                .toList();
    }
}
