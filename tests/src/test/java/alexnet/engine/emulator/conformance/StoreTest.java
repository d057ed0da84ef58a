package alexnet.engine.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stores ({@code st}) of every form from every register that may hold the value, against an array of bytes. */
final class StoreTest {

    private static final int THREADS = 64;
    /** Bytes of one area: each thread has room for the longest access. */
    private static final int AREA = THREADS * 16;

    private static final int LOCAL = 32;

    /** Where a thread stores, in units of the access. */
    private enum Pattern {
        ASCENDING,
        /** All to one place: the highest thread's value stays. */
        SAME,
        SCRAMBLED,
        /** As scrambled, for odd threads only. */
        GUARDED;

        int unit(int thread) {
            return switch (this) {
                case ASCENDING -> thread;
                case SAME -> 3;
                default -> (thread * 5 + 3) % THREADS;
            };
        }
    }

    static Stream<String> forms() {
        return Accesses.STORES.stream().flatMap(pattern -> Braces.expand(pattern).stream());
    }

    @ParameterizedTest
    @MethodSource("forms")
    void leavesTheBytesInMemory(String form) {
        Accesses access = Accesses.of(form);
        for (char letter : access.registers()) {
            for (Pattern pattern : Pattern.values()) {
                byte[] values = new byte[THREADS * 32];
                new Random(5).nextBytes(values);
                byte[] memory = new byte[AREA + THREADS * LOCAL];
                Arrays.fill(memory, (byte) 0xa5);
                byte[] expected = memory.clone();
                String what = form + " from %" + letter + ", " + pattern;
                ByteProgram.run(text(access, letter, pattern), ByteProgram.threads(THREADS), values, memory);
                model(access, letter, pattern, values, expected);
                assertThat(memory).as(what).isEqualTo(expected);
            }
        }
    }

    private static void model(Accesses access, char letter, Pattern pattern, byte[] values, byte[] expected) {
        boolean local = access.space().equals("local");
        if (local) {
            Arrays.fill(expected, AREA, expected.length, (byte) 0);
        } else if (access.space().equals("shared")) {
            Arrays.fill(expected, 0, AREA, (byte) 0);
        }
        for (int thread = 0; thread < THREADS; thread++) {
            if (pattern != Pattern.GUARDED || thread % 2 == 1) {
                for (int i = 0; i < access.count(); i++) {
                    long value = ByteProgram.number(values, thread * 32 + 8 * i, Accesses.width(letter));
                    int unit = local ? pattern.unit(thread) % (LOCAL / access.bytes()) : pattern.unit(thread);
                    int at = unit * access.bytes() + i * access.size();
                    ByteProgram.put(expected, local ? AREA + thread * LOCAL + at : at, access.size(), value);
                }
            }
        }
    }

    /** Shared and local memory are copied out at the end; they start as zeros. */
    private static String text(Accesses access, char letter, Pattern pattern) {
        StringBuilder body = new StringBuilder();
        boolean shared = access.space().equals("shared");
        boolean local = access.space().equals("local");
        if (shared) {
            body.append(".shared .align 16 .b8 held[" + AREA + "];\nmov.u64 %l5, held;\n");
        } else if (local) {
            body.append(".local .align 16 .b8 held[" + LOCAL + "];\nmov.u64 %l5, held;\n");
        } else {
            body.append("mov.u64 %l5, %l1;\n");
        }
        body.append("and.b32 %r2, %r0, 1; setp.ne.u32 %p1, %r2, 0;\n");
        body.append("mul.wide.u32 %l6, %r0, 32; add.s64 %l6, %l0, %l6;\n");
        for (int i = 0; i < access.count(); i++) {
            body.append("ld.global.u64 %l9, [%l6+" + 8 * i + "];\n" + Accesses.fromLong(letter, 10 + i));
        }
        body.append(
                switch (pattern) {
                    case ASCENDING -> "mov.u32 %r3, %r0;\n";
                    case SAME -> "mov.u32 %r3, 3;\n";
                    default -> "mad.lo.u32 %r3, %r0, 5, 3; and.b32 %r3, %r3, " + (THREADS - 1) + ";\n";
                });
        if (local) {
            body.append("rem.u32 %r3, %r3, " + LOCAL / access.bytes() + ";\n");
        }
        body.append("mul.wide.u32 %l7, %r3, " + access.bytes() + "; add.s64 %l7, %l5, %l7;\n");
        body.append(pattern == Pattern.GUARDED ? "@%p1 " : "")
                .append(access.form() + " [%l7], " + access.list(letter) + ";\n");
        if (shared) {
            body.append("bar.sync 0;\nmul.wide.u32 %l6, %r0, 4; add.s64 %l7, %l1, %l6; add.s64 %l8, %l5, %l6;\n");
            for (int i = 0; i < AREA; i += 4 * THREADS) {
                body.append("ld.shared.b32 %r1, [%l8+" + i + "]; st.global.b32 [%l7+" + i + "], %r1;\n");
            }
        }
        if (local) {
            body.append("mul.wide.u32 %l6, %r0, " + LOCAL + "; add.s64 %l7, %l1, %l6;\n");
            for (int i = 0; i < LOCAL; i += 4) {
                body.append("ld.local.b32 %r1, [held+" + i + "]; st.global.b32 [%l7+" + (AREA + i) + "], %r1;\n");
            }
        }
        return ByteProgram.text("", 2, body.toString());
    }
}
