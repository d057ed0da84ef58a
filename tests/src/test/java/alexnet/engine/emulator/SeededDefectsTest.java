package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.KernelFaultException;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;
import alexnet.engine.emulator.SampleKernels.Unset;
import alexnet.engine.emulator.sanitize.Finding;
import alexnet.engine.emulator.sanitize.SanitizerReport;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each kernel of defects.cu does one thing that it must not, and is told so with line, thread and address. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class SeededDefectsTest {

    private static final SampleKernels KERNELS = new SampleKernels("defects");

    private static LaunchGeometry threads(int x) {
        return LaunchGeometry.of(1, 1, 1, x, 1);
    }

    private static int[] upTo(int count) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = i;
        }
        return values;
    }

    private static Finding only(List<Finding> findings) {
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private static void assertAt(Finding.Party party, String kernel, String word, String opcode, int x) {
        assertThat(party.source()).startsWith(KERNELS.place(kernel, word));
        assertThat(party.opcode()).isEqualTo(opcode);
        assertThat(KERNELS.ptxLine(party.line())).contains(opcode);
        assertThat(party.file()).isEqualTo("defects.ptx");
        assertThat(party.threadX()).isEqualTo(x);
    }

    private static void assertMemory(Finding finding, String space, String allocation, long offset, long bytes) {
        assertThat(finding.space()).isEqualTo(space);
        assertThat(finding.allocation()).isEqualTo(allocation);
        assertThat(finding.offset()).isEqualTo(offset);
        assertThat(finding.bytes()).isEqualTo(bytes);
    }

    private static void assertFault(String kernel, int threads, Object operand, String... parts) {
        KernelFaultException fault =
                catchThrowableOfType(KernelFaultException.class, () -> KERNELS.run(kernel, threads(threads), operand));
        assertThat(fault)
                .hasMessageContaining("kernel " + kernel)
                .hasMessageContaining(KERNELS.place(kernel, "at"))
                .hasMessageContaining("defects.ptx:");
        assertThat(fault.getMessage()).contains(parts);
    }

    @Test
    void outOfBounds() {
        assertFault(
                "out_of_bounds", 32, new int[33], "st.global.u32", "thread (31,0,0)", "after the end of 'operand 0'");
    }

    @Test
    void misaligned() {
        assertFault("misaligned", 32, new int[32], "st.global.u32", "thread (1,0,0)", "misaligned write of 4 bytes");
    }

    @Test
    void writeToConstantMemory() {
        assertFault(
                "write_to_constant",
                8,
                new int[8],
                "st.u32",
                "thread (3,0,0)",
                "write of 4 bytes",
                "byte 12 of constant memory");
    }

    @Test
    void useAfterFree() {
        SanitizerReport report = new SanitizerReport();
        try (EmulatedDevice device =
                        new EmulatedDevice(0, EmulatorOptions.defaults().withSanitizer(report));
                Stream stream = device.createStream();
                var module = device.load(KERNELS.ptx())) {
            DeviceBuffer buffer = device.allocate(256, "freed too early");
            KernelArguments arguments = new KernelArguments().pointer(buffer);
            buffer.close();
            stream.launch(module.kernel("out_of_bounds"), threads(1), arguments);
            assertThatThrownBy(stream::synchronize)
                    .isInstanceOf(KernelFaultException.class)
                    .hasMessageContaining(KERNELS.place("out_of_bounds", "at"))
                    .hasMessageContaining("byte 8 of 'freed too early' (256 bytes, already freed)");
        }
        assertThat(report.clean()).isTrue();
    }

    @Test
    void uninitialisedGlobalRead() {
        Finding finding = only(KERNELS.run("uninitialised_global", threads(64), new Unset(256), new int[64]));
        assertThat(finding.kind()).isEqualTo(Finding.Kind.UNINITIALISED_READ);
        assertAt(finding.at(), "uninitialised_global", "at", "ld.global.u32", 0);
        assertMemory(finding, "global", "operand 0", 0, 4);
    }

    @Test
    void uninitialisedSharedRead() {
        Finding finding = only(KERNELS.run("uninitialised_shared", threads(64), new int[64]));
        assertThat(finding.kind()).isEqualTo(Finding.Kind.UNINITIALISED_READ);
        assertAt(finding.at(), "uninitialised_shared", "at", "ld.shared.u32", 58);
        assertMemory(finding, "shared", "s", 20, 4);
        assertThat(finding.address()).isEqualTo(20);
    }

    @Test
    void uninitialisedLocalRead() {
        Finding finding =
                only(KERNELS.run("uninitialised_local", threads(8), new int[] {5, 1, 4, 6, 2, 7, 0, 3}, new int[8]));
        assertThat(finding.kind()).isEqualTo(Finding.Kind.UNINITIALISED_READ);
        // Five elements are written; threads 0 and 3 want the sixth and the seventh.
        assertAt(finding.at(), "uninitialised_local", "at", "ld.local.u32", 0);
        assertThat(finding.space()).isEqualTo("local");
        assertThat(finding.offset()).isEqualTo(20);
    }

    @Test
    void raceBetweenWarps() {
        Finding finding = only(KERNELS.run("block_race", threads(64), upTo(64), new int[64]));
        assertThat(finding.kind()).isEqualTo(Finding.Kind.SHARED_RACE);
        assertAt(finding.at(), "block_race", "at", "ld.shared.u32", 0);
        assertAt(finding.other(), "block_race", "other", "st.shared.u32", 63);
        assertMemory(finding, "shared", "s", 252, 4);
        assertThat(finding.toString())
                .contains(
                        "read of 4 bytes",
                        "0xfc of shared memory",
                        "other access: write by block (0,0,0), thread (63,0,0)");
    }

    @Test
    void raceWithTheNextRound() {
        Finding finding = only(KERNELS.run("loop_race", threads(64), upTo(192), new int[64], 3));
        assertThat(finding.kind()).isEqualTo(Finding.Kind.SHARED_RACE);
        assertAt(finding.at(), "loop_race", "at", "st.shared.u32", 0);
        assertAt(finding.other(), "loop_race", "other", "ld.shared.u32", 32);
        assertThat(only(KERNELS.run("loop_race", threads(64), upTo(192), new int[64], 2))
                        .at()
                        .threadX())
                .isZero();
        assertThat(KERNELS.run("loop_race", threads(64), upTo(192), new int[64], 1))
                .as("one round has no next one")
                .isEmpty();
    }

    @Test
    void raceWithinAWarp() {
        Finding finding = only(KERNELS.run("warp_race", threads(32), upTo(32), new int[32]));
        assertThat(finding.kind()).isEqualTo(Finding.Kind.SHARED_RACE);
        assertAt(finding.at(), "warp_race", "at", "ld.shared.u32", 0);
        assertAt(finding.other(), "warp_race", "other", "st.shared.u32", 1);
        assertThat(finding.reason()).contains("no synchronisation of the warp");
    }

    @Test
    void oneInstructionStoresDifferentValuesAtOnePlace() {
        Finding finding = only(KERNELS.run("same_place", threads(64), new int[64]));
        assertThat(finding.kind()).isEqualTo(Finding.Kind.SHARED_RACE);
        assertAt(finding.at(), "same_place", "at", "st.shared.u32", 1);
        assertAt(finding.other(), "same_place", "at", "st.shared.u32", 0);
    }

    @Test
    void raceInGlobalMemoryWithinABlock() {
        Finding finding = only(KERNELS.run("global_race", threads(64), upTo(64)));
        assertThat(finding.kind()).isEqualTo(Finding.Kind.GLOBAL_RACE);
        assertAt(finding.at(), "global_race", "at", "st.global.u32", 0);
        assertAt(finding.other(), "global_race", "other", "ld.global.u32", 63);
        assertMemory(finding, "global", "operand 0", 0, 4);
    }

    @Test
    void raceBetweenBlocks() {
        List<Finding> findings =
                KERNELS.run("blocks_race", LaunchGeometry.of(3, 1, 1, 1, 1), new int[] {1, 2, 3}, new int[1]);
        assertThat(findings).hasSize(3).allMatch(finding -> finding.kind() == Finding.Kind.GLOBAL_RACE);
        Finding first = findings.get(0);
        assertAt(first.at(), "blocks_race", "at", "ld.global.u32", 0);
        assertAt(first.other(), "blocks_race", "other", "st.global.u32", 0);
        assertThat(first.at().blockX()).isEqualTo(1);
        assertThat(first.other().blockX()).isZero();
    }

    @Test
    void lastBlockReadsWithoutAFence() {
        Finding finding = only(KERNELS.run(
                "missing_fence",
                LaunchGeometry.of(4, 1, 1, 1, 1),
                new int[] {1, 2, 3, 4},
                new Unset(16),
                new int[1],
                new Unset(4)));
        assertThat(finding.kind()).isEqualTo(Finding.Kind.GLOBAL_RACE);
        assertAt(finding.at(), "missing_fence", "at", "ld.global.u32", 0);
        assertAt(finding.other(), "missing_fence", "other", "st.global.u32", 0);
        assertThat(finding.at().blockX()).isEqualTo(3);
        assertThat(finding.other().blockX()).isZero();
    }

    @Test
    void barrierThatSomeNeverReach() {
        Finding finding = only(KERNELS.run("divergent_barrier", threads(64), upTo(64), new int[64]));
        assertThat(finding.kind()).isEqualTo(Finding.Kind.BARRIER_DIVERGENCE);
        assertAt(finding.at(), "divergent_barrier", "at", "bar.sync", 0);
        assertThat(finding.reason()).contains("thread (40,0,0)", "23 others");
    }

    @Test
    void warpSyncWithoutTheThreadItself() {
        assertFault(
                "illegal_syncwarp",
                32,
                new int[32],
                "bar.warp.sync",
                "thread (16,0,0)",
                "the member mask 0xffff does not name the thread itself");
    }

    @Test
    void shuffleFromALaneThatHasEnded() {
        Finding finding = only(KERNELS.run("ended_lane", threads(32), new int[32]));
        assertThat(finding.kind()).isEqualTo(Finding.Kind.ILLEGAL_WARP_SYNC);
        assertAt(finding.at(), "ended_lane", "at", "shfl.sync.down.b32", 20);
        assertThat(finding.reason()).contains("lane 24");
    }

    @Test
    void leakNamesWhatAndWhere() {
        SanitizerReport report = new SanitizerReport();
        try (EmulatedDevice device =
                new EmulatedDevice(4, EmulatorOptions.defaults().withSanitizer(report))) {
            device.allocate(64, "kept").close();
            device.allocate(48, "forgotten");
        }
        Finding finding = only(report.findings());
        assertThat(finding.kind()).isEqualTo(Finding.Kind.LEAK);
        assertThat(finding.allocation()).isEqualTo("forgotten");
        assertThat(finding.bytes()).isEqualTo(48);
        assertThat(finding.toString())
                .contains("leak: 'forgotten' (48 bytes)", "emulator:4", "SeededDefectsTest.leakNamesWhatAndWhere");
        assertThat(report.summary()).isEqualTo("sanitizer: 1 report (leak 1)");
    }

    @Test
    void findingsAreThrownByWhoeverWaits() {
        assertThatThrownBy(() -> {
                    try (EmulatedDevice device = new EmulatedDevice(
                                    0, EmulatorOptions.defaults().withSanitizer());
                            Stream stream = device.createStream();
                            var module = device.load(KERNELS.ptx())) {
                        DeviceBuffer in = device.allocate(256, "in");
                        DeviceBuffer out = device.allocate(256, "out");
                        stream.launch(
                                module.kernel("uninitialised_global"),
                                threads(64),
                                new KernelArguments().pointer(in).pointer(out));
                        assertThatThrownBy(stream::synchronize)
                                .isInstanceOf(KernelFaultException.class)
                                .hasMessageContaining("uninitialised read")
                                .hasMessageContaining("'in' (256 bytes)");
                        stream.synchronize();
                        out.close();
                    }
                })
                .isInstanceOf(KernelFaultException.class)
                .hasMessageContaining("leak: 'in'");
    }
}
