package alexnet.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The deviations that one test found, kept under tests/target/agreement for docs/agreement.md. */
final class AgreementReport {

    private final Path file;
    private final List<String> lines = new ArrayList<>();

    AgreementReport(String name) {
        file = Path.of("target", "agreement", name + ".txt");
    }

    /** Adds what was compared and how far off each tensor was. */
    Deviation add(String what, Deviation deviation) {
        lines.add(what + ": " + deviation);
        return deviation;
    }

    /** Writes what has been added; before the limits are required, so that it is there when a test fails. */
    void write() {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
