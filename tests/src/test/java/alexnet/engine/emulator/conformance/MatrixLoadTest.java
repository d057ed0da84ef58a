package alexnet.engine.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.KernelFaultException;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code ldmatrix} of every form, with rows anywhere in shared memory, against an array of bytes. */
final class MatrixLoadTest {

    static final String FORMS = "ldmatrix.sync.aligned.m8n8.{x1,x2,x4}{,.trans}{,.shared}.b16";

    private static final int THREADS = 96;
    private static final int DATA = 2048;

    static Stream<String> forms() {
        return Braces.expand(FORMS).stream();
    }

    private static String text(String form, int count, boolean shared) {
        String list = "%r10, %r11, %r12, %r13".substring(0, 6 * count - 2);
        StringBuilder body = new StringBuilder(".shared .align 16 .b8 held[" + DATA + "];\n");
        body.append("mul.wide.u32 %l3, %r0, 4; mov.u64 %l4, held; add.s64 %l5, %l4, %l3; add.s64 %l6, %l0, %l3;\n");
        for (int i = 0; i < DATA; i += 4 * THREADS) {
            body.append("add.u32 %r2, %r0, " + i / 4 + "; setp.lt.u32 %p1, %r2, " + DATA / 4 + ";\n");
            body.append("@%p1 ld.global.b32 %r1, [%l6+" + i + "]; @%p1 st.shared.b32 [%l5+" + i + "], %r1;\n");
        }
        body.append("bar.sync 0;\nadd.s64 %l6, %l1, %l3; ld.global.b32 %r3, [%l6];\n");
        body.append("cvt.u64.u32 %l7, %r3; add.s64 %l7, %l4, %l7;\n");
        body.append(shared ? "" : "cvta.shared.u64 %l7, %l7;\n");
        body.append(form + " {" + list + "}, [%l7];\n");
        body.append("mul.wide.u32 %l3, %r0, 16; add.s64 %l6, %l2, %l3;\n");
        for (int i = 0; i < count; i++) {
            body.append("st.global.b32 [%l6+" + 4 * i + "], %r1" + i + ";\n");
        }
        return ByteProgram.text("", 3, body.toString());
    }

    @ParameterizedTest
    @MethodSource("forms")
    void givesTwoElementsOfARowOrColumn(String form) {
        int count = form.charAt(form.indexOf(".x") + 2) - '0';
        Random random = new Random(41);
        byte[] data = new byte[DATA];
        random.nextBytes(data);
        byte[] addresses = new byte[THREADS * 4];
        int[] rows = new int[THREADS];
        for (int t = 0; t < THREADS; t++) {
            rows[t] = random.nextInt(DATA / 16) * 16;
            // Only the first eight threads for each matrix are asked for an address.
            boolean asked = t % 32 < 8 * count;
            ByteProgram.put(addresses, 4 * t, 4, asked ? rows[t] : 1 << 20 | 3);
        }
        byte[] out = new byte[THREADS * 16];
        ByteProgram.run(
                text(form, count, form.contains(".shared")),
                ByteProgram.threads(THREADS),
                data.clone(),
                addresses,
                out);
        for (int t = 0; t < THREADS; t++) {
            for (int matrix = 0; matrix < 4; matrix++) {
                long expected = 0;
                for (int half = 0; half < 2 && matrix < count; half++) {
                    int first = t / 32 * 32 + 8 * matrix;
                    int row = form.contains(".trans") ? t % 4 * 2 + half : t % 32 / 4;
                    int column = form.contains(".trans") ? t % 32 / 4 : t % 4 * 2 + half;
                    expected |= ByteProgram.number(data, rows[first + row] + 2 * column, 2) << 16 * half;
                }
                assertThat(Long.toHexString(ByteProgram.number(out, 16 * t + 4 * matrix, 4)))
                        .as("%s, matrix %d, thread %d", form, matrix, t)
                        .isEqualTo(Long.toHexString(expected));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2024, misaligned read of 16 bytes, 3",
        "2048, outside memory, 3",
    })
    void rowsMustBeInSharedMemory(int address, String message, int thread) {
        byte[] addresses = new byte[THREADS * 4];
        ByteProgram.put(addresses, 4 * thread, 4, address);
        assertThatThrownBy(() -> ByteProgram.run(
                        text("ldmatrix.sync.aligned.m8n8.x1.shared.b16", 1, true),
                        ByteProgram.threads(THREADS),
                        new byte[DATA],
                        addresses,
                        new byte[THREADS * 16]))
                .isInstanceOf(KernelFaultException.class)
                .hasMessageContaining("ldmatrix.sync.aligned.m8n8.x1.shared.b16")
                .hasMessageContaining("thread (" + thread + ",0,0)")
                .hasMessageContaining(message);
    }
}
