package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a test's main method in a JVM of its own, since how traces are made is fixed when one starts. */
final class OtherJvm {

    /** What a main method prints at its end, when nothing was wrong. */
    static final String DONE = "all blocks agree";

    private OtherJvm() {}

    /** @param traces value of the property {@code alexnet.emulator.traces} */
    static void run(Class<?> test, String traces) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dalexnet.emulator.traces=" + traces,
                        "-cp",
                        System.getProperty("java.class.path"),
                        test.getName()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output).contains(DONE);
    }
}
