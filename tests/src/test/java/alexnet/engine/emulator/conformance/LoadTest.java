package alexnet.engine.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loads ({@code ld}, {@code ldu}) of every form into every register that may take it, against an array of bytes. */
final class LoadTest {

    private static final int THREADS = 64;
    private static final int DATA = 1024;
    private static final int LOCAL = 64;
    private static final long PRESET = 0x5a5a_5a5a_5a5a_5a5aL;

    /** Where a thread loads from, in units of the access. */
    private enum Pattern {
        ASCENDING,
        SAME,
        SCRAMBLED,
        /** As scrambled, for odd threads only. */
        GUARDED;

        int unit(int thread, int units) {
            return switch (this) {
                case ASCENDING -> thread % units;
                case SAME -> units - 1;
                default -> (thread * 5 + 3) % units;
            };
        }
    }

    static Stream<String> forms() {
        return Accesses.LOADS.stream().flatMap(pattern -> Braces.expand(pattern).stream());
    }

    @ParameterizedTest
    @MethodSource("forms")
    void givesTheBytesThatMemoryHolds(String form) {
        Accesses access = Accesses.of(form);
        byte[] data = new byte[DATA];
        new Random(3).nextBytes(data);
        // Signs, zeros and ones in all positions of an element.
        Arrays.fill(data, 0, 16, (byte) 0xff);
        Arrays.fill(data, 16, 24, (byte) 0);
        Arrays.fill(data, 32, 48, (byte) 0x80);
        Arrays.fill(data, 48, 64, (byte) 0x7f);
        int results = access.registers().size() * Pattern.values().length * access.count();
        byte[] out = new byte[THREADS * results * 8];
        long[] numbers = new long[access.space().equals("param") ? LOCAL / 8 : 0];
        Arrays.setAll(numbers, i -> ByteProgram.number(data, 8 * i, 8));
        String text = text(access, data, results);
        ByteProgram.run(text, ByteProgram.threads(THREADS), numbers, data.clone(), out);
        for (int thread = 0; thread < THREADS; thread++) {
            int at = thread * results * 8;
            for (char letter : access.registers()) {
                for (Pattern pattern : Pattern.values()) {
                    for (int i = 0; i < access.count(); i++, at += 8) {
                        long expected = pattern == Pattern.GUARDED && thread % 2 == 0
                                ? cut(PRESET, Accesses.width(letter))
                                : expected(access, data, pattern.unit(thread, units(access)), i, letter);
                        assertThat(Long.toHexString(ByteProgram.number(out, at, 8)))
                                .as(
                                        "%s to a register %%%s, %s, element %d, thread %d",
                                        form, letter, pattern, i, thread)
                                .isEqualTo(Long.toHexString(expected));
                    }
                }
            }
        }
    }

    private static int units(Accesses access) {
        boolean small = access.space().equals("local") || access.space().equals("param");
        return (small ? LOCAL : DATA) / access.bytes();
    }

    private static long expected(Accesses access, byte[] data, int unit, int element, char letter) {
        int size = access.size();
        long value = ByteProgram.number(data, unit * access.bytes() + element * size, size);
        if (access.signed()) {
            value = value << 64 - 8 * size >> 64 - 8 * size;
        }
        return cut(value, Accesses.width(letter));
    }

    private static long cut(long value, int bytes) {
        return bytes == 8 ? value : value & (1L << 8 * bytes) - 1;
    }

    /** The data is in {@code %l0}'s buffer and, copied from there or from the text, in the space of the form. */
    private static String text(Accesses access, byte[] data, int results) {
        StringBuilder body = new StringBuilder();
        String declarations = "";
        switch (access.space()) {
            case "const" -> {
                StringBuilder values = new StringBuilder();
                for (byte octet : data) {
                    values.append(values.length() == 0 ? "" : ",").append(octet & 0xff);
                }
                declarations = ".const .align 16 .b8 held[" + DATA + "] = {" + values + "};\n";
                body.append("mov.u64 %l5, held;\n");
            }
            case "shared" -> {
                body.append(".shared .align 16 .b8 held[" + DATA + "];\nmov.u64 %l5, held;\n");
                body.append("mul.wide.u32 %l6, %r0, 4; add.s64 %l7, %l0, %l6; add.s64 %l8, %l5, %l6;\n");
                for (int i = 0; i < DATA; i += 4 * THREADS) {
                    body.append("ld.global.b32 %r1, [%l7+" + i + "]; st.shared.b32 [%l8+" + i + "], %r1;\n");
                }
                body.append("bar.sync 0;\n");
            }
            case "local" -> {
                body.append(".local .align 16 .b8 held[" + LOCAL + "];\nmov.u64 %l5, held;\n");
                for (int i = 0; i < LOCAL; i += 4) {
                    body.append("ld.global.b32 %r1, [%l0+" + i + "]; st.local.b32 [held+" + i + "], %r1;\n");
                }
            }
            case "param" -> body.append("mov.b64 %l5, held;\n");
            default -> body.append("mov.u64 %l5, %l0;\n");
        }
        body.append("mul.lo.u32 %r2, %r0, " + 8 * results + "; cvt.u64.u32 %l6, %r2; add.s64 %l6, %l1, %l6;\n");
        body.append("and.b32 %r2, %r0, 1; setp.ne.u32 %p1, %r2, 0;\n");
        int at = 0;
        for (char letter : access.registers()) {
            for (Pattern pattern : Pattern.values()) {
                body.append(address(access, pattern));
                for (int i = 0; i < access.count(); i++) {
                    body.append("mov.u64 %l9, " + PRESET + ";\n" + Accesses.fromLong(letter, 10 + i));
                }
                body.append(pattern == Pattern.GUARDED ? "@%p1 " : "")
                        .append(access.form() + " " + access.list(letter) + ", [%l7];\n");
                for (int i = 0; i < access.count(); i++, at += 8) {
                    body.append(Accesses.toLong(letter, 10 + i) + "st.global.u64 [%l6+" + at + "], %l9;\n");
                }
            }
        }
        String text = ByteProgram.text(declarations, 2, body.toString());
        return access.space().equals("param") ? withParameters(text) : text;
    }

    private static String address(Accesses access, Pattern pattern) {
        int units = units(access);
        String unit = switch (pattern) {
            case ASCENDING -> THREADS <= units ? "mov.u32 %r3, %r0;\n" : "rem.u32 %r3, %r0, " + units + ";\n";
            case SAME -> "mov.u32 %r3, " + (units - 1) + ";\n";
            default -> "mad.lo.u32 %r3, %r0, 5, 3; rem.u32 %r3, %r3, " + units + ";\n";
        };
        return unit + "mul.wide.u32 %l7, %r3, " + access.bytes() + "; add.s64 %l7, %l5, %l7;\n";
    }

    /** Parameters that hold the first bytes of the data, behind the two pointers. */
    private static String withParameters(String text) {
        StringBuilder parameters = new StringBuilder(".param .u64 b1, .param .align 16 .u64 held");
        for (int i = 1; i < LOCAL / 8; i++) {
            parameters.append(", .param .u64 held").append(i);
        }
        return text.replace(".param .u64 b1", parameters);
    }
}
