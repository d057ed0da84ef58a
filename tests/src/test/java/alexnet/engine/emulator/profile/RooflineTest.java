package alexnet.engine.emulator.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import alexnet.engine.LaunchGeometry;
import alexnet.engine.emulator.profile.Roofline.Resource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bounds of launches whose work is known, against division by the data sheet's figures. */
final class RooflineTest {

    private static final long MEGA = 1_000_000;

    private static LaunchProfile launch(
            int blocks, LaunchProfile.WorkDone work, List<AccessProfile> accesses, LaunchProfile.Footprint footprint) {
        return new LaunchProfile(
                "a.ptx",
                "k",
                LaunchGeometry.of(blocks, 1, 1, 128, 1),
                0,
                Map.of(),
                work,
                new LaunchProfile.Divergence(0, 0, 0),
                accesses,
                footprint);
    }

    private static LaunchProfile.WorkDone floats(long flops) {
        return new LaunchProfile.WorkDone(flops, 0, 0, 0, 0, flops / 64, 0, flops / 64);
    }

    private static final LaunchProfile.Footprint NOTHING = new LaunchProfile.Footprint(0, 0, 0);

    @Test
    void multiplyAddsAtThePeakRate() {
        // 19.49 TFLOP/s; 108 blocks are one for each multiprocessor, 109 take twice as long.
        LaunchProfile even = launch(108, floats(19_492_000L * MEGA), List.of(), NOTHING);
        Roofline roofline = Roofline.of(even, Gpu.named("a100"), 32);
        assertThat(roofline.leastSeconds()).isCloseTo(1, within(1e-4));
        assertThat(roofline.binds()).isEqualTo(Resource.FLOAT);
        assertThat(roofline.floatShare(even)).isCloseTo(1, within(1e-9));
        assertThat(roofline.balance()).isEqualTo(1);
        LaunchProfile uneven = launch(109, floats(19_492_000L * MEGA), List.of(), NOTHING);
        Roofline second = Roofline.of(uneven, Gpu.named("a100"), 32);
        assertThat(second.blocksPerMultiprocessor()).isEqualTo(2);
        assertThat(second.leastSeconds()).isCloseTo(2 * 108 / 109.0, within(1e-4));
        assertThat(second.balance()).isCloseTo(109 / 216.0, within(1e-12));
    }

    @Test
    void issueBindsWhereFewInstructionsAreFloat() {
        // 4 warp instructions per clock; on the GTX 580 one.
        LaunchProfile.WorkDone work = new LaunchProfile.WorkDone(0, 0, 0, 0, 0, 0, 0, 132L * 4 * 1980 * MEGA);
        assertThat(Roofline.of(launch(132, work, List.of(), NOTHING), Gpu.named("h100"), 32)
                        .seconds()
                        .get(Resource.ISSUE))
                .isCloseTo(1, within(1e-9));
        assertThat(Roofline.of(launch(132, work, List.of(), NOTHING), Gpu.named("h100"), 32)
                        .binds())
                .isEqualTo(Resource.ISSUE);
    }

    @Test
    void memoryAtItsBandwidth() {
        // 100 million sectors read and 50 million written: 4.8 GB; each block reads all of its sectors itself, half
        // twice.
        AccessProfile store =
                new AccessProfile("st.global.f32", 1, "", "global", 1, 32, 128, 50 * MEGA, 128, 4, 0, 0, 0, 0);
        LaunchProfile launch = launch(
                1320, floats(MEGA), List.of(store), new LaunchProfile.Footprint(100 * MEGA, 50 * MEGA, 150 * MEGA));
        Roofline roofline = Roofline.of(launch, Gpu.named("h200"), 32);
        assertThat(roofline.seconds().get(Resource.DRAM)).isCloseTo(1e-3, within(1e-9));
        assertThat(roofline.seconds().get(Resource.L2)).isCloseTo(6.4e9 / (5120 * 1.98e9), within(1e-9));
        assertThat(roofline.binds()).isEqualTo(Resource.DRAM);
        assertThat(launch.intensity()).isCloseTo(1e6 / 4.8e9, within(1e-12));
    }

    @Test
    void sharedMemoryAtOnePassPerClock() {
        AccessProfile load = new AccessProfile(
                "ld.shared.v4.f32",
                1,
                "",
                "shared",
                MEGA,
                32 * MEGA,
                512 * MEGA,
                0,
                0,
                0,
                80 * 1530 * MEGA,
                MEGA,
                4,
                0);
        LaunchProfile launch = launch(80, floats(MEGA), List.of(load), NOTHING);
        assertThat(Roofline.of(launch, Gpu.named("v100"), 32).seconds().get(Resource.SHARED))
                .isCloseTo(1, within(1e-9));
        // A pass takes the GTX 580 two clocks; 5 blocks for each of its 16 multiprocessors.
        Roofline old = Roofline.of(launch, Gpu.named("gtx580"), 32);
        assertThat(old.seconds().get(Resource.SHARED)).isCloseTo(2 * 80 * 1530e6 / 16 / 1.544e9, within(1e-6));
        assertThat(old.binds()).isEqualTo(Resource.SHARED);
    }

    @Test
    void tensorAndDoubleRates() {
        LaunchProfile.WorkDone work =
                new LaunchProfile.WorkDone(0, 0, 0, 0, 155_934_000L * MEGA, 0, 9_745_920L * MEGA / 64, MEGA);
        Roofline roofline = Roofline.of(launch(108, work, List.of(), NOTHING), Gpu.named("a100"), 32);
        assertThat(roofline.seconds().get(Resource.TENSOR)).isCloseTo(1, within(1e-3));
        assertThat(roofline.seconds().get(Resource.DOUBLE)).isCloseTo(1, within(1e-3));
        assertThat(roofline.computeSeconds()).isEqualTo(roofline.leastSeconds());
    }

    @Test
    void wavesCountResidentBlocks() {
        // 128 registers: 4 blocks of 4 warps on a multiprocessor.
        Roofline roofline = Roofline.of(launch(1080, floats(MEGA), List.of(), NOTHING), Gpu.named("a100"), 128);
        assertThat(roofline.occupancy().blocks()).isEqualTo(4);
        assertThat(roofline.waves()).isCloseTo(2.5, within(1e-12));
        assertThat(Roofline.of(launch(1080, floats(MEGA), List.of(), NOTHING), Gpu.named("a100"), 256)
                        .waves())
                .isZero();
    }
}
