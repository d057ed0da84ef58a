package alexnet.engine.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generic addresses of all spaces, and instructions that only ask about addresses or announce them. */
final class AddressQuestionsTest {

    private static final String DECLARATIONS =
            ".const .align 4 .u32 fixed[2] = {17, 34};\n.global .align 4 .u32 kept[2] = {51, 68};\n";

    private static final String ADDRESSES = """
            .shared .align 4 .u32 held[2];
            .local .align 4 .u32 own[2];
            mov.u64 %l2, fixed; cvta.const.u64 %l2, %l2;
            mov.u64 %l3, kept; cvta.global.u64 %l3, %l3;
            mov.u64 %l4, held; cvta.shared.u64 %l4, %l4;
            mov.u64 %l5, own; cvta.local.u64 %l5, %l5;
            """;

    @ParameterizedTest
    @ValueSource(strings = {"isspacep.const", "isspacep.global", "isspacep.shared", "isspacep.local"})
    void asksForTheSpace(String form) {
        byte[] out = new byte[5];
        StringBuilder body = new StringBuilder(ADDRESSES);
        for (int i = 0; i < 5; i++) {
            // The last address is that of the buffer itself.
            body.append(form + " %p1, %l" + (i < 4 ? 2 + i : 0) + ";\nselp.u32 %r1, 1, 0, %p1;\n");
            body.append("st.global.u8 [%l0+" + i + "], %r1;\n");
        }
        ByteProgram.run(ByteProgram.text(DECLARATIONS, 1, body.toString()), ByteProgram.threads(1), out);
        byte[] expected = new byte[5];
        switch (form) {
            case "isspacep.const" -> expected[0] = 1;
            case "isspacep.shared" -> expected[2] = 1;
            case "isspacep.local" -> expected[3] = 1;
            default -> expected[1] = expected[4] = 1;
        }
        assertThat(out).isEqualTo(expected);
    }

    /** A variable that a generic access names is found in its own space. */
    @Test
    void genericAccessesReachAllSpaces() {
        byte[] out = new byte[32];
        ByteProgram.run(ByteProgram.text(DECLARATIONS, 1, ADDRESSES + """
                        st.u32 [held+4], 5;
                        st.u32 [own], 6;
                        ld.u32 %r1, [%l2+4];
                        ld.u32 %r2, [%l3+4];
                        ld.u32 %r3, [%l4+4];
                        ld.u32 %r4, [%l5];
                        st.global.v4.u32 [%l0], {%r1, %r2, %r3, %r4};
                        ld.u32 %r1, [fixed];
                        ld.u32 %r2, [kept];
                        ld.u32 %r3, [held+4];
                        ld.u32 %r4, [own];
                        st.global.v4.u32 [%l0+16], {%r1, %r2, %r3, %r4};
                        """), ByteProgram.threads(1), out);
        int[] found = new int[8];
        for (int i = 0; i < 8; i++) {
            found[i] = (int) ByteProgram.number(out, 4 * i, 4);
        }
        assertThat(found).containsExactly(34, 68, 5, 6, 17, 51, 5, 6);
    }

    /** Nothing happens, also at addresses where nothing is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "prefetch.L1",
                "prefetch.L2",
                "prefetch.global.L1",
                "prefetch.global.L2",
                "prefetch.local.L1",
                "prefetch.local.L2",
                "prefetchu.L1"
            })
    void announcements(String form) {
        byte[] out = {1, 2, 3, 4};
        ByteProgram.run(
                ByteProgram.text("", 1, form + " [%l0];\nmov.u64 %l1, 0;\n" + form + " [%l1+64];\n"),
                ByteProgram.threads(2),
                out);
        assertThat(out).containsExactly(1, 2, 3, 4);
    }
}
