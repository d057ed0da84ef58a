package alexnet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import alexnet.engine.cuda.CudaDevice;
import alexnet.engine.cuda.CudaDriver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The device contract on GPUs; skipped, with the reason, where there is none. */
final class CudaContractTest extends DeviceContract {

    @BeforeAll
    static void requireGpu() {
        assumeTrue(CudaDriver.available(), () -> "no GPU to test: " + CudaDriver.problem());
    }

    @Override
    Device open(int ordinal) {
        return new CudaDevice(ordinal);
    }

    @Override
    Device openSecond() {
        assumeTrue(CudaDriver.deviceCount() > 1, "only one GPU");
        return new CudaDevice(1);
    }

    @Test
    void saysWhatIsMissingInMebibytes() {
        try (Device device = open(0)) {
            assertThatThrownBy(() -> device.allocate(1L << 50, "conv1.0.weight"))
                    .isInstanceOf(OutOfDeviceMemoryException.class)
                    .hasMessageContainingAll("conv1.0.weight", "needed 1073741824 MiB", "free ");
        }
    }

    @Test
    void copiesThroughHostMemoryGiveTheSameBits() throws Exception {
        assumeTrue(CudaDriver.deviceCount() > 1, "only one GPU");
        System.setProperty("alexnet.cuda.peer", "false");
        try {
            openFirst();
            copiesBetweenDevicesBothWays(9_437_199);
            exchangesHalvesRepeatedlyBetweenDevices();
        } finally {
            System.clearProperty("alexnet.cuda.peer");
        }
    }

    /** A fault ends CUDA for the whole process, so it happens in one of its own. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void namesTheKernelThatFaulted(boolean waitAfterLaunch) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dalexnet.cuda.sync=" + waitAfterLaunch,
                        "-cp",
                        System.getProperty("java.class.path"),
                        CudaFault.class.getName()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(output)
                .contains("KernelFaultException: cuda:0: CUDA_ERROR_ILLEGAL_ADDRESS")
                .contains("increment");
        if (waitAfterLaunch) {
            assertThat(output).doesNotContain("nothing").contains("after 2 launches");
        } else {
            assertThat(output).contains("alexnet.cuda.sync");
        }
    }
}
