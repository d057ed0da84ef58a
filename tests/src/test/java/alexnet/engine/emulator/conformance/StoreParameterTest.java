package alexnet.engine.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code st.param}: arguments and results of calls go through parameter memory with all their bits. */
final class StoreParameterTest {

    static final String FORMS = "st.param.{b32,b64,u32,u64,s32,s64,f32,f64}";

    private static final int THREADS = 40;

    static Stream<String> forms() {
        return Braces.expand(FORMS).stream();
    }

    /** The function gives back the value that came before its own argument, and changes nothing. */
    @ParameterizedTest
    @MethodSource("forms")
    void argumentsAndResults(String form) {
        String type = form.substring(form.lastIndexOf('.') + 1);
        int size = Integer.parseInt(type.substring(1)) / 8;
        String register = type.equals("f32") ? "%f" : type.equals("f64") ? "%d" : size == 4 ? "%r" : "%l";
        String bits = register.equals("%f") ? "f32" : register.equals("%d") ? "f64" : "b" + 8 * size;
        String function = """
                .func (.param .TYPE result) second(.param .TYPE one, .param .TYPE two)
                {
                .reg .BITS REG<4>;
                ld.param.TYPE REG1, [two];
                ld.param.TYPE REG2, [one];
                FORM [result], REG1;
                ret;
                }
                """;
        String body = """
                mul.wide.u32 %l3, %r0, 16;
                add.s64 %l4, %l0, %l3;
                add.s64 %l5, %l1, %l3;
                ld.global.BITS REG10, [%l4];
                ld.global.BITS REG11, [%l4+8];
                {
                .param .TYPE x;
                .param .TYPE y;
                .param .TYPE z;
                FORM [x], REG10;
                FORM [y], REG11;
                call (z), second, (x, y);
                ld.param.TYPE REG12, [z];
                }
                st.global.BITS [%l5], REG12;
                """;
        byte[] values = new byte[THREADS * 16];
        new Random(53).nextBytes(values);
        byte[] out = new byte[THREADS * 16];
        String text = ByteProgram.text(function, 2, body)
                .replace("TYPE", type)
                .replace("BITS", bits)
                .replace("FORM", form)
                .replace("REG", register);
        ByteProgram.run(text, ByteProgram.threads(THREADS), values, out);
        for (int t = 0; t < THREADS; t++) {
            assertThat(Long.toHexString(ByteProgram.number(out, 16 * t, 8)))
                    .as("%s, thread %d", form, t)
                    .isEqualTo(Long.toHexString(ByteProgram.number(values, 16 * t + 8, size)));
        }
    }
}
