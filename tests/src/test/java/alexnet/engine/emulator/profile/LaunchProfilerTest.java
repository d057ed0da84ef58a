package alexnet.engine.emulator.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.KernelFaultException;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.PtxSource;
import alexnet.engine.Stream;
import alexnet.engine.emulator.EmulatedDevice;
import alexnet.engine.emulator.EmulatorOptions;
import alexnet.engine.emulator.profile.LaunchProfile.Count;
import alexnet.engine.emulator.profile.LaunchProfile.Divergence;
import alexnet.engine.emulator.profile.LaunchProfile.Footprint;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Profiles of small kernels whose instructions, sectors, passes and branches are counted by hand. */
final class LaunchProfilerTest {

    private static final int BUFFER_BYTES = 1 << 16;

    /** A kernel with two pointers in %rd0 and %rd1, the thread's number in %r0 and the global one in %r1. */
    private static PtxSource kernel(String body) {
        return new PtxSource("small.ptx", """
                .version 7.0
                .target sm_80
                .address_size 64
                .file 1 "small.cu"
                .visible .entry k(.param .u64 p, .param .u64 q)
                {
                .reg .pred %%p<9>;
                .reg .b32 %%r<19>;
                .reg .b64 %%rd<19>;
                .reg .f32 %%f<9>;
                .reg .f64 %%d<9>;
                .shared .align 16 .b8 s[8448];
                ld.param.u64 %%rd0, [p];
                ld.param.u64 %%rd1, [q];
                mov.u32 %%r0, %%tid.x;
                mov.u32 %%r2, %%ctaid.x;
                mov.u32 %%r3, %%ntid.x;
                mad.lo.s32 %%r1, %%r2, %%r3, %%r0;
                %s
                ret;
                }
                """.formatted(body));
    }

    private static LaunchProfile profile(LaunchGeometry geometry, String body) {
        LaunchProfiler profiler = new LaunchProfiler();
        EmulatorOptions options = EmulatorOptions.defaults().withObserver(device -> profiler);
        try (EmulatedDevice device = new EmulatedDevice(0, 1 << 24, options);
                Stream stream = device.createStream()) {
            DeviceBuffer first = device.allocate(BUFFER_BYTES, "first");
            DeviceBuffer second = device.allocate(BUFFER_BYTES, "second");
            stream.launch(
                    device.load(kernel(body)).kernel("k"),
                    geometry,
                    new KernelArguments().pointer(first).pointer(second));
            stream.synchronize();
        }
        List<LaunchProfile> profiles = profiler.take();
        assertThat(profiles).hasSize(1);
        assertThat(profiler.take()).isEmpty();
        return profiles.get(0);
    }

    private static LaunchGeometry blocks(int blocks, int threads) {
        return LaunchGeometry.of(blocks, 1, 1, threads, 1);
    }

