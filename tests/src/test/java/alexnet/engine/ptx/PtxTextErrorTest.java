package alexnet.engine.ptx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.PtxException;
import alexnet.engine.PtxSource;
import alexnet.engine.emulator.function.InstructionTable;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text that is not accepted is refused with the place of the token that is wrong, what was expected and what found. */
final class PtxTextErrorTest {

    private static final Pattern PLACE = Pattern.compile("cut\\.ptx:[0-9]+:[0-9]+: ");
    private static final String HEAD = ".version 7.0\n.target sm_60\n.address_size 64\n";

    /** Columns count from 1; the module's text begins on line 4. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "`.global .u8 x[4] = {1,2,3,4,5};`; 4:29; expected at most 4, found more",
                "`.global .u8 x = 256;`; 4:17; expected -128 to 255, found 256",
                "`.global .s8 x = -129;`; 4:17; expected -128 to 255, found -129",
                "`.global .u32 x[2][2] = {1,2};`; 4:25; expected '{', found '1'",
                "`.global .u32 x[2] = 1;`; 4:21; expected '{', found '1'",
                "`.global .u32 x = {1};`; 4:18; expected a number, found '{'",
                "`.global .u32 x[];`; 4:15; expected a number in [], an initial value or .extern",
                "`.global .u32 x[0];`; 4:16; found 0 elements",
                "`.global .u32 x[4000000000];`; 4:16; array size",
                "`.extern .global .u32 x[];`; 4:22; .extern without a size",
                "`.shared .u32 x = 1;`; 4:16; expected .global or .const, found .shared",
                "`.global .f32 x = 1;`; 4:18; expected a float, found an integer",
                "`.global .u32 x = 1.5;`; 4:18; expected an integer, found a float",
                "`.global .f16 x = 1.5;`; 4:18; expected none for halves",
                "`.global .u32 x; .global .u32 x;`; 4:30; 'x' is there twice",
                "`.extern .global .u64 x; .global .u32 x;`; 4:38; expected .global of 8 bytes, found .global of 4",
                "`.const .b8 x[65537];`; 4:12; expected at most 65536 bytes, found 65537",
                "`.shared .b8 a[49152]; .shared .b8 b;`; 4:35; expected at most 49152 bytes, found 49153",
                "`.entry k(.param .b8 a[4353]) {}`; 4:21; expected at most 4352 bytes, found 4353",
                "`.entry k(.param .u32 a, .param .u32 a) {}`; 4:37; parameter 'a' is there twice",
                "`.entry k(.param .u32 a,) {}`; 4:24; expected '.param', found ')'",
                "`.entry k(.param .b8 s[]) {}`; 4:22; has no size",
                "`.entry k() {} .entry k() {}`; 4:22; 'k' is there twice",
                "`.func f(.param .b32 a); .func f() {ret;}`; 4:31; expected",
                "`.func f() {ret;} .alias g, f;`; 4:25; expected a function that is declared without a body",
                "`.visible .visible .entry k() {}`; 4:10; expected a function or a variable behind '.visible'",
                "`.entry k() .maxntid 0 {}`; 4:21; expected an integer from 1",
                "`.entry k() .maxntid 4,4,4,4 {}`; 4:27; expected at most 3 numbers, found more",
                "`.entry k() .reqntid 32 .maxntid 64 {}`; 4:24; one of .maxntid and .reqntid is enough",
                "`.entry k() .maxnreg 0 {}`; 4:21; expected an integer from 1",
                "`.entry k() .noreturn {}`; 4:12; .noreturn is for .func only",
                "`.entry k() .frob {}`; 4:12; expected '{', ';' or a directive",
                "`.entry k() {}}`; 4:14; unknown directive '}'",
                "`.entry k() { .reg .b32 a; .reg .b64 a; }`; 4:37; 'a' is there twice",
                "`.entry k() { .reg .b32 a<9>; .reg .b32 a8; }`; 4:40; 'a8' is there twice",
                "`.entry k() { .reg .b32 a8; .reg .b32 a<9>; }`; 4:38; 'a' is there twice",
                "`.entry k() { L: L: ret; }`; 4:17; label 'L' is there twice",
                "`.entry k(.param .u32 p) { p: ret; }`; 4:27; label 'p' is there twice",
                "`.entry k() { { L: ret; } bra L; }`; 4:30; bra: 'L' is not known: no such label in k",
                "`.entry k() { bra.wrong L; L: ret; }`; 4:14; bra.wrong: unknown form",
                "`.entry k() { T: .branchtargets A; ret; }`; 4:32; 'A' is not known",
                "`.entry k() { .global .u32 x; }`; 4:14; declared outside of functions",
                "`.entry k() { .reg .b128 x; }`; 4:19; registers of type '.b128' are not supported",
                "`.entry k() { .reg .b32 r; mov.u32 r, 12abc; }`; 4:38; '12abc' is not a number",
                "`.entry k() { .reg .b32 r; mov.u32 r, 0f3f8; }`; 4:38; expected 8 hexadecimal digits, found 3",
                "`.entry k() { .reg .b32 r; mov.u32 r, 089; }`; 4:38; expected digits of base 8, found '8'",
                "`.entry k() { .reg .b64 r; mov.u64 r, 18446744073709551616; }`; 4:38; expected at most 64 bits",
                "`.entry k() { .reg .b32 r; mov.u32 r, 1/0; }`; 4:39; division by zero",
                "`.entry k() { .reg .b32 r; mov.u32 r, ; }`; 4:38; expected an operand, found ';'",
                "`.entry k() { .reg .b32 r; mov.u32 r, 1 }`; 4:40; expected ';', found '}'",
                "`.entry k() { .reg .b32 r; @r ret; }`; 4:28; expected a register of type .pred, found .b32",
                "`.entry k() { @1 ret; }`; 4:15; expected a name, found '1'",
                "`.entry k() { .param .texref t; }`; 4:21; expected a type, found '.texref'",
                "`.global .align 3 .u32 x;`; 4:16; expected a power of two, found 3",
                "`.global .pred x;`; 4:9; .pred is a type of registers only",
                "`.global .u64 x = y; .global .u32 y;`; 4:18; 'y' is no initial value",
                "`.global .u8 y; .global .u16 x = y;`; 4:33; does not fit",
                "`.file 1 \"a.cu\" .file 1 \"b.cu\"`; 4:22; .file: number is there twice",
                "`.pragma nounroll;`; 4:9; expected a string in quotes, found 'nounroll'",
                "`.pragma \"x`; 4:9; string without an end",
                "`/* never ends`; 4:1; comment without an end",
                "`.version 7.0`; 4:1; belongs at the head of the file",
                "`.tex .u32 t;`; 4:1; textures and surfaces are not supported",
                "`.reg .u32 x;`; 4:1; belongs inside a function",
                "`ret;`; 4:1; unknown directive 'ret'",
                "`.section .debug_str { .b8 1`; 4:28; found end of file",
                "`.global .u32 \u00e9;`; 4:14; U+00E9",
            })
    void namesPlaceAndReason(String text, String place, String reason) {
        assertThatThrownBy(() -> {
                    PtxModuleText module = PtxParser.parse("bad.ptx", HEAD + text);
                    PtxOperandCheck.check(module, InstructionTable::types);
                })
                .isInstanceOf(PtxException.class)
                .hasMessageStartingWith("bad.ptx:" + place + ": ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "``; 1:1; expected .version, found end of file",
                "`int main() {}`; 1:1; expected .version, found 'int'",
                "`.target sm_60`; 1:1; expected .version, found '.target'",
                "`.version`; 1:9; expected a version such as 7.0, found end of file",
                "`.version 7`; 1:10; expected a version such as 7.0, found '7'",
                "`.version 99.9`; 1:10; expected 1.0 to 9.0, found 99.9",
                "`.version 9.1`; 1:10; expected 1.0 to 9.0, found 9.1",
                "`.version 7.0`; 1:13; expected '.target' after '.version', found end of file",
                "`.version 7.0 .address_size 64`; 1:14; expected '.target' after '.version'",
                "`.version 7.0 .target sm_99`; 1:22; found sm_99",
                "`.version 7.0 .target sm_60, frob`; 1:29; found frob",
                "`.version 7.0 .target debug`; 1:27; expected an architecture such as sm_60",
                "`.version 7.0 .target sm_60 .address_size 32`; 1:42; expected 64, found '32'",
                "`\u007fELF`; 1:1; U+007F",
            })
    void refusesWhatDoesNotBeginAsPtx(String text, String place, String reason) {
        assertThatThrownBy(() -> PtxParser.parse("bad.ptx", text))
                .isInstanceOf(PtxException.class)
                .hasMessageStartingWith("bad.ptx:" + place + ": ")
                .hasMessageContaining(reason);
    }

    @Test
    void refusesGrammarThatIsCutAtAnyCharacter() {
        String text = PtxSource.resource(PtxTextErrorTest.class, "/alexnet/engine/emulator/grammar.ptx")
                .text();
        int whole = 0;
        int placed = 0;
        for (int cut = 0; cut < text.length(); cut++) {
            String part = text.substring(0, cut);
            try {
                PtxParser.parse("cut.ptx", part);
                whole++;
            } catch (PtxException e) {
                placed += PLACE.matcher(e.getMessage()).lookingAt() ? 1 : 0;
            }
        }
        assertThat(placed + whole).isEqualTo(text.length());
        // Behind the header, between declarations, and behind the last brace a shorter module is a module too.
        assertThat(whole).isBetween(10, text.length() / 4);
    }

    @Test
    void refusesBinaryGarbage() {
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            StringBuilder garbage = new StringBuilder(i % 2 == 0 ? "" : HEAD + ".entry k() {");
            for (int k = 0; k < 300; k++) {
                garbage.append((char) random.nextInt(i % 4 < 2 ? 256 : 65536));
            }
            assertThatThrownBy(() -> PtxParser.parse("garbage.ptx", garbage.toString()))
                    .isInstanceOf(PtxException.class)
                    .hasMessageMatching("garbage\\.ptx:[0-9]+:[0-9]+: (?s:.*)");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'{'; too many nested braces",
                "'mov.u32 r, ' (; nested too deeply",
                "'mov.u32 r, ' -; nested too deeply",
                "'mov.u32 r, ' 1?; nested too deeply",
                "'add.u32 ' [; expected",
                "'add.u32 ' {; expected",
                "@; expected a name",
            })
    void refusesDeepNesting(String unit, String reason) {
        String first = unit.startsWith("'m") || unit.startsWith("'a") ? unit.substring(1, unit.lastIndexOf('\'')) : "";
        String again = unit.substring(unit.lastIndexOf(' ') + 1).replace("'", "");
        String body = ".entry k() {\n.reg .b32 r;\n" + first + again.repeat(200_000);
        assertThatThrownBy(() -> PtxParser.parse("deep.ptx", HEAD + body))
                .isInstanceOf(PtxException.class)
                .hasMessageStartingWith("deep.ptx:")
                .hasMessageContaining(reason);
    }

    @Test
    void showsLongTokensShortened() {
        assertThatThrownBy(() -> PtxParser.parse("long.ptx", HEAD + "x".repeat(1_000_000)))
                .isInstanceOf(PtxException.class)
                .message()
                .hasSizeLessThan(400);
    }
}
