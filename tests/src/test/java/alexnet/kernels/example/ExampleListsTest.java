package alexnet.kernels.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.kernels.KernelResources;
import alexnet.kernels.KernelTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rule of names: a kernel file has a face, a list of example calls and a test that are found by its name. */
final class ExampleListsTest {

    static List<String> files() {
        return KernelResources.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyKernelFileHasAFaceAndATestOfItsName(String file) throws ClassNotFoundException {
        String face = "alexnet.kernels." + ExampleLists.className(file);
        assertThat(Class.forName(face)).isPublic().isFinal();
        assertThat(Class.forName(face + "Test")).isAssignableTo(KernelTest.class);
    }

    @ParameterizedTest
    @MethodSource("files")
    void callsAndLaunchesAreThoseOfTheirFile(String file) {
        assertThat(ExampleLists.checks(file))
                .isNotEmpty()
                .extracting(ExampleCall::file)
                .containsOnly(file);
        assertThat(ExampleLists.find(file).launches())
                .isNotEmpty()
                .extracting(RepresentativeLaunch::file)
                .containsOnly(file);
    }

    @Test
    void aFileWithoutAListIsNamedWithTheClassThatItNeeds() {
        assertThatThrownBy(() -> ExampleLists.find("leaky_sum"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("leaky_sum.cu: no example calls (expected"
                        + " alexnet.kernels.example.LeakySumExamples, a KernelExamples with a constructor without"
                        + " arguments, found java.lang.ClassNotFoundException");
    }

    @Test
    void listsStandInTheOrderOfTheirPlaces() {
        assertThat(ExampleLists.checks().stream().map(ExampleCall::file).distinct())
                .startsWith("augment", "conv_image", "bias_relu", "relu")
                .endsWith("sum", "transpose", "momentum_sgd")
                .containsExactlyInAnyOrderElementsOf(files());
        assertThat(ExampleLists.launches().stream()
                        .map(RepresentativeLaunch::file)
                        .distinct())
                .startsWith("conv_image", "conv", "local", "fully_connected", "augment")
                .containsExactlyInAnyOrderElementsOf(files());
    }
}
