package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import alexnet.engine.KernelFaultException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of docs/emulator-library.md, compiled and run as they stand there. */
final class EmulatorLibraryPageTest {

    private static final Path PAGE = Path.of("../docs/emulator-library.md");
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```\n", Pattern.DOTALL);

    @TempDir
    private Path folder;

    private static List<String> blocks(String language) throws IOException {
        Matcher matcher = BLOCK.matcher(Files.readString(PAGE));
        List<String> blocks = new ArrayList<>();
        while (matcher.find()) {
            if (matcher.group(1).equals(language)) {
                blocks.add(matcher.group(2));
            }
        }
        return blocks;
    }

    private Path ptx() throws IOException {
        return Files.writeString(folder.resolve("saxpy.ptx"), blocks("ptx").get(0));
    }

    @Test
    void theProgramPrintsWhatThePageSays() throws Throwable {
        String program = blocks("java").get(0);
        assertThat(program.lines().count()).as("lines of the program").isLessThanOrEqualTo(24);
        assertThat(run("Saxpy", program, ptx().toString()))
                .isEqualTo(blocks("text").get(0));
    }

    @Test
    void theFaultIsTheOneOnThePage() throws Throwable {
        String program = blocks("java").get(0);
        String wrong = program.replace("i32(values.length)", "i32(values.length + 1)");
        assertThat(wrong).isNotEqualTo(program);
        Throwable thrown = catchThrowable(() -> run("Saxpy", wrong, ptx().toString()));
        assertThat(thrown).isInstanceOf(KernelFaultException.class);
        assertThat(withoutAddress(thrown.getMessage()))
                .isEqualTo(withoutAddress(blocks("fault").get(0).strip()));
    }

    private static String withoutAddress(String message) {
        assertThat(message).containsPattern("0x[0-9a-f]+");
        return message.replaceAll("0x[0-9a-f]+", "0x");
    }

    /** Pieces of code that use a PtxSource named ptx; each prints what the next text block says, where it prints. */
    @Test
    void thePiecesOfCodeRun() throws Throwable {
        List<String> printed = new ArrayList<>();
        List<String> pieces = blocks("java");
        for (int i = 1; i < pieces.size(); i++) {
            String name = "Piece" + i;
            String program = """
                    import alexnet.engine.*;
                    import alexnet.engine.emulator.*;
                    import alexnet.engine.emulator.profile.*;
                    import alexnet.engine.emulator.sanitize.*;
                    import java.nio.file.Path;
                    public final class %s {
                        public static void main(String[] arguments) {
                            PtxSource ptx = PtxSource.file(Path.of(arguments[0]));
                            %s
                        }
                    }
                    """.formatted(name, pieces.get(i));
            String output = run(name, program, ptx().toString());
            if (!output.isEmpty()) {
                printed.add(output);
            }
        }
        List<String> texts = blocks("text");
        assertThat(printed).isEqualTo(texts.subList(1, texts.size())).isNotEmpty();
    }

    /** Compiles a class and runs its main method; what it throws is thrown. */
    private String run(String name, String program, String... arguments) throws Throwable {
        Path source = Files.writeString(folder.resolve(name + ".java"), program);
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        complaints,
                        complaints,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(failed).as(complaints.toString(StandardCharsets.UTF_8)).isZero();
        PrintStream standard = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            System.setOut(standard);
        }
        return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
