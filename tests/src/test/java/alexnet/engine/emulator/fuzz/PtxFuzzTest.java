package alexnet.engine.emulator.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.EngineException;
import alexnet.engine.Kernel;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.OutOfDeviceMemoryException;
import alexnet.engine.PtxException;
import alexnet.engine.PtxModule;
import alexnet.engine.PtxSource;
import alexnet.engine.Stream;
import alexnet.engine.emulator.EmulatedDevice;
import alexnet.engine.emulator.EmulatorOptions;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream.Builder;
import org.junit.jupiter.api.Test;

/**
 * Damaged PTX loads or is refused with its place; what loads runs or ends with a report. Never another exception, never
 * a hang.
 */
final class PtxFuzzTest {

    /** Number of inputs; the tests' long profile sets 100,000. */
    private static final int INPUTS = Integer.getInteger("alexnet.fuzz.inputs", 2000);

    private static final long SEED = 20_260_722;
    private static final Pattern PLACE = Pattern.compile("fuzz\\.ptx:(\\d+):(\\d+): .+", Pattern.DOTALL);

    private static List<String> corpus() {
        Builder<String> texts = java.util.stream.Stream.builder();
        for (String name : List.of(
                "/alexnet/engine/contract.ptx",
                "/alexnet/engine/emulator/grammar.ptx",
                "/alexnet/engine/emulator/calls.ptx",
                "/alexnet/kernels/ptx/sum.ptx",
                "/alexnet/kernels/ptx/momentum_sgd.ptx",
                "/alexnet/kernels/ptx/elementary.ptx",
                "/alexnet/kernels/ptx/dropout.ptx",
                "/alexnet/kernels/ptx/transpose.ptx",
                "/alexnet/kernels/ptx/bias_relu.ptx")) {
            texts.add(PtxSource.resource(PtxFuzzTest.class, name).text());
        }
        return texts.build().toList();
    }

    @Test
    void damagedModulesAreRefusedWithTheirPlaceOrRun() {
        PtxMutator mutator = new PtxMutator(SEED, corpus());
        int[] loaded = new int[1];
        assertTimeoutPreemptively(Duration.ofSeconds(120 + INPUTS / 20), () -> {
            for (int i = 0; i < INPUTS; i++) {
                String text = mutator.next();
                try {
                    loaded[0] += loadAndRun(text) ? 1 : 0;
                } catch (RuntimeException | Error e) {
                    fail("input " + i + " of seed " + SEED + ":\n" + text, e);
                }
            }
        });
        // Both ways out must have been taken, or the damage is too small or too large to say anything.
        assertThat(loaded[0]).isBetween(INPUTS / 100, INPUTS / 2);
    }

    /** Each test input gets a device of its own, so that nothing of one is left for the next. */
    private static boolean loadAndRun(String text) {
        EmulatorOptions options = EmulatorOptions.defaults()
                .withStepLimit(2000)
                .withOutput(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try (EmulatedDevice device = new EmulatedDevice(0, 1 << 24, options)) {
            PtxModule module;
            try {
                module = device.load(new PtxSource("fuzz.ptx", text));
            } catch (PtxException e) {
                requirePlace(text, e);
                return false;
            } catch (OutOfDeviceMemoryException e) {
                return false;
            }
            for (String name : module.kernelNames()) {
                launch(device, module.kernel(name));
            }
            return true;
        }
    }

    private static void launch(EmulatedDevice device, Kernel kernel) {
        try (Stream stream = device.createStream()) {
            DeviceBuffer buffer = device.allocate(4096, "buffer");
            KernelArguments arguments = new KernelArguments();
            for (int bytes : kernel.parameterSizes()) {
                switch (bytes) {
                    case 8 -> arguments.pointer(buffer);
                    case 4 -> arguments.i32(20);
                    default -> {
                        return;
                    }
                }
            }
            stream.launch(kernel, LaunchGeometry.of(2, 1, 1, 4, 1), arguments);
            stream.synchronize();
        } catch (EngineException e) {
            assertThat(e).hasMessageContaining(kernel.name());
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContainingAll("kernel " + kernel.name(), "expected", "found");
        }
    }

    private static void requirePlace(String text, PtxException e) {
        Matcher place = PLACE.matcher(e.getMessage());
        assertThat(place.matches()).as("message: %s", e.getMessage()).isTrue();
        String[] lines = text.split("\n", -1);
        int line = Integer.parseInt(place.group(1));
        assertThat(line).as(e.getMessage()).isBetween(1, lines.length);
        assertThat(Integer.parseInt(place.group(2))).as(e.getMessage()).isBetween(1, lines[line - 1].length() + 1);
        assertThat(e.getMessage()).hasSizeLessThan(2000);
    }
}
