package alexnet.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import alexnet.trainer.data.image.ImageDecoder;
import alexnet.trainer.data.image.Resize;
import alexnet.trainer.data.image.RgbImage;
import alexnet.trainer.data.packed.PackOptions;
import alexnet.trainer.data.packed.PackProgress;
import alexnet.trainer.data.packed.Packer;
import alexnet.trainer.failure.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Odd files from the wild, where they lie beside the project (or where the system property {@code alexnet.shared} says):
 * {@code data/odd} with the verdict on each in {@code MANIFEST.tsv}.
 */
class SharedFilesTest {

    @TempDir
    Path folder;

    private static Path shared() {
        String property = System.getProperty("alexnet.shared");
        if (property != null) {
            return Path.of(property);
        }
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            Path shared = up.resolve("shared");
            if (Files.isRegularFile(shared.resolve("data/odd/MANIFEST.tsv"))) {
                return shared;
            }
        }
        return Path.of("shared");
    }

    @Test
    void thereAreOddFilesToTry() {
        Path manifest = shared().resolve("data/odd/MANIFEST.tsv");
        assumeTrue(Files.isRegularFile(manifest), "skipped: there is no " + manifest);
        assertThat(manifest).isNotEmptyFile();
    }

    @TestFactory
    Stream<DynamicTest> everyOddFileGetsItsVerdict() throws IOException {
        Path odd = shared().resolve("data/odd");
        if (!Files.isRegularFile(odd.resolve("MANIFEST.tsv"))) {
            return Stream.empty(); // the test above says so
        }
        List<String> lines = Files.readAllLines(odd.resolve("MANIFEST.tsv"));
        return lines.stream()
                .skip(1)
                .map(line -> line.split("\t"))
                .map(columns -> DynamicTest.dynamicTest(
                        columns[0], () -> verdict(odd, columns[0], List.of(columns[1].split("\\|")))));
    }

    private void verdict(Path odd, String name, List<String> allowed) throws IOException {
        Path file = odd.resolve(name);
        Throwable thrown = catchThrowable(() -> {
            if (name.startsWith("idx")) {
                packIdx(odd, name);
            } else if (name.startsWith("cifar") || name.startsWith("tar")) {
                pack(file);
            } else {
                RgbImage image = Resize.toSquare(new ImageDecoder().decode(file), 256);
                assertThat(image.pixels()).hasSize(3 * 256 * 256);
            }
        });
        if (thrown == null) {
            assertThat(allowed).containsAnyOf("VALID", "WARN");
        } else {
            assertThat(thrown).isInstanceOf(DataException.class);
            assertThat(allowed).as(thrown.getMessage()).containsAnyOf("REJECT", "REJECT-with-reason");
            assertThat(folder.resolve("out")).doesNotExist();
            if (name.startsWith("r09") || name.startsWith("r10")) {
                assertThat(thrown).hasMessageContaining(" exceeds limit 67108864 pixels");
            } else if (name.startsWith("r03") || name.startsWith("r05")) {
                assertThat(thrown).hasMessageContaining("truncated at byte");
            }
        }
    }

    /** Puts the odd file into the place of MNIST's own. */
    private void packIdx(Path odd, String name) throws IOException {
        Path mnist = odd.resolveSibling("mnist");
        boolean labels = name.matches("idx0[3478].*");
        Path images = folder.resolve("t10k-images-idx3-ubyte.gz");
        Files.copy(labels ? mnist.resolve(images.getFileName()) : odd.resolve(name), images);
        String labelName = "t10k-labels-idx1-ubyte.gz";
        Files.copy(labels ? odd.resolve(name) : mnist.resolve(labelName), folder.resolve(labelName));
        try {
            pack(images);
        } finally {
            Files.delete(images);
            Files.delete(folder.resolve(labelName));
        }
    }

    private void pack(Path source) {
        Packer.pack(PackOptions.of(source, folder.resolve("out")).withSize(32), PackProgress.SILENT);
    }

    @Test
    void aPngByAnotherNameGivesTheSamePixels() throws IOException {
        Path png = shared().resolve("data/odd/v18_png_named.JPEG");
        assumeTrue(Files.isRegularFile(png), "skipped: there is no " + png);
        byte[] bytes = Files.readAllBytes(png);
        assertThat(new ImageDecoder().decode("a.png", bytes).pixels())
                .isEqualTo(new ImageDecoder().decode(png).pixels());
    }
}
