package alexnet.engine.emulator.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The instructions that have to be covered, as {@code instructions.txt} lists them. */
record InstructionScope(List<Line> lines) {

    /**
     * One line of the list.
     *
     * @param section number and name of the manual's section
     * @param family who has to cover it
     * @param pattern the instruction with its forms in braces
     */
    record Line(String section, String family, String pattern) {

        List<String> forms() {
            return Braces.expand(pattern);
        }
    }

    static InstructionScope read() {
        List<Line> lines = new ArrayList<>();
        String section = "";
        String family = "";
        for (String line : text().split("\n")) {
            if (line.startsWith("## ")) {
                String[] heading = line.substring(3).split("\\|");
                section = heading[0].strip();
                family = heading[1].strip();
            } else if (!line.isBlank() && !line.startsWith("#")) {
                lines.add(new Line(section, family, line.strip()));
            }
        }
        return new InstructionScope(lines);
    }

    private static String text() {
        try (InputStream in = InstructionScope.class.getResourceAsStream("instructions.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
