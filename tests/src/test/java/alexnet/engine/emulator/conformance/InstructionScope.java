package alexnet.engine.emulator.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The instructions that have to be covered: those of {@code instructions.txt}, and newer ones that have a case. */
record InstructionScope(List<Line> lines) {

    /**
     * One line of the list.
     *
     * @param section number and name of the manual's section
     * @param family who has to cover it; empty for newer instructions, whose cases say that they exist
     * @param pattern the instruction with its forms in braces
     */
    record Line(String section, String family, String pattern) {

        List<String> forms() {
            return Braces.expand(pattern);
        }
    }

    /** The section of what PTX ISA 7.0 does not have. */
    static final String NEWER = "After PTX ISA 7.0";

    /** The list, and behind it what the cases say is newer. */
    static InstructionScope with(Cases cases) {
        List<Line> lines = new ArrayList<>(read());
        cases.newer.forEach(pattern -> lines.add(new Line(NEWER, "", pattern)));
        return new InstructionScope(lines);
    }

    private static List<Line> read() {
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
        return lines;
    }

    private static String text() {
        try (InputStream in = InstructionScope.class.getResourceAsStream("instructions.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
