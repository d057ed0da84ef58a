package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.kernels.check.CheckResult;
import alexnet.kernels.example.ExampleCall;
import alexnet.kernels.example.ExampleLists;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the tests of one kernel file share: an emulated device, and the comparison of every example call with the reference.
 * {@code LrnTest} finds the calls of {@code lrn.cu} by its name.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class KernelTest {

    final EmulatedKernels kernels = new EmulatedKernels();

    @AfterAll
    void close() {
        kernels.close();
    }

    List<ExampleCall> checks() {
        return ExampleLists.checks(file(getClass()));
    }

    @ParameterizedTest
    @MethodSource("checks")
    void agreesWithReference(ExampleCall call) {
        CheckResult result = call.check(kernels.library(), EmulatedKernels.SEED);
        assertThat(result.passed())
                .as(
                        "%s, seed %d: %s (error %s of what is allowed)",
                        call, EmulatedKernels.SEED, result.worst(), result.error())
                .isTrue();
    }

    /** The kernel file that a class tests. */
    static String file(Class<?> test) {
        String face = test.getSimpleName().replaceFirst("Test$", "");
        return ExampleLists.files().stream()
                .filter(file -> ExampleLists.className(file).equals(face))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(test.getSimpleName()
                        + ": no kernel file has that name (expected one of " + ExampleLists.files() + ")"));
    }
}
