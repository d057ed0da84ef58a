package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.HostBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.KernelFaultException;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.Stream;
import alexnet.engine.emulator.observe.Access;
import alexnet.engine.emulator.observe.BlockObserver;
import alexnet.engine.emulator.observe.DeviceObserver;
import alexnet.engine.emulator.observe.Lanes;
import alexnet.engine.emulator.observe.Launch;
import alexnet.engine.ptx.PtxInstruction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an observed device tells, event by event. */
final class ObserverTest {

    /** Writes down every event as one line. */
    private static final class Diary implements DeviceObserver, BlockObserver {

        final List<String> lines = new ArrayList<>();
        boolean wanted = true;
        private long base;

        private static String lanes(Lanes lanes) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < lanes.ranges(); i++) {
                text.append(i == 0 ? "" : ",").append(lanes.from(i)).append('-').append(lanes.to(i));
            }
            return text.toString();
        }

        @Override
        public void allocated(long address, long bytes, String label) {
            base = lines.isEmpty() ? address : base;
            lines.add("allocated " + label + " " + bytes);
        }

        @Override
        public void freed(long address) {
            lines.add("freed +" + (address - base));
        }

        @Override
        public void written(long address, long bytes) {
            lines.add("written +" + (address - base) + " " + bytes);
        }

        @Override
        public void copied(long to, long from, long bytes) {
            lines.add("copied +" + (to - base) + " from +" + (from - base) + " " + bytes);
        }

        @Override
        public BlockObserver launch(Launch launch) {
            assertThat(launch.arguments()).first().isEqualTo(base);
            lines.add("launch " + launch.kernel().name() + " sites "
                    + launch.sites().size() + " shared " + launch.sharedBytes());
            return this;
        }

        @Override
        public void closing() {
            lines.add("closing");
        }

        @Override
        public void blockStart(int x, int y, int z) {
            lines.add("block " + x + " " + y + " " + z);
        }

        @Override
        public void basicBlock(int number, Lanes active) {
            lines.add("basic block " + number + " " + lanes(active));
        }

        @Override
        public void access(Access access) {
            StringBuilder text = new StringBuilder(access.site().kind() + " " + access.space() + " "
                    + access.site().bytes());
            for (int i = 0; i < access.lanes().ranges(); i++) {
                for (int lane = access.lanes().from(i); lane < access.lanes().to(i); lane++) {
                    long address = access.addresses()[lane];
                    if (access.affine()) {
                        assertThat(address).isEqualTo(access.start() + access.strideX() * lane);
                    }
                    text.append(' ').append(lane).append(":+").append(address >= base ? address - base : address);
                    text.append('=').append(access.stored(lane, 0)).append('/').append(access.held(lane, 0));
                }
            }
            lines.add(text.toString());
        }

        @Override
        public void fence(PtxInstruction instruction, Lanes active) {
            lines.add(instruction.opcode() + " " + lanes(active));
        }

        @Override
        public void warpSync(PtxInstruction instruction, Lanes active, int[] members) {
            lines.add(instruction.opcode() + " " + lanes(active) + " " + Integer.toHexString(members[active.from(0)]));
        }

        @Override
        public void barrier(PtxInstruction instruction, Lanes arrived) {
            lines.add("barrier " + lanes(arrived));
        }

        @Override
        public void exit(Lanes left) {
            lines.add("left " + lanes(left));
        }

        @Override
        public void blockEnd() {
            lines.add("end");
        }

        @Override
        public void launchEnd() {
            lines.add("launch end");
        }

        @Override
        public void synchronizedWith() {
            if (!wanted) {
                throw new KernelFaultException("seen", null, null);
            }
        }
    }

    @Test
    void everyEventOfALaunchInOrder() {
        String body = """
                .shared .align 4 .b8 s[16];
                mul.wide.u32 %rd5, %r0, 4;
                add.s64 %rd5, %rd5, %rd0;
                ld.global.u32 %r2, [%rd5];
                setp.eq.u32 %p1, %r0, 1;
                @%p1 st.shared.u32 [s+4], 7;
                bar.warp.sync 15;
                @%p1 atom.global.add.u32 %r3, [%rd0], 2;
                cvta.shared.u64 %rd6, s;
                selp.b64 %rd7, %rd6, %rd0, %p1;
                ld.u32 %r4, [%rd7];
                membar.gl;
                @%p1 bra out;
                bar.sync 0;
                shfl.sync.bfly.b32 %r5, %r4, 2, 31, 13;
                st.global.u32 [%rd5], %r5;
                out:
                """;
        Diary diary = new Diary();
        try (EmulatedDevice device =
                        new EmulatedDevice(0, EmulatorOptions.defaults().withObserver(name -> diary));
                Stream stream = device.createStream()) {
            DeviceBuffer buffer = device.allocate(16, "data");
            buffer.write(new int[] {10, 11, 12, 13});
            stream.launch(
                    device.load(PtxProgram.kernel(1, body)).kernel("k"),
                    PtxProgram.threads(4),
                    new KernelArguments().pointer(buffer));
            stream.zero(buffer.slice(4, 8));
            stream.copy(buffer.slice(0, 4), buffer.slice(12, 4));
            HostBuffer host = device.allocateHost(16);
            stream.upload(buffer, host);
            stream.synchronize();
            buffer.close();
        }
        assertThat(diary.lines)
                .containsExactly(
                        "allocated data 16",
                        "written +0 16",
                        "launch k sites 6 shared 16",
                        "block 0 0 0",
                        "basic block 0 0-4",
                        "READ PARAMETER 8 0:+0=0/" + diary.base + " 1:+0=0/" + diary.base + " 2:+0=0/" + diary.base
                                + " 3:+0=0/" + diary.base,
                        "READ GLOBAL 4 0:+0=0/10 1:+4=0/11 2:+8=0/12 3:+12=0/13",
                        "WRITE SHARED 4 1:+4=7/0",
                        "bar.warp.sync 0-4 f",
                        "basic block 1 0-4",
                        "ATOMIC GLOBAL 4 1:+0=0/10",
                        "READ GLOBAL 4 0:+0=0/12 2:+0=0/12 3:+0=0/12",
                        "READ SHARED 4 1:+0=0/0",
                        "membar.gl 0-4",
                        "basic block 2 0-1,2-4",
                        "basic block 4 1-2",
                        "left 0-1,2-4",
                        "barrier 0-1,2-4",
                        "basic block 3 0-1,2-4",
                        "shfl.sync.bfly.b32 0-1,2-4 d",
                        "WRITE GLOBAL 4 0:+0=12/12 2:+8=12/12 3:+12=0/13",
                        "basic block 4 0-1,2-4",
                        "end",
                        "launch end",
                        "written +4 8",
                        "copied +0 from +12 4",
                        "written +0 16",
                        "freed +0",
                        "closing");
    }

    @Test
    void aFaultEndsBlockAndLaunch() {
        Diary diary = new Diary();
        try (EmulatedDevice device =
                        new EmulatedDevice(0, EmulatorOptions.defaults().withObserver(name -> diary));
                Stream stream = device.createStream()) {
            DeviceBuffer buffer = device.allocate(4, "data");
            stream.launch(
                    device.load(PtxProgram.kernel(1, "trap;")).kernel("k"),
                    LaunchGeometry.of(3, 1, 1, 1, 1),
                    new KernelArguments().pointer(buffer));
            assertThatThrownBy(stream::synchronize).hasMessageContaining("trap");
            assertThat(diary.lines).endsWith("end", "launch end");
            assertThat(diary.lines).doesNotContain("block 1 0 0");
            diary.wanted = false;
            assertThatThrownBy(stream::synchronize).hasMessage("seen");
            diary.wanted = true;
        }
        assertThat(diary.lines).endsWith("closing", "freed +0");
    }

    @Test
    void theObservedFormComputesWhatThePlainOneDoes() {
        String body = """
                mov.u32 %r1, %ctaid.x;
                mad.lo.u32 %r2, %r1, 64, %r0;
                mul.wide.u32 %rd5, %r2, 4;
                add.s64 %rd6, %rd5, %rd0;
                ld.global.u32 %r3, [%rd6];
                and.b32 %r4, %r3, 1;
                setp.eq.u32 %p1, %r4, 1;
                @!%p1 bra even;
                mul.lo.u32 %r3, %r3, 3;
                even:
                atom.global.add.u32 %r5, [%rd0+1024], %r3;
                add.s64 %rd7, %rd5, %rd1;
                st.global.u32 [%rd7], %r3;
                """;
        // The atomic sum has an element of its own: no other thread reads it.
        int[] input = new int[257];
        for (int i = 0; i < 256; i++) {
            input[i] = i * 7919 % 1000;
        }
        int[] plain = new int[256];
        PtxProgram.run(PtxProgram.kernel(2, body), LaunchGeometry.of(4, 1, 1, 64, 1), input.clone(), plain);
        int[] observed = new int[256];
        try (EmulatedDevice device = new EmulatedDevice(
                        0, EmulatorOptions.defaults().withObserver(name -> launch -> new BlockObserver() {}));
                Stream stream = device.createStream()) {
            DeviceBuffer in = device.allocate(1028, "in");
            DeviceBuffer out = device.allocate(1024, "out");
            in.write(input);
            stream.launch(
                    device.load(PtxProgram.kernel(2, body)).kernel("k"),
                    LaunchGeometry.of(4, 1, 1, 64, 1),
                    new KernelArguments().pointer(in).pointer(out));
            stream.synchronize();
            out.read(observed);
        }
        assertThat(observed).containsExactly(plain);
    }
}
