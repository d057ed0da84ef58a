package alexnet.engine.emulator.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import alexnet.engine.emulator.profile.Occupancy.Limiter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Occupancy against values worked out by hand from the tables of NVIDIA's occupancy calculator. */
final class OccupancyTest {

    @ParameterizedTest
    @CsvSource({
        // Nothing but threads: 2048 per multiprocessor, 1024 on sm_75, 1536 on sm_86 and sm_89.
        "sm_60, 256, 32, 0, 8, WARPS",
        "sm_70, 256, 32, 0, 8, WARPS",
        "sm_75, 256, 32, 0, 4, WARPS",
        "sm_86, 256, 32, 0, 6, WARPS",
        "sm_90, 1024, 32, 0, 2, WARPS",
        // One warp per block: the number of blocks.
        "sm_60, 32, 16, 0, 32, BLOCKS",
        "sm_75, 32, 16, 0, 16, BLOCKS",
        "sm_86, 32, 16, 0, 16, BLOCKS",
        "sm_89, 32, 16, 0, 24, BLOCKS",
        "sm_90, 1, 16, 0, 32, BLOCKS",
        // 128 registers: 4096 per warp, 16 warps.
        "sm_80, 256, 128, 0, 2, REGISTERS",
        // 145 registers: 4640 per warp, handed out as 4864; 3 warps in each of 4 partitions of 16384.
        "sm_80, 128, 145, 0, 3, REGISTERS",
        // 33 registers: 1056 per warp, handed out as 1280: 48 warps and not 62.
        "sm_70, 128, 33, 0, 12, REGISTERS",
        // 200 registers: 6400 per warp; 5 in each of 2 partitions, or 2 in each of 4.
        "sm_60, 64, 200, 0, 5, REGISTERS",
        "sm_70, 64, 200, 0, 4, REGISTERS",
        // 255 registers: 8160 per warp, handed out as 8192.
        "sm_80, 256, 255, 0, 1, REGISTERS",
        // 1024 threads have 64 registers each, and not one more.
        "sm_80, 1024, 64, 0, 1, REGISTERS",
        "sm_80, 1024, 65, 0, 0, REGISTERS",
        "sm_80, 256, 256, 0, 0, REGISTERS",
        // 32 KiB: 64, 96, 164 and 228 KiB per multiprocessor; from sm_80 on 1 KiB more for each block.
        "sm_60, 128, 32, 32768, 2, SHARED",
        "sm_70, 128, 32, 32768, 3, SHARED",
        "sm_80, 128, 32, 32768, 4, SHARED",
        "sm_90, 128, 32, 32768, 6, SHARED",
        // 16 KiB fit 4 times into 64 KiB, 16 KiB and a byte are handed out as 16640 bytes.
        "sm_60, 128, 32, 16384, 4, SHARED",
        "sm_60, 128, 32, 16385, 3, SHARED",
        // What one block may have, and a byte more.
        "sm_60, 128, 32, 49152, 1, SHARED",
        "sm_60, 128, 32, 49153, 0, SHARED",
        "sm_80, 128, 32, 166912, 1, SHARED",
        "sm_80, 128, 32, 166913, 0, SHARED",
        "sm_90, 128, 32, 232448, 1, SHARED",
        // Warps and registers run out together.
        "sm_80, 256, 32, 20480, 7, SHARED",
        "sm_80, 1024, 32, 0, 2, WARPS",
        "sm_80, 1025, 16, 0, 0, WARPS"
    })
    void blocksAndLimiter(String architecture, int threads, int registers, int shared, int blocks, Limiter limiter) {
        Occupancy occupancy = Occupancy.of(SmLimits.of(architecture), threads, registers, shared);
        assertThat(occupancy.blocks()).isEqualTo(blocks);
        assertThat(occupancy.limiter()).isEqualTo(limiter);
        assertThat(occupancy.warps()).isEqualTo(blocks * ((threads + 31) / 32));
    }

    @Test
    void shareIsOfTheWarpsThatTheArchitectureHas() {
        assertThat(Occupancy.of(SmLimits.of("sm_80"), 128, 145, 0).share()).isCloseTo(0.1875, within(1e-12));
        assertThat(Occupancy.of(SmLimits.of("sm_86"), 256, 32, 0).share()).isEqualTo(1);
        assertThat(Occupancy.of(SmLimits.of("sm_60"), 64, 200, 0).share()).isCloseTo(10 / 64.0, within(1e-12));
        assertThat(Occupancy.of(SmLimits.of("sm_80"), 1024, 65, 0).share()).isZero();
    }

    @Test
    void namesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> SmLimits.of("sm_61"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("sm_61", "sm_60", "sm_90");
        assertThatThrownBy(() -> Occupancy.of(SmLimits.of("sm_60"), 0, 1, 0)).hasMessageContaining("found 0 threads");
        assertThatThrownBy(() -> Gpu.named("k40"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("k40", "gtx580, v100, a100, h100");
        assertThat(Gpu.named("A100").limits().architecture()).isEqualTo("sm_80");
    }

    /** The peaks of the data sheets, in TFLOP/s of float32. */
    @ParameterizedTest
    @CsvSource({"gtx580, 1.581", "v100, 15.7", "a100, 19.5", "h100, 66.9", "h200, 66.9"})
    void peaksAreThoseOfTheDataSheets(String name, double teraflops) {
        assertThat(Gpu.named(name).floatFlops() / 1e12).isCloseTo(teraflops, within(0.01 * teraflops));
    }
}
