package alexnet.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import alexnet.model.Network;
import alexnet.trainer.bench.Bench;
import alexnet.trainer.failure.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code bench} on the emulator at the smallest size: what it reports, never how fast. */
final class BenchCommandTest {

    private static final int BATCH = 4;

    @TempDir
    private static Path folder;

    private static Captured captured;
    private static JsonNode report;

    @BeforeAll
    static void measureEverything() throws IOException {
        Path json = folder.resolve("bench.json");
        captured = Captured.run(
                "bench",
                "--devices",
                "emulator",
                "--width",
                0.02,
                "--input-size",
                67,
                "--batch-size",
                BATCH,
                "--matrix-size",
                40,
                "--warmup",
                0,
                "--repetitions",
                2,
                "--steps",
                2,
                "--json",
                json);
        assertThat(captured.err()).isEmpty();
        assertThat(captured.exitCode()).isEqualTo(ExitCode.DONE);
        report = new ObjectMapper().readTree(Files.readString(json));
    }

    @Test
    void saysWhereItMeasured() {
        JsonNode machine = report.get("machine");
        assertThat(machine.get("processors").asInt())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(machine.get("jvm").asText()).contains(System.getProperty("java.vm.version"));
        assertThat(machine.get("jvmOptions").isArray()).isTrue();
        assertThat(machine.get("emulator").isObject()).isTrue();
        assertThat(report.get("devices")).hasSize(1);
        assertThat(report.at("/devices/0/description").asText()).startsWith("PTX emulator, ");
        assertThat(captured.out()).contains("machine: ", "emulator:0: PTX emulator, ");
    }

    @Test
    void everyNameOfTheListIsMeasured() {
        List<String> measured = new ArrayList<>();
        report.get("products")
                .forEach(product -> measured.add(product.get("name").asText()));
        report.get("kernels").forEach(kernel -> measured.add(kernel.get("name").asText()));
        measured.addAll(List.of("step", "scaling.grid", "scaling.devices"));
        assertThat(measured).isEqualTo(Bench.names(Network.named("alexnet").scaled(0.02, 67, 1000)));
        assertThat(measured).allSatisfy(name -> assertThat(captured.out()).contains(name));
        List<String> listed = Captured.run("bench", "--list", "--width", 0.02, "--input-size", 67)
                .out()
                .lines()
                .toList();
        assertThat(listed).isEqualTo(measured);
    }

    @Test
    void productsStandBesidePlainLoops() {
        for (JsonNode product : report.get("products")) {
            double flops = product.get("flops").asDouble();
            double gflops = product.get("gflops").asDouble();
            assertTiming(product.get("timing"), 2);
            assertRate(gflops, flops, product.get("timing"));
            assertThat(product.get("gflopsPerCore").asDouble())
                    .isCloseTo(gflops / product.get("workers").asInt(), within(1e-9 * gflops));
            for (String loops : List.of("naive", "blocked")) {
                JsonNode plain = product.get(loops);
                assertTiming(plain.get("timing"), 2);
                assertRate(plain.get("gflops").asDouble(), flops, plain.get("timing"));
                String ratio = loops.equals("naive") ? "ratioToNaive" : "ratioToBlocked";
                double quotient = product.get("gflopsPerCore").asDouble()
                        / plain.get("gflops").asDouble();
                assertThat(product.get(ratio).asDouble()).isCloseTo(quotient, within(1e-9 * quotient));
                JsonNode cpuRatio = product.get(loops.equals("naive") ? "cpuRatioToNaive" : "cpuRatioToBlocked");
                if (!cpuRatio.isNull()) {
                    double cpuQuotient = plain.at("/timing/cpuSeconds").asDouble()
                            / product.at("/timing/cpuSeconds").asDouble();
                    assertThat(cpuRatio.asDouble()).isCloseTo(cpuQuotient, within(1e-9 * cpuQuotient));
                }
            }
            assertThat(product.get("largestError").asDouble()).isBetween(0.0, 1.0);
        }
        assertThat(report.at("/products/0/flops").asLong()).isEqualTo(2L * 40 * 40 * 40);
        assertThat(report.at("/products/0/launches/0/kernel").asText()).startsWith("fully_connected_forward_");
        assertThat(report.at("/products/1/launches/0/kernel").asText()).startsWith("conv_forward_");
    }

    @Test
    void kernelsHaveTimesRatesAndAShareOfTheFloor() {
        double gflops = report.at("/devices/0/floor/gflops").asDouble();
        double bandwidth = report.at("/devices/0/floor/gigabytesPerSecond").asDouble();
        assertThat(gflops).isPositive().isFinite();
        assertThat(bandwidth).isPositive().isFinite();
        for (JsonNode kernel : report.get("kernels")) {
            JsonNode timing = kernel.get("timing");
            assertTiming(timing, 2);
            assertThat(kernel.get("launches")).isNotEmpty();
            assertThat(kernel.get("vendor").isNull()).isTrue();
            double flops = kernel.get("flops").asDouble();
            double bytes = kernel.get("bytes").asDouble();
            assertRate(kernel.get("gigabytesPerSecond").asDouble(), bytes, timing);
            if (flops > 0) {
                assertRate(kernel.get("gflops").asDouble(), flops, timing);
            } else {
                assertThat(kernel.get("gflops").isNull()).isTrue();
            }
            double least = Math.max(flops / gflops, bytes / bandwidth) / 1e9;
            assertThat(kernel.get("floorSeconds").asDouble()).isCloseTo(least, within(1e-9 * least));
            double share = least / timing.get("seconds").asDouble();
            assertThat(kernel.get("floorShare").asDouble()).isCloseTo(share, within(1e-9 * share));
        }
    }

