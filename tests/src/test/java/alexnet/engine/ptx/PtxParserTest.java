package alexnet.engine.ptx;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.PtxSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the parser makes of the module level and of the body's grammar. */
final class PtxParserTest {

    private static final String HEAD = ".version 7.0\n.target sm_60\n.address_size 64\n";

    private static final PtxModuleText GRAMMAR = PtxParser.parse(
            "grammar.ptx",
            PtxSource.resource(PtxParserTest.class, "/alexnet/engine/emulator/grammar.ptx")
                    .text());

    private static PtxVariable variable(String name) {
        return GRAMMAR.variables().stream()
                .filter(v -> v.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ByteBuffer content(String name) {
        return ByteBuffer.wrap(variable(name).initial()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static PtxKernelText body(String text) {
        return PtxParser.parse("body.ptx", HEAD + ".entry k()\n{\n" + text + "\n}\n")
                .kernels()
                .get(0);
    }

    @Test
    void readsTheHeader() {
        assertThat(GRAMMAR.header()).isEqualTo(new PtxHeaderText(71, "sm_60"));
        assertThat(GRAMMAR.files()).containsEntry(1, "grammar.cu").containsEntry(2, "inner.cuh");
    }

    @ParameterizedTest
    @CsvSource({"1.4,sm_10", "6.0,sm_60", "7.8,sm_90a", "9.0,sm_121f"})
    void takesVersionsAndTargetsUpToThoseOfCuda13(String version, String target) {
        String text = ".version " + version + "\n.target " + target + ", texmode_independent\n.entry k() {}";
        assertThat(PtxParser.parse("old.ptx", text).header().target()).isEqualTo(target);
    }

    @Test
    void readsInitialValues() {
        assertThat(content("counter").getLong()).isEqualTo(5);
        ByteBuffer sizes = content("sizes");
        for (int expected : new int[] {1, 2, 3, 4, 8, -1}) {
            assertThat(sizes.getInt()).isEqualTo(expected);
        }
        assertThat(content("single").getInt()).isEqualTo(5);
        ByteBuffer vectors = content("vectors");
        for (float expected : new float[] {1.5f, 0.0025f, 1, 1, 0, 0, 0, Float.POSITIVE_INFINITY}) {
            assertThat(vectors.getFloat()).isEqualTo(expected);
        }
        assertThat(variable("vectors").alignment()).isEqualTo(16);
        assertThat(content("letters").array()).containsExactly(104, 101, 108, 108, 111);
        assertThat(variable("letters").bytes()).isEqualTo(6);
        assertThat(variable("constants").bytes()).isEqualTo(24);
        assertThat(content("constants").getDouble(16)).isEqualTo(3);
        assertThat(variable("managed").initial()).isNull();
        assertThat(variable("dynamic").bytes()).isZero();
    }

    @Test
    void readsAddressesInInitialValues() {
        assertThat(variable("pointers").references())
                .containsExactly(
                        new PtxVariable.Reference(0, 8, "counter", 0, false, -1),
                        new PtxVariable.Reference(8, 8, "letters", 2, true, -1),
                        new PtxVariable.Reference(16, 8, "sizes", 8, false, -1),
                        new PtxVariable.Reference(24, 8, "twice", 0, false, -1),
                        new PtxVariable.Reference(32, 8, "counter", 8, true, -1));
        assertThat(variable("parts").references())
                .containsExactly(
                        new PtxVariable.Reference(0, 1, "counter", 0, false, 0xff),
                        new PtxVariable.Reference(1, 1, "counter", 0, false, 0xff00));
        assertThat(variable("parts").references().get(1).stored(0x1234_5678L)).isEqualTo(0x56);
    }

    @Test
    void readsFunctions() {
        PtxKernelText kernel = GRAMMAR.kernels().get(0);
        assertThat(kernel.name()).isEqualTo("grammar");
        assertThat(kernel.parameters()).extracting(PtxVariable::bytes).containsExactly(8, 16, 4);
        assertThat(kernel.maxThreads()).isEqualTo(128);
        assertThat(kernel.bounds().required()).isEmpty();
        PtxKernelText twice = GRAMMAR.function("twice");
        assertThat(twice.entry()).isFalse();
        assertThat(twice.results()).extracting(PtxVariable::name).containsExactly("result");
        assertThat(twice.instructions()).extracting(PtxInstruction::opcode).endsWith("st.param.b32", "ret");
        assertThat(GRAMMAR.prototypes().get("vprintf").parameters()).hasSize(2);
        assertThat(GRAMMAR.prototypes().get("stop").noReturn()).isTrue();
        assertThat(GRAMMAR.sourceOf(kernel.instructions().get(0))).isEqualTo("grammar.cu:20");
        assertThat(GRAMMAR.sourceOf(kernel.instructions().get(4))).isEqualTo("grammar.cu:20, inlined from inner.cuh:7");
    }

    @Test
    void namesOfInnerBracesAreTheirOwn() {
        PtxKernelText kernel = body("""
                .reg .b32 a; .param .b32 p; mov.u32 a, 1;
                { .reg .b32 a; .param .b64 p; L: mov.u32 a, 2; st.param.b64 [p], 3; bra L; }
                { L: bra L; bra OUT; }
                OUT: mov.u32 a, 3;
                """);
        assertThat(kernel.variables()).extracting(PtxVariable::name).containsExactly("p", "p#1");
        assertThat(kernel.labels()).containsOnlyKeys("L#1", "L#2", "OUT");
        assertThat(kernel.instructions().get(3).operand(0)).isEqualTo(new PtxOperand.Symbol("L#1"));
        assertThat(kernel.instructions().get(4).operand(0)).isEqualTo(new PtxOperand.Symbol("L#2"));
        assertThat(kernel.instructions().get(5).operand(0)).isEqualTo(new PtxOperand.Symbol("OUT"));
        assertThat(List.of(0, 1, 6))
                .extracting(
                        i -> ((PtxOperand.Register) kernel.instructions().get(i).operand(0)).name())
                .containsExactly("a#0", "a#1", "a#0");
    }

    @Test
    void readsCalls() {
        PtxKernelText kernel = body("""
                .param .b32 r; .param .b32 a; .reg .b64 f;
                P: .callprototype (.param .b32 _) _ (.param .b32 _, .param .align 16 .b8 _[16]);
                T: .calltargets one, two;
                call.uni (r), f, (a, 3), P;
                call f, T;
                """);
        assertThat(kernel.prototypes().get("P").parameters())
                .extracting(PtxVariable::bytes)
                .containsExactly(4, 16);
        assertThat(kernel.callTargets()).containsEntry("T", List.of("one", "two"));
        assertThat(kernel.instructions().get(0).operands())
                .containsExactly(
                        new PtxOperand.Arguments(List.of(new PtxOperand.Symbol("r"))),
                        new PtxOperand.Register("f#0", PtxType.B64),
                        new PtxOperand.Arguments(List.of(new PtxOperand.Symbol("a"), new PtxOperand.Immediate(3, 0))),
                        new PtxOperand.Symbol("P"));
    }

    /** The values by the rules of C for 64-bit integers, as Java's long arithmetic has them. */
    @ParameterizedTest
    @CsvSource({
        "(1<<3)+2, 10",
        "1<<3+2, 32",
        "7 - 2 - 1, 4",
        "-(3), -3",
        "~0, -1",
        "!5, 0",
        "10 % 3, 1",
        "-7/2, -3",
        "0xffffffffffffffff > 0, 1",
        "-1 > 0, 0",
        "(.u64)-1 > 0, 1",
        "(.s64)0xffffffffffffffff > 0, 0",
        "1 ? 2 : 1/1, 2",
        "2 > 1 && 0 || 3 == 3, 1",
        "6 & 3 | 8 ^ 1, 11",
        "0b101, 5",
        "0o17, 15",
        "017, 15",
        "4294967295U, 4294967295",
        "(.s64)2.9, 2",
        "-8>>1, -4",
        "0x8000000000000000>>63, 1",
    })
    void evaluatesConstantExpressions(String text, long expected) {
        PtxKernelText kernel = body(".reg .b64 r; mov.u64 r, " + text + ";");
        assertThat(kernel.instructions().get(0).operand(1)).isEqualTo(new PtxOperand.Immediate(expected, 0));
    }

    @ParameterizedTest
    @CsvSource({"1.5e-3, 0.0015", ".5, 0.5", "5., 5", "1e3, 1000", "1.0+2.0*3.0, 7", "-0d3FF0000000000000, -1"})
    void readsFloats(String text, double expected) {
        PtxOperand number = body(".reg .f64 r; mov.f64 r, " + text + ";")
                .instructions()
                .get(0)
                .operand(1);
        assertThat(number).isEqualTo(new PtxOperand.Immediate(Double.doubleToRawLongBits(expected), 8));
    }

    @Test
    void takesHugeRangesOfRegistersAndLongLines() {
        PtxKernelText kernel = body(".reg .b32 %r<2000000000>; mov.u32 %r1999999999, 1;" + " ".repeat(1_000_000) + ";");
        assertThat(kernel.instructions().get(0).operand(0))
                .isEqualTo(new PtxOperand.Register("%r1999999999#0", PtxType.B32));
    }

    @Test
    void readsVectorsAndDistances() {
        PtxKernelText kernel = body("""
                .reg .v2 .f32 v<3>; .reg .b64 a; .local .b8 x[64];
                ld.global.v2.f32 v1, [a+-4]; mov.u64 a, x+2*4; mov.f32 v1.y, v1.r; ld .local .b32 _, [x+4+4];
                """);
        PtxOperand.Register x = new PtxOperand.Register("v1.x#0", PtxType.F32);
        PtxOperand.Register y = new PtxOperand.Register("v1.y#0", PtxType.F32);
        PtxOperand.Register a = new PtxOperand.Register("a#0", PtxType.B64);
        assertThat(kernel.instructions().get(0).operands())
                .containsExactly(new PtxOperand.Vector(List.of(x, y)), new PtxOperand.Address(a, -4));
        assertThat(kernel.instructions().get(1).operand(1)).isEqualTo(new PtxOperand.Symbol("x", 8));
        assertThat(kernel.instructions().get(2).operands()).containsExactly(y, x);
        assertThat(kernel.instructions().get(3).opcode()).isEqualTo("ld.local.b32");
        assertThat(kernel.instructions().get(3).operand(1))
                .isEqualTo(new PtxOperand.Address(new PtxOperand.Symbol("x"), 8));
    }
}
