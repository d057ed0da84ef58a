package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.PtxSource;
import alexnet.engine.Stream;
import alexnet.engine.StructFields;
import org.junit.jupiter.api.Test;

/** Names, initial values and addresses mean when code runs what the text says; all results are worked out by hand. */
final class GrammarTest {

    @Test
    void initialisedVariablesHoldTheAddressesOfOthers() {
        int[] out = new int[6];
        PtxProgram.run(PtxProgram.kernel("""
                .global .u32 numbers[3] = {10, 20, 30}; .const .u32 constants[2] = {7, 9};
                .global .u64 list[3] = {numbers+4, generic(constants)+4, constants+4};
                .global .u8 low = 0xff(numbers); .global .u8 next = 0xff00(numbers);
                """, 1, """
                ld.global.u64 %rd1, [list]; ld.global.u32 %r1, [%rd1]; st.global.u32 [%rd0], %r1;
                ld.global.u64 %rd2, [list+8]; ld.u32 %r2, [%rd2]; st.global.u32 [%rd0+4], %r2;
                ld.global.u64 %rd3, [list+16]; ld.const.u32 %r3, [%rd3]; st.global.u32 [%rd0+8], %r3;
                mov.u64 %rd4, numbers+8; ld.global.u32 %r4, [%rd4]; st.global.u32 [%rd0+12], %r4;
                mov.u64 %rd5, numbers; cvt.u32.u64 %r5, %rd5; and.b32 %r5, %r5, 65535;
                ld.global.u8 %r6, [low]; ld.global.u8 %r7, [next]; shl.b32 %r7, %r7, 8; or.b32 %r6, %r6, %r7;
                sub.u32 %r8, %r5, %r6; st.global.u32 [%rd0+16], %r8;
                """), PtxProgram.threads(1), out);
        assertThat(out).containsExactly(20, 9, 9, 30, 0, 0);
    }

    @Test
    void theGrammarSampleRuns() {
        PtxSource ptx = PtxSource.resource(GrammarTest.class, "/alexnet/engine/emulator/grammar.ptx");
        try (EmulatedDevice device = new EmulatedDevice(0);
                Stream stream = device.createStream()) {
            assertThat(device.load(ptx).kernel("grammar").parameterSizes()).containsExactly(8, 16, 4);
            DeviceBuffer out = device.allocate(24, "out");
            StructFields settings =
                    new StructFields().i32("a", 0).i32("b", 0).i32("c", 0).i32("d", 0);
            KernelArguments arguments =
                    new KernelArguments().pointer(out).struct(settings).i32(6);
            stream.launch(device.load(ptx).kernel("grammar"), LaunchGeometry.linear(6, 6), arguments);
            int[] found = new int[6];
            out.read(found);
            assertThat(found).containsExactly(114, 3, 114, 114, 3, 114);
        }
    }
}