    @Test
    void stepsAndScalingAreQuotientsOfWhatIsReported() {
        JsonNode step = report.get("step");
        assertTiming(step.get("timing"), 2);
        double images = BATCH / step.at("/timing/seconds").asDouble();
        assertThat(step.get("imagesPerSecond").asDouble()).isCloseTo(images, within(1e-9 * images));
        assertThat(step.get("loss").asDouble()).isFinite().isPositive();
        assertThat(step.get("deviceBytes").asLong()).isPositive();

        JsonNode grid = report.get("gridScaling");
        assertTiming(grid.get("smallTiming"), 2);
        assertTiming(grid.get("largeTiming"), 2);
        assertThat(grid.get("blocksRatio").asDouble()).isEqualTo(2);
        assertThat(grid.get("ratio").asDouble())
                .isBetween(ratio(grid, "slowest", "fastest"), ratio(grid, "fastest", "slowest"));

        JsonNode devices = report.get("deviceScaling");
        assertTiming(devices.get("one"), 2);
        assertTiming(devices.get("two"), 2);
        assertThat(devices.get("ratio").asDouble()).isPositive().isFinite();
    }

    /** The least (or largest) ratio that two measurements allow. */
    private static double ratio(JsonNode grid, String small, String large) {
        double quotient = grid.at("/largeTiming/" + large).asDouble()
                / grid.at("/smallTiming/" + small).asDouble();
        return small.equals("slowest") ? quotient * (1 - 1e-9) : quotient * (1 + 1e-9);
    }

    /** A full-size step is 4.1356 GFLOP for an image (forward 1.4488, backward without the images' gradient). */
    @Test
    void productsOfTheFullNetworkAreThoseOfThePaper() {
        Network network = Network.named("alexnet");
        double perImage = StreamSupport.stream(network.layers().spliterator(), false)
                .mapToDouble(layer -> 2.0
                        * layer.multiplyAdds()
                        * layer.spec().gpus().size()
                        * (layer.spec().name().equals("conv1") ? 2 : 3))
                .sum();
        assertThat(perImage).isCloseTo(4135.6e6, within(0.1e6));
        Network small = network.scaled(0.02, 67, 1000);
        double expected = small.layers().stream()
                .mapToDouble(layer -> 2.0
                        * layer.multiplyAdds()
                        * layer.spec().gpus().size()
                        * (layer.spec().name().equals("conv1") ? 2 : 3)
                        * BATCH)
                .sum();
        assertThat(report.at("/step/flops").asDouble()).isEqualTo(expected);
    }

    @Test
    void filtersByName() {
        Captured filtered = Captured.run(
                "bench",
                "--devices",
                "emulator:0",
                "--width",
                0.02,
                "--input-size",
                67,
                "--filter",
                "pool1, softmax.gradient",
                "--batch-size",
                1,
                "--warmup",
                0,
                "--repetitions",
                1);
        assertThat(filtered.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(filtered.out())
                .contains("pool1.forward", "pool1.backward", "softmax.gradient")
                .doesNotContain("pool2", "softmax.forward", "product.", "step:", "scaling.");
    }

    @Test
    void refusesWhatItCannotMeasure() {
        Captured wrong = Captured.run("bench", "--filter", "conv1.forwrd");
        assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.errors())
                .containsExactly(
                        "alexnet: --filter: no measurement has such a name (expected a part of one that --list prints,"
                                + " found 'conv1.forwrd')",
                        "hint: did you mean conv1.forward?");
        assertThat(Captured.run("bench", "--repetitions", 0).errors())
                .containsExactly("alexnet: --repetitions: out of range (expected at least 1, found 0)");
        assertThat(Captured.run("bench", "--devices", "emulator:0", "--filter", "step", "--width", 0.02)
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    private static void assertTiming(JsonNode timing, int rounds) {
        double median = timing.get("seconds").asDouble();
        assertThat(median)
                .isPositive()
                .isBetween(
                        timing.get("fastest").asDouble(), timing.get("slowest").asDouble());
        assertThat(timing.get("fastest").asDouble()).isPositive();
        assertThat(timing.get("slowest").asDouble()).isFinite();
        assertThat(timing.get("cpuSeconds").asDouble()).isNotNegative().isFinite();
        assertThat(timing.get("rounds").asInt()).isEqualTo(rounds);
        assertThat(timing.get("callsPerRound").asInt()).isEqualTo(1);
        assertThat(timing.get("discardedRounds").asInt()).isZero();
    }

    private static void assertRate(double reported, double amount, JsonNode timing) {
        double rate = amount / timing.get("seconds").asDouble() / 1e9;
        assertThat(reported).isFinite().isCloseTo(rate, within(1e-9 * rate));
    }
}
