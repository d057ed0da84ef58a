package alexnet.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import alexnet.engine.cuda.PtxAssembler;
import alexnet.trainer.failure.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kernels}: tables, profiles, JSON, and what wrong names come to. */
final class KernelsCommandTest {

    @TempDir
    private Path folder;

    private JsonNode json(Path file) throws IOException {
        return JsonMapper.builder().build().readTree(file.toFile());
    }

    @Test
    void resourcesOfSomeKernels() throws IOException {
        Path file = folder.resolve("resources.json");
        Captured found = Captured.run("kernels", "transpose_matrix", "sum", "--json", file);
        assertThat(found.exitCode()).as(found.err()).isZero();
        List<String> lines = found.out().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).startsWith("registers on").contains("sm_60", "sm_75", "sm_90", "spill bytes");
        assertThat(lines.get(1)).matches("sum_add( +\\d+){7} +0 +0");
        // A tile of 32 rows of 33 floats.
        assertThat(lines.get(2)).matches("transpose_matrix( +\\d+){7} +4224 +0");
        assertThat(lines.get(3)).isEqualTo("2 kernels, none spills");
        JsonNode json = json(file);
        assertThat(json.get("schema").textValue()).isEqualTo("alexnet-jcuda kernel profile 1");
        assertThat(json.get("resources")).hasSize(2 * PtxAssembler.ARCHITECTURES.size());
        for (JsonNode row : json.get("resources")) {
            boolean transpose = row.get("kernel").textValue().equals("transpose_matrix");
            assertThat(row.get("shared_bytes").intValue()).isEqualTo(transpose ? 4224 : 0);
            assertThat(row.get("registers").intValue()).isBetween(4, 64);
            assertThat(row.get("spill_store_bytes").intValue()).isZero();
        }
    }

    @Test
    void profileOfAStreamingKernel() throws IOException {
        Path file = folder.resolve("profile.json");
        Captured found = Captured.run(
                "kernels", "--profile", "sum_add", "--gpu", "A100, gtx580", "--batch-size", 2, "--json", file);
        assertThat(found.exitCode()).as(found.err()).isZero();
        assertThat(found.out())
                .contains("counting 1 operations on the emulator")
                .contains("sum_add: conv3 gradients of both GPUs, 2 images, sum.ptx, grid 169x1x1, block 256x1x1")
                .contains("4.00 sectors each, 100.0 % of their bytes used")
                .contains("0 of 1,352 branches diverge")
                .contains("a100: ", "gtx580: ")
                .contains("bound by dram");
        JsonNode json = json(file);
        assertThat(json.get("gpus")).hasSize(2);
        assertThat(json.get("launches")).hasSize(1);
        JsonNode launch = json.get("launches").get(0);
        long elements = 128L * 13 * 13 * 2;
        assertThat(launch.get("batch_size").intValue()).isEqualTo(2);
        assertThat(launch.get("flops").get("float32").longValue()).isEqualTo(elements);
        assertThat(launch.get("instructions")
                        .get("kinds")
                        .get("float_add")
                        .get("lanes")
                        .longValue())
                .isEqualTo(elements);
        assertThat(launch.get("global").get("bytes_requested").longValue()).isEqualTo(12 * elements);
        assertThat(launch.get("global").get("dram_bytes_least").longValue()).isEqualTo(12 * elements);
        assertThat(launch.get("global").get("sectors_per_request").doubleValue())
                .isEqualTo(4);
        assertThat(launch.get("shared").get("requests").longValue()).isZero();
        assertThat(launch.get("accesses")).hasSize(3);
        JsonNode a100 = launch.get("bounds").get(0);
        assertThat(a100.get("gpu").textValue()).isEqualTo("a100");
        assertThat(a100.get("occupancy").doubleValue()).isEqualTo(1);
        assertThat(a100.get("limiter").textValue()).isEqualTo("warps");
        assertThat(a100.get("binds").textValue()).isEqualTo("dram");
        assertThat(a100.get("bound_ms").doubleValue()).isCloseTo(12 * elements / 1555e9 * 1e3, within(1e-9));
    }

    @Test
    void worstLinesAreNamed() {
        Captured found = Captured.run("kernels", "--profile", "augment_apply", "--batch-size", 1, "--lines", 1);
        assertThat(found.exitCode()).as(found.err()).isZero();
        // Channels of the mean lie together, so a warp reads every third float.
        assertThat(found.out()).containsPattern("ld\\.global\\.nc\\.f32 at augment\\.ptx:\\d+ \\(augment\\.cu:\\d+\\)");
        assertThat(found.out()).contains("h100");
    }

    @Test
    void wrongNamesAreUsageErrors() {
        Captured kernel = Captured.run("kernels", "lrn_forwrad_5");
        assertThat(kernel.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(kernel.errors().get(0))
                .startsWith("alexnet: lrn_forwrad_5: unknown kernel (expected one of ")
                .contains("augment_apply", "transpose_matrix", "found 'lrn_forwrad_5'");
        assertThat(kernel.errors().get(1)).isEqualTo("hint: did you mean lrn_forward_5?");
        Captured gpu = Captured.run("kernels", "--profile", "sum_add", "--gpu", "h100,k80");
        assertThat(gpu.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(gpu.errors())
                .containsExactly(
                        "alexnet: --gpu: unknown GPU (expected one of gtx580, v100, a100, h100, h200, found 'k80')");
        assertThat(Captured.run("kernels", "--gpu", "").exitCode()).isEqualTo(ExitCode.USAGE);
        Captured batch = Captured.run("kernels", "--profile", "--batch-size", 0);
        assertThat(batch.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(batch.errors().get(0)).contains("--batch-size: out of range (expected 1 to 2048, found 0)");
        assertThat(Captured.run("kernels", "--profile", "--batch-size", 2049).exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(Captured.run("kernels", "--lines", -1).exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(Captured.run("kernels", "--help").out()).startsWith("Usage: alexnet kernels");
    }
}
