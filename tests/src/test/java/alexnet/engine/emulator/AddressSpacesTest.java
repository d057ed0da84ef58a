package alexnet.engine.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Generic addresses: to them and back, where they lead, and to which state space they belong. */
final class AddressSpacesTest {

    private static final String VARIABLES =
            ".const .align 4 .u32 c[2] = {11, 12}; .global .align 4 .u32 g[2] = {21, 22};";

    /** Reads the second word of a variable of each space through a generic address, and of the address made back. */
    @Test
    void genericAddressesLeadToTheirSpaces() {
        String body = """
                .shared .align 4 .b8 s[8];
                .local .align 4 .b8 l[8];
                mov.u32 %r1, 31; st.shared.u32 [s+4], %r1;
                mov.u32 %r1, 41; st.local.u32 [l+4], %r1;
                mov.u64 %rd1, c; cvta.const.u64 %rd2, %rd1; ld.u32 %r2, [%rd2+4];
                cvta.to.const.u64 %rd3, %rd2; ld.const.u32 %r3, [%rd3+4];
                mov.u64 %rd1, g; cvta.global.u64 %rd2, %rd1; ld.u32 %r4, [%rd2+4];
                cvta.to.global.u64 %rd3, %rd2; ld.global.u32 %r5, [%rd3+4];
                mov.u64 %rd1, s; cvta.shared.u64 %rd2, %rd1; ld.u32 %r6, [%rd2+4];
                cvta.to.shared.u64 %rd3, %rd2; ld.shared.u32 %r7, [%rd3+4];
                mov.u64 %rd1, l; cvta.local.u64 %rd2, %rd1; ld.u32 %r8, [%rd2+4];
                cvta.to.local.u64 %rd3, %rd2; ld.local.u32 %r9, [%rd3+4];
                st.global.v4.u32 [%rd0], {%r2, %r3, %r4, %r5};
                st.global.v4.u32 [%rd0+16], {%r6, %r7, %r8, %r9};
                """;
        int[] out = new int[8];
        PtxProgram.run(PtxProgram.kernel(VARIABLES, 1, body), PtxProgram.threads(1), out);
        assertThat(out).containsExactly(12, 12, 22, 22, 31, 31, 41, 41);
    }

    @Test
    void addressesBelongToOneSpaceEach() {
        StringBuilder body = new StringBuilder(".shared .align 4 .b8 s[8];\n.local .align 4 .b8 l[8];\n");
        String[] spaces = {"const", "global", "local", "shared"};
        String[] variables = {"c", "g", "l", "s"};
        for (int v = 0; v < 4; v++) {
            body.append("mov.u64 %rd1, ").append(variables[v]).append(";\n");
            body.append("cvta.").append(spaces[v]).append(".u64 %rd2, %rd1;\n");
            for (int s = 0; s < 4; s++) {
                body.append("isspacep.").append(spaces[s]).append(" %p1, %rd2; selp.u32 %r1, 1, 0, %p1;\n");
                body.append("st.global.u32 [%rd0+").append(4 * (4 * v + s)).append("], %r1;\n");
            }
        }
        body.append("isspacep.global %p1, %rd0; selp.u32 %r1, 1, 0, %p1; st.global.u32 [%rd0+64], %r1;\n");
        int[] out = new int[17];
        PtxProgram.run(PtxProgram.kernel(VARIABLES, 1, body.toString()), PtxProgram.threads(1), out);
        assertThat(out).containsExactly(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1);
    }
}
