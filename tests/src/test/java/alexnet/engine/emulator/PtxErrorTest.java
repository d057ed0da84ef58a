package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.PtxException;
import alexnet.engine.PtxSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PTX that is not accepted is refused when it is loaded, with its place. */
final class PtxErrorTest {

    private static void load(PtxSource source) {
        try (EmulatedDevice device = new EmulatedDevice(0)) {
            device.load(source);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "frobnicate.u32 %r1, %r2; frobnicate.u32: unknown instruction",
                "ex2.approx.f64 %fd1, %fd2; ex2.approx.f64: unknown form",
                "add.ftz.f64 %fd1, %fd2, %fd3; add.ftz.f64: unknown form",
                "div.f32 %f1, %f2, %f3; div.f32: unknown form",
                "min.xorsign.abs.f32 %f1, %f2, %f3; came with PTX ISA 7.2",
                "add.rna.f32 %f1, %f2, %f3; add.rna.f32: unknown form",
                "cvt.rna.f16.f32 %h1, %f1; cvt.rna.f16.f32: PTX 7.0 has no such conversion",
                "cvt.rmi.f32.s32 %f1, %r1; cvt.rmi.f32.s32: PTX 7.0 has no such conversion",
                "add.s32 %r1, %r2; 2 operands (expected 3)",
                "ld.texture.f32 %f1, [%rd1]; ld.texture.f32",
                "st.const.f32 [%rd1], %f1; st.const.f32",
                "add.s32 %r1, %r2, unknown; 'unknown' is not known",
                "add.s32 %r1, %r2, %r99; '%r99' is not declared",
                "bra nowhere; no such label",
                "bar.sync 16; barrier (expected 0 to 15, found 16)",
                "bar.sync 0, 33; number of threads (expected 32 to 1024, a multiple of 32, found 33)",
                "bar.arrive 0; has 1 operands (expected 2)",
                "bar.red.popc.u32 %p1, 0, %p2; its operands have wrong types",
                "bar.red.and.pred %p1, 0, %r2; its operands have wrong types",
                "barrier.cluster.arrive; barrier.cluster.arrive",
                "call f; call",
                "setp.lo.f32 %p1, %f1, %f2; setp.lo.f32",
                "wmma.mma.sync.aligned.row.col.m16n16k16.f32.f32 %r1, %r2, %r3, %r4; wmma.mma"
            })
    void namesLineAndInstruction(String instruction, String message) {
        assertThatThrownBy(() -> load(PtxProgram.kernel(0, instruction + ";")))
                .isInstanceOf(PtxException.class)
                .hasMessageContaining("test.ptx:" + PtxProgram.FIRST_LINE + ":")
                .hasMessageContaining(message);
    }

    @Test
    void refusesCodeThatIsNeverReached() {
        assertThatThrownBy(() -> load(PtxProgram.kernel(0, "ret;\nsin.approx.f64 %fd1, %fd2;")))
                .isInstanceOf(PtxException.class)
                .hasMessageContaining("test.ptx:" + (PtxProgram.FIRST_LINE + 1) + ":1: sin.approx.f64");
    }

    @Test
    void refusesWhatIsNoPtx() {
        assertThatThrownBy(() -> load(new PtxSource("readme.ptx", "Hello, this is text.")))
                .isInstanceOf(PtxException.class)
                .hasMessageContaining("readme.ptx:1:1");
        assertThatThrownBy(() ->
                        load(new PtxSource("cut.ptx", ".version 7.0\n.target sm_60\n.visible .entry k()\n{\nret;")))
                .isInstanceOf(PtxException.class)
                .hasMessageContaining("cut.ptx:5")
                .hasMessageContaining("end of file");
        assertThatThrownBy(() -> load(new PtxSource("empty.ptx", "")))
                .isInstanceOf(PtxException.class)
                .hasMessageContaining(".version");
    }

    @Test
    void namesTheKernelsThatThereAre() {
        try (EmulatedDevice device = new EmulatedDevice(0)) {
            assertThatThrownBy(() -> device.load(PtxProgram.kernel(0, "")).kernel("absent"))
                    .isInstanceOf(PtxException.class)
                    .hasMessageContaining("absent")
                    .hasMessageContaining("found: k");
        }
    }
}
