package alexnet.engine.emulator.profile;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.PtxSource;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxKernelText;
import alexnet.engine.ptx.PtxMnemonic;
import alexnet.engine.ptx.PtxParser;
import alexnet.kernels.KernelResources;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How instructions are sorted, and what they count for. */
final class InstructionKindTest {

    @ParameterizedTest
    @CsvSource({
        "add.s32, INTEGER, 0, 1",
        "mad.wide.u16, INTEGER, 0, 1",
        "mul.hi.u32, INTEGER, 0, 1",
        "and.b64, INTEGER, 0, 1",
        "and.pred, INTEGER, 0, 1",
        "lop3.b32, INTEGER, 0, 1",
        "shf.l.wrap.b32, INTEGER, 0, 1",
        "dp4a.u32.u32, INTEGER, 0, 1",
        "div.u32, INTEGER, 0, 1",
        "add.f32, FLOAT_ADD, 1, 1",
        "sub.rn.ftz.f32, FLOAT_ADD, 1, 1",
        "mul.rz.f32, FLOAT_MULTIPLY, 1, 1",
        "fma.rn.f32, FLOAT_FMA, 2, 1",
        "mad.rn.f32, FLOAT_FMA, 2, 1",
        "div.rn.f32, FLOAT_OTHER, 1, 8",
        "sqrt.rn.f32, FLOAT_OTHER, 1, 8",
        "ex2.approx.ftz.f32, FLOAT_OTHER, 1, 1",
        "rcp.approx.f32, FLOAT_OTHER, 1, 1",
        "max.f32, FLOAT_OTHER, 0, 1",
        "neg.f32, FLOAT_OTHER, 0, 1",
        "fma.rn.f64, DOUBLE, 2, 1",
        "abs.f64, DOUBLE, 0, 1",
        "add.rn.f16x2, HALF, 2, 1",
        "fma.rn.bf16x2, HALF, 4, 1",
        "fma.rn.f16, HALF, 2, 1",
        "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32, MATRIX, 2048, 1",
        "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32, MATRIX, 4096, 1",
        "cvt.rn.f32.s32, CONVERT, 0, 1",
        "setp.lt.f32, COMPARE, 0, 1",
        "selp.f32, COMPARE, 0, 1",
        "mov.b64, MOVE, 0, 0",
        "cvta.to.global.u64, MOVE, 0, 0",
        "ld.param.u64, LOAD_PARAMETER, 0, 0",
        "ld.global.nc.v4.f32, LOAD_GLOBAL, 0, 1",
        "ld.shared.f32, LOAD_SHARED, 0, 1",
        "ld.volatile.global.u32, LOAD_GLOBAL, 0, 1",
        "ld.u8, LOAD_GENERIC, 0, 1",
        "ld.const.f32, LOAD_CONSTANT, 0, 1",
        "st.local.v2.u32, STORE_LOCAL, 0, 1",
        "st.shared.f32, STORE_SHARED, 0, 1",
        "st.u32, STORE_GENERIC, 0, 1",
        "st.global.f64, STORE_GLOBAL, 0, 1",
        "ldmatrix.sync.aligned.m8n8.x4.shared.b16, LOAD_SHARED, 0, 1",
        "atom.global.add.u32, ATOMIC, 0, 1",
        "red.shared.max.s32, ATOMIC, 0, 1",
        "cp.async.ca.shared.global, ASYNC_COPY, 0, 1",
        "bar.sync, BARRIER, 0, 1",
        "barrier.sync.aligned, BARRIER, 0, 1",
        "mbarrier.arrive.shared.b64, BARRIER, 0, 1",
        "bar.warp.sync, WARP, 0, 1",
        "shfl.sync.down.b32, WARP, 0, 1",
        "vote.sync.ballot.b32, WARP, 0, 1",
        "membar.gl, FENCE, 0, 1",
        "bra.uni, CONTROL, 0, 1",
        "ret, CONTROL, 0, 1",
        "frobnicate.u32, OTHER, 0, 1"
    })
    void sorts(String opcode, InstructionKind kind, int flops, int slots) {
        assertThat(Work.of(PtxMnemonic.of(opcode))).isEqualTo(new Work(kind, flops, slots));
    }

    /** Nothing in our own kernels is of no known kind. */
    @Test
    void knowsWhatOurKernelsUse() {
        Set<String> unknown = new TreeSet<>();
        for (PtxSource source : KernelResources.sources()) {
            for (PtxKernelText kernel :
                    PtxParser.parse(source.name(), source.text()).kernels()) {
                for (PtxInstruction instruction : kernel.instructions()) {
                    if (InstructionKind.of(instruction.mnemonic()) == InstructionKind.OTHER) {
                        unknown.add(instruction.opcode());
                    }
                }
            }
        }
        assertThat(unknown).isEmpty();
    }
}
