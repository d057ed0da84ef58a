package alexnet.kernels.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.PtxSource;
import alexnet.engine.emulator.observe.BlockObserver;
import alexnet.engine.emulator.observe.DeviceObserver;
import alexnet.engine.emulator.observe.Launch;
import alexnet.engine.emulator.profile.InstructionKind;
import alexnet.engine.emulator.profile.LaunchProfile;
import alexnet.engine.emulator.profile.Sectors;
import alexnet.kernels.KernelResources;
import alexnet.kernels.example.RepresentativeLaunch;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of launches covers every kernel, names what it launches, and counts what the shapes say. */
final class RepresentativeLaunchesTest {

    /** Writes down the first kernel that is launched, and lets nothing run. */
    private static final class FirstKernel implements DeviceObserver {

        String name;

        @Override
        public BlockObserver launch(Launch launch) {
            name = launch.kernel().name();
            throw new IllegalStateException("not run");
        }
    }

    @Test
    void everyKernelHasALaunch() {
        Set<String> entries = new TreeSet<>();
        for (PtxSource source : KernelResources.sources()) {
            Matcher matcher = Pattern.compile("\\.entry\\s+(\\w+)").matcher(source.text());
            while (matcher.find()) {
                entries.add(matcher.group(1));
            }
        }
        Set<String> launched = new TreeSet<>();
        RepresentativeLaunches.all().forEach(launch -> launched.addAll(launch.kernels()));
        assertThat(launched).isEqualTo(entries);
        assertThat(RepresentativeLaunches.names()).containsAll(entries).contains("conv", "lrn");
        assertThat(RepresentativeLaunches.named("lrn_forward_5")).hasSize(2);
        assertThat(RepresentativeLaunches.named("max_pool")).hasSize(12);
        assertThat(RepresentativeLaunches.named("nothing")).isEmpty();
    }

    static List<RepresentativeLaunch> all() {
        return RepresentativeLaunches.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void launchesTheKernelThatTheTableNames(RepresentativeLaunch launch) {
        FirstKernel first = new FirstKernel();
        assertThatThrownBy(() -> LaunchCounts.run(launch, launch.batch(), first))
                .hasMessage("not run");
        assertThat(first.name).isEqualTo(launch.kernels().get(0));
    }

    private static List<LaunchCounts> profile(String name, int batch) {
        return RepresentativeLaunches.all().stream()
                .filter(launch -> launch.name().equals(name))
                .findFirst()
                .map(launch -> LaunchCounts.of(launch, batch))
                .orElseThrow();
    }

    @Test
    void countsOfAConvolutionAreThoseOfItsShape() {
        List<LaunchCounts> launches = profile("16 to 16 channels filter gradient", 0);
        assertThat(launches)
                .extracting(launch -> launch.profile().kernel())
                .containsExactly("conv_filter_gradient_16x128", "conv_add_slices");
        LaunchProfile product = launches.get(0).profile();
        // 16 rows; 144 columns in 2 tiles of 128; 169 pixels with 32 images each.
        long fused = 16L * 256 * 169 * 32;
        assertThat(product.count(InstructionKind.FLOAT_FMA).lanes()).isEqualTo(fused);
        assertThat(product.work().floatFlops()).isEqualTo(2 * fused);
        // x and dy are read, 4 bytes each: every sector of both once.
        assertThat(product.footprint().read() * Sectors.BYTES).isEqualTo(2 * 16L * 169 * 32 * 4);
        LaunchProfile sum = launches.get(1).profile();
        long weights = 16L * 16 * 9;
        assertThat(sum.footprint().written() * Sectors.BYTES).isEqualTo(weights * 4);
        long slices = sum.footprint().read() * Sectors.BYTES / (weights * 4);
        assertThat(slices).isGreaterThan(1);
        assertThat(product.footprint().written())
                .isEqualTo(slices * sum.footprint().written());
        assertThat(product.geometry().gridZ()).isEqualTo((int) slices);
    }

    @Test
    void anotherBatchTakesAnotherTile() {
        LaunchCounts large = profile("32 neurons forward", 0).get(0);
        assertThat(large.batch()).isEqualTo(128);
        assertThat(large.profile().kernel()).isEqualTo("fully_connected_forward_32x128");
        LaunchCounts small = profile("32 neurons forward", 32).get(0);
        assertThat(small.batch()).isEqualTo(32);
        assertThat(small.profile().kernel()).isEqualTo("fully_connected_forward_32x32");
        assertThat(profile("a million values", 32).get(0).batch()).isZero();
    }
}
