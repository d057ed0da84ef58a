package alexnet.engine.ptx;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.PtxException;
import alexnet.engine.emulator.function.InstructionTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operands of wrong types, kinds and numbers. The oracle is ptxas of CUDA 13.0: each line was given to it once. */
final class PtxOperandCheckTest {

    private static void check(String instruction) {
        PtxModuleText module = PtxParser.parse("operands.ptx", """
                .version 7.0
                .target sm_60
                .address_size 64
                .visible .entry k(.param .u64 p)
                {
                .reg .b16 %h<9>; .reg .b32 %r<9>; .reg .s32 %s<9>; .reg .u32 %u<9>; .reg .b64 %rd<9>;
                .reg .f32 %f<9>; .reg .f64 %fd<9>; .reg .pred %p<9>;
                """ + instruction + "\nL: ret;\n}\n");
        PtxOperandCheck.check(module, InstructionTable::types);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add.f32 %f1,%r1,%r2;",
                "add.s32 %s1,%u1,2;",
                "and.b32 %f1,%f2,%f3;",
                "and.b32 %s1,%u1,%r1;",
                "mov.b32 %r1,%f1;",
                "mov.f32 %f1,%r1;",
                "mov.s32 %u1,%r1;",
                "mov.f32 %f1, 1.5;",
                "mov.b32 %r1, 0f3f800000;",
                "mov.pred %p1, %p2;",
                "add.f64 %fd1,%fd1,0f3f800000;",
                "add.f32 %f1,%f1,0d3ff0000000000000;",
                "st.global.b32 [%rd1], %f1;",
                "st.global.f32 [%rd1], %r1;",
                "st.global.u8 [%rd1], %rd1;",
                "ld.global.u8 %r1,[%rd1];",
                "ld.global.s8 %rd1,[%rd1];",
                "ld.global.f32 %r1,[%rd1];",
                "ld.global.b32 %rd1,[%rd1];",
                "ld.global.v2.u32 {%r1,_},[%rd1];",
                "cvt.u32.u8 %r1,%r2;",
                "cvt.u8.u32 %r1,%r2;",
                "cvt.u64.u32 %rd1,%rd2;",
                "cvt.rn.f32.s32 %r1,%r2;",
                "cvt.f64.f32 %fd1,%r1;",
                "cvt.u64.u32 %rd1, %tid.x;",
                "mov.u16 %h1, %tid.x;",
                "add.u32 %r1, %r2, WARP_SZ;",
                "shl.b64 %rd1,%rd2,3;",
                "selp.b32 %f1,%f2,%f3,%p1;",
                "selp.f32 %f1,%r2,%f3,%p1;",
                "setp.eq.b32 %p1,%f1,%f2;",
                "setp.eq.f32 %p1,%r1,%f2;",
                "setp.eq.u32 _|%p2,%r1,%r2;",
                "setp.eq.and.u32 %p1,%r1,%r2,!%p3;",
                "mov.b64 %rd1,{%r1,%f2};",
                "mov.b64 {%r1,_},%rd1;",
                "mov.b64 {%h1,%h2,%h3,%h4},%rd1;",
                "mov.u64 %rd1,p;",
                "and.pred %p1,%p2,1;",
                "lop3.b32 %r1,%r2,%r3,%r4,255;",
                "fns.b32 %r1,%r2,%u3,%s4;",
                "bra L;",
            })
    void takesWhatThePtxAssemblerTakes(String instruction) {
        assertThatCode(() -> check(instruction)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add.f32 %f1,%rd1,%f2;",
                "add.f32 %f1,%s1,%f2;",
                "add.s32 %r1,%f1,%r2;",
                "add.u32 %r1,%r2;",
                "add.u32 %r1,%r2,%r3,%r4;",
                "add.u32 1,%r2,%r3;",
                "add.u32 %r1,[%r2],%r3;",
                "add.u32 {%r1},%r2,%r3;",
                "add.u32 %r1,%tid.x,%ctaid.x;",
                "add.f32 %f1, %f1, 2;",
                "mov.u32 %r1,%f1;",
                "mov.u32 %f1,%r1;",
                "mov.u32 %f1, 1;",
                "mov.f32 %f1, 1;",
                "mov.u32 %r1, 1.5;",
                "mov.u32 %r1, 0f3f800000;",
                "mov.u32 %tid.x, 1;",
                "mov.u32 %h1, %tid.x;",
                "mov.u64 %rd1, %tid.x;",
                "mov.b64 %rd1,{%rd1,%f2};",
                "st.global.u32 [%rd1], %f1;",
                "ld.global.f32 %fd1,[%rd1];",
                "ld.global.u32 %f1,[%rd1];",
                "ld.global.u32 %h1,[%rd1];",
                "ld.global.v2.u32 {%r1},[%rd1];",
                "ld.global.v2.u32 %r1,[%rd1];",
                "ld.global.u32 {%r1,%r2},[%rd1];",
                "cvt.u32.u64 %r1,%r2;",
                "cvt.rn.f32.s32 %f1,%f2;",
                "shl.b64 %rd1,%rd2,%rd3;",
                "selp.u32 %f1,%f2,%f3,%p1;",
                "setp.eq.s32 %p1,%f1,%f2;",
                "mul.wide.s32 %r1,%r1,%r2;",
                "mul.wide.s32 %rd1,%rd1,%r2;",
                "lop3.b32 %r1,%r2,%r3,%r4,%r4;",
                "fns.b32 %r1,%r2,%r3;",
                "fns.b32 %r1,%r2,%r3,%rd4;",
                "fns.b32 1,%r2,%r3,%r4;",
                "bra %r1;",
                "bra;",
            })
    void refusesWhatThePtxAssemblerRefuses(String instruction) {
        assertThatThrownBy(() -> check(instruction))
                .isInstanceOf(PtxException.class)
                .hasMessageStartingWith("operands.ptx:8:1: " + instruction.substring(0, 3))
                .hasMessageContaining("expected");
    }

    /** ptxas cuts these without a word. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mov.u32 %r1, 0x1ffffffff;",
                "mov.u16 %h1, 70000;",
                "mov.u32 %r1, -3000000000;",
                "shl.b64 %rd1,%rd2,4294967296;",
                "lop3.b32 %r1,%r2,%r3,%r4,256;"
            })
    void refusesNumbersThatDoNotFit(String instruction) {
        assertThatThrownBy(() -> check(instruction))
                .isInstanceOf(PtxException.class)
                .hasMessageStartingWith("operands.ptx:8:1: ")
                .hasMessageContaining("found");
    }
}