    private static AccessProfile access(LaunchProfile profile, String opcode) {
        return profile.accesses().stream()
                .filter(access -> access.opcode().equals(opcode))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void countsInstructionsFlopsAndSectorsOfAStreamingKernel() {
        LaunchProfile profile = profile(blocks(4, 64), """
                mul.wide.s32 %rd2, %r1, 4;
                add.s64 %rd3, %rd0, %rd2;
                add.s64 %rd4, %rd1, %rd2;
                ld.global.f32 %f0, [%rd3];
                .loc 1 17 3
                ld.global.f32 %f1, [%rd4];
                fma.rn.f32 %f2, %f0, 0f40000000, %f1;
                add.f32 %f2, %f2, %f0;
                mul.f32 %f2, %f2, %f2;
                div.rn.f32 %f2, %f2, %f1;
                cvt.f64.f32 %d0, %f2;
                fma.rn.f64 %d1, %d0, %d0, %d0;
                cvt.rn.f32.f64 %f2, %d1;
                bar.sync 0;
                st.global.f32 [%rd4], %f2;
                """);
        assertThat(profile.kernel()).isEqualTo("k");
        assertThat(profile.module()).isEqualTo("small.ptx");
        // 8 warps, 256 lanes.
        assertThat(profile.instructions())
                .containsEntry(InstructionKind.INTEGER, new Count(4 * 8, 4 * 256))
                .containsEntry(InstructionKind.MOVE, new Count(3 * 8, 3 * 256))
                .containsEntry(InstructionKind.LOAD_PARAMETER, new Count(2 * 8, 2 * 256))
                .containsEntry(InstructionKind.LOAD_GLOBAL, new Count(2 * 8, 2 * 256))
                .containsEntry(InstructionKind.STORE_GLOBAL, new Count(8, 256))
                .containsEntry(InstructionKind.FLOAT_FMA, new Count(8, 256))
                .containsEntry(InstructionKind.FLOAT_ADD, new Count(8, 256))
                .containsEntry(InstructionKind.FLOAT_MULTIPLY, new Count(8, 256))
                .containsEntry(InstructionKind.FLOAT_OTHER, new Count(8, 256))
                .containsEntry(InstructionKind.DOUBLE, new Count(8, 256))
                .containsEntry(InstructionKind.CONVERT, new Count(2 * 8, 2 * 256))
                .containsEntry(InstructionKind.BARRIER, new Count(8, 256))
                .containsEntry(InstructionKind.CONTROL, new Count(8, 256))
                .hasSize(13);
        assertThat(profile.total()).isEqualTo(new Count(21 * 8, 21 * 256));
        assertThat(profile.work().floatFlops()).isEqualTo((2 + 1 + 1 + 1) * 256);
        assertThat(profile.work().doubleFlops()).isEqualTo(2 * 256);
        assertThat(profile.work().floatSlots()).isEqualTo((3 + 8) * 8);
        assertThat(profile.work().slots()).isEqualTo((21 - 5 + 7) * 8);
        assertThat(profile.lanesPerWarp()).isEqualTo(32);
        assertThat(profile.divergence()).isEqualTo(new Divergence(0, 0, 0));
        assertThat(profile.accesses()).hasSize(3);
        AccessProfile second = profile.accesses().get(1);
        assertThat(second)
                .isEqualTo(new AccessProfile(
                        "ld.global.f32",
                        second.line(),
                        "small.cu:17",
                        "global",
                        8,
                        256,
                        1024,
                        32,
                        1024,
                        4,
                        0,
                        0,
                        0,
                        0));
        assertThat(second.efficiency()).isEqualTo(1);
        assertThat(profile.globalRequests()).isEqualTo(24);
        assertThat(profile.globalBytes()).isEqualTo(3072);
        assertThat(profile.footprint()).isEqualTo(new Footprint(64, 32, 64));
        assertThat(profile.dramBytes()).isEqualTo(3072);
        assertThat(profile.intensity()).isCloseTo(7 * 256 / 3072.0, within(1e-12));
        assertThat(profile.worstCoalesced(5)).isEmpty();
        assertThat(profile.worstConflicts(5)).isEmpty();
    }

    @Test
    void namesTheLineOfAScatteredAccess() {
        LaunchProfile profile = profile(blocks(2, 32), """
                mul.wide.s32 %rd2, %r0, 128;
                add.s64 %rd3, %rd0, %rd2;
                .loc 1 42 1
                ld.global.f32 %f0, [%rd3];
                ld.global.f32 %f1, [%rd0];
                mul.wide.s32 %rd2, %r0, 8;
                add.s64 %rd3, %rd1, %rd2;
                .loc 1 44 1
                st.global.f32 [%rd3], %f0;
                """);
        List<AccessProfile> worst = profile.worstCoalesced(2);
        assertThat(worst).extracting(AccessProfile::source).containsExactly("small.cu:42", "small.cu:44");
        assertThat(worst.get(0).sectorsPerRequest()).isEqualTo(32);
        assertThat(worst.get(0).efficiency()).isEqualTo(0.125);
        assertThat(worst.get(1).sectorsPerRequest()).isEqualTo(8);
        assertThat(worst.get(1).efficiency()).isEqualTo(0.5);
        // Both blocks read the same: once from DRAM, twice from L2. The single word lies in a sector already read.
        assertThat(profile.footprint()).isEqualTo(new Footprint(32, 8, 64));
        assertThat(profile.l2Bytes()).isEqualTo((64 + 16) * 32);
    }

    @Test
    void bankConflictsOfATransposition() {
        // Column reads of rows of 32 floats, and of 33; a broadcast; stores along the row.
        LaunchProfile profile = profile(blocks(3, 64), """
                mov.u64 %rd2, s;
                cvt.u64.u32 %rd9, %r0;
                mul.wide.u32 %rd3, %r0, 128;
                add.s64 %rd3, %rd2, %rd3;
                .loc 1 7 1
                ld.shared.u32 %r4, [%rd3];
                mul.wide.u32 %rd4, %r0, 132;
                add.s64 %rd4, %rd2, %rd4;
                ld.shared.s32 %r5, [%rd4];
                ld.shared.v4.u32 {%r6, %r7, %r8, %r9}, [s];
                mul.wide.u32 %rd5, %r0, 4;
                add.s64 %rd5, %rd2, %rd5;
                st.shared.u32 [%rd5], %r0;
                """);
        assertThat(profile.sharedBytes()).isEqualTo(8448);
        assertThat(access(profile, "ld.shared.u32").passesPerRequest()).isEqualTo(32);
        assertThat(access(profile, "ld.shared.s32").passesPerRequest()).isEqualTo(1);
        assertThat(access(profile, "ld.shared.v4.u32").passesPerRequest()).isEqualTo(2);
        assertThat(access(profile, "st.shared.u32").passesPerRequest()).isEqualTo(1);
        assertThat(profile.sharedRequests()).isEqualTo(4 * 6);
        assertThat(profile.bankConflicts()).isEqualTo(31 * 6);
        assertThat(profile.worstConflicts(9)).extracting(AccessProfile::source).containsExactly("small.cu:7");
    }

    @Test
    void divergence() {
        // Lanes 0 to 3 of each warp run one more instruction, the first warp alone another one.
        LaunchProfile profile = profile(blocks(1, 64), """
                and.b32 %r4, %r0, 31;
                setp.gt.u32 %p0, %r4, 3;
                @%p0 bra skip;
                add.s32 %r5, %r4, 1;
                skip:
                setp.gt.u32 %p1, %r0, 31;
                @%p1 bra last;
                add.s32 %r6, %r4, 1;
                last:
                mov.u32 %r7, 0;
                """);
        assertThat(profile.divergence()).isEqualTo(new Divergence(2, 4, 2));
        assertThat(profile.count(InstructionKind.INTEGER)).isEqualTo(new Count(2 * 2 + 2 + 1, 2 * 64 + 8 + 32));
        assertThat(profile.partialShare()).isCloseTo(2.0 / profile.total().warps(), within(1e-12));
    }

    @Test
    void loopsOfDifferentLengths() {
        // Lane n goes round n + 1 times: the branch parts the warp each time but the last.
        LaunchProfile profile = profile(blocks(1, 32), """
                mov.u32 %r4, 0;
                again:
                add.s32 %r4, %r4, 1;
                setp.le.u32 %p0, %r4, %r0;
                @%p0 bra again;
                """);
        assertThat(profile.divergence().branches()).isEqualTo(32);
        assertThat(profile.divergence().divergentBranches()).isEqualTo(31);
        assertThat(profile.count(InstructionKind.COMPARE)).isEqualTo(new Count(32, 32 * 33 / 2));
        // 31 rounds of three instructions lack lanes.
        assertThat(profile.divergence().partialWarps()).isEqualTo(31 * 3);
    }

    @Test
    void partsOfWarpsAndPredicates() {
        // 40 threads: the second warp has 8. The predicate holds for lanes 0 to 9, all of them in the first warp.
        LaunchProfile profile = profile(blocks(2, 40), """
                setp.lt.u32 %p0, %r0, 10;
                mul.wide.u32 %rd2, %r0, 4;
                add.s64 %rd2, %rd0, %rd2;
                @%p0 st.global.u32 [%rd2], %r0;
                setp.ge.u32 %p1, %r0, 36;
                @%p1 ret;
                add.s32 %r4, %r0, 1;
                """);
        AccessProfile store = access(profile, "st.global.u32");
        assertThat(store.requests()).isEqualTo(2);
        assertThat(store.lanes()).isEqualTo(20);
        assertThat(store.sectors()).isEqualTo(4);
        assertThat(profile.count(InstructionKind.STORE_GLOBAL)).isEqualTo(new Count(4, 80));
        // mad, mul, add before the exit; add after it, for 36 of the 40 threads.
        assertThat(profile.count(InstructionKind.INTEGER)).isEqualTo(new Count(4 * 4, 3 * 80 + 72));
        assertThat(profile.divergence().divergentBranches()).isZero();
    }

    @Test
    void atomicsAtOneAddressTakeTurns() {
        LaunchProfile profile = profile(blocks(2, 64), """
                red.global.add.u32 [%rd0], 1;
                and.b32 %r4, %r0, 7;
                mul.wide.u32 %rd2, %r4, 4;
                add.s64 %rd2, %rd0, %rd2;
                atom.global.max.u32 %r5, [%rd2], %r0;
                """);
        AccessProfile one = access(profile, "red.global.add.u32");
        assertThat(one.sameAddress()).isEqualTo(4 * 32);
        assertThat(one.sectors()).isEqualTo(4);
        assertThat(access(profile, "atom.global.max.u32").sameAddress()).isEqualTo(4 * 4);
        assertThat(profile.count(InstructionKind.ATOMIC)).isEqualTo(new Count(8, 256));
        assertThat(profile.footprint()).isEqualTo(new Footprint(1, 1, 2));
    }

    @Test
    void genericAddressesCountWhereTheyGo() {
        LaunchProfile profile = profile(blocks(1, 32), """
                cvta.shared.u64 %rd2, s;
                ld.u32 %r4, [%rd2];
                ld.s32 %r5, [%rd0];
                """);
        assertThat(access(profile, "ld.u32").space()).isEqualTo("shared");
        assertThat(access(profile, "ld.s32").space()).isEqualTo("global");
        assertThat(profile.count(InstructionKind.LOAD_GENERIC)).isEqualTo(new Count(2, 64));
    }

    @Test
    void asynchronousCopiesReadGlobalAndWriteSharedMemory() {
        LaunchProfile profile = profile(blocks(1, 32), """
                mul.wide.u32 %rd2, %r0, 16;
                add.s64 %rd3, %rd0, %rd2;
                mov.u64 %rd4, s;
                add.s64 %rd4, %rd4, %rd2;
                cp.async.ca.shared.global [%rd4], [%rd3], 16;
                cp.async.wait_all;
                """);
        assertThat(profile.count(InstructionKind.ASYNC_COPY)).isEqualTo(new Count(2, 64));
        assertThat(profile.accesses())
                .extracting(AccessProfile::space, AccessProfile::sectors, AccessProfile::passes)
                .containsExactlyInAnyOrder(tuple("global", 16L, 0L), tuple("shared", 0L, 4L));
        assertThat(profile.footprint()).isEqualTo(new Footprint(16, 0, 16));
        assertThat(profile.l2Bytes()).isEqualTo(16 * 32);
    }

    @Test
    void aLaunchThatFaultsHasAProfileOfWhatItDid() {
        LaunchProfiler profiler = new LaunchProfiler();
        EmulatorOptions options = EmulatorOptions.defaults().withObserver(device -> profiler);
        try (EmulatedDevice device = new EmulatedDevice(0, 1 << 24, options);
                Stream stream = device.createStream()) {
            stream.launch(
                    device.load(kernel("ld.global.u32 %r4, [%rd0];")).kernel("k"),
                    blocks(3, 32),
                    new KernelArguments().nullPointer().nullPointer());
            assertThatThrownBy(stream::synchronize).isInstanceOf(KernelFaultException.class);
        }
        assertThat(profiler.take())
                .hasSize(1)
                .first()
                .satisfies(profile -> assertThat(profile.globalRequests()).isEqualTo(1));
    }
}
