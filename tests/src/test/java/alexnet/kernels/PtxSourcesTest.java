package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.PtxSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel source has its PTX, and the PTX holds correctly rounded arithmetic only. */
class PtxSourcesTest {

    private static final Path CUDA = Path.of("..", "kernels", "src", "main", "cuda");
    private static final Pattern ENTRY = Pattern.compile("\\.visible \\.entry (\\w+)\\(");
    /** Approximations, flushing of subnormals, and atomics on floats, whose order nobody fixes. */
    private static final Pattern FORBIDDEN = Pattern.compile(
            "\\.approx|\\.ftz|\\.full\\.f|\\b(ex2|lg2|rsqrt|sin|cos|tanh)\\.|\\b(atom|red)\\b[.\\w]*\\.(f16|f16x2|bf16|f32|f64)\\b");
    /** Arithmetic on floats, which must name the rounding to nearest. */
    private static final Pattern ROUNDED =
            Pattern.compile("\\b(add|sub|mul|mad|fma|div|rcp|sqrt)(\\.[a-z0-9]+)*\\.f(32|64)\\b");

    static List<String> kernelFiles() {
        return KernelResources.files();
    }

    @ParameterizedTest
    @MethodSource("kernelFiles")
    void everyKernelFileHasEntriesOfItsName(String file) {
        assertThat(entries(text(file)))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry).startsWith(file + "_"));
    }

    @ParameterizedTest
    @MethodSource("kernelFiles")
    void arithmeticIsCorrectlyRounded(String file) {
        assertThat(violations(text(file))).as(file).isEmpty();
    }

    @Test
    void everyKernelSourceIsPacked() throws IOException {
        try (Stream<Path> sources = Files.list(CUDA)) {
            List<String> names = sources.map(p -> p.getFileName().toString())
                    .filter(name -> name.endsWith(".cu"))
                    .map(name -> name.substring(0, name.length() - 3))
                    .toList();
            assertThat(kernelFiles()).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void theRulesFindWhatTheyForbid() {
        for (String bad : List.of(
                "ex2.approx.ftz.f32 %f1, %f2;",
                "add.ftz.f32 %f1, %f2, %f3;",
                "add.rn.ftz.f32 %f1, %f2, %f3;",
                "add.f32 %f1, %f2, %f3;",
                "@%p1 mul.f32 %f1, %f2, %f3;",
                "div.full.f32 %f1, %f2, %f3;",
                "rsqrt.approx.f32 %f1, %f2;",
                "fma.rz.f32 %f1, %f2, %f3, %f4;",
                "sqrt.approx.f32 %f1, %f2;",
                "atom.global.add.f32 %f1, [%rd1], %f2;",
                "red.global.add.f32 [%rd1], %f2;",
                "tanh.approx.f32 %f1, %f2;",
                "mad.f32 %f1, %f2, %f3, %f4;")) {
            assertThat(violations("\t" + bad)).as(bad).hasSize(1);
        }
        for (String good : List.of(
                "fma.rn.f32 %f1, %f2, %f3, %f4;",
                "add.s32 %r1, %r2, %r3;",
                "mul.wide.u32 %rd1, %r2, 4;",
                "sqrt.rn.f32 %f1, %f2;",
                "cvt.rn.f32.s32 %f1, %r1;",
                "setp.gtu.f32 %p1, %f1, %f2;",
                "neg.f32 %f1, %f2;",
                "atom.global.add.u32 %r1, [%rd1], %r2;",
                ".file 1 \"tanh.cu\"",
                "// add.f32 in a comment")) {
            assertThat(violations("\t" + good)).as(good).isEmpty();
        }
    }

    private static String text(String file) {
        return PtxSource.resource(KernelLibrary.class, "/alexnet/kernels/ptx/" + file + ".ptx")
                .text();
    }

    private static List<String> entries(String ptx) {
        return ENTRY.matcher(ptx).results().map(match -> match.group(1)).toList();
    }

    private static List<String> violations(String ptx) {
        List<String> found = new ArrayList<>();
        for (String line : ptx.lines().toList()) {
            String code = line.contains("//") ? line.substring(0, line.indexOf("//")) : line;
            Matcher rounded = ROUNDED.matcher(code);
            boolean namesAFile = code.strip().startsWith(".file");
            boolean notNearest = rounded.find() && !rounded.group().contains(".rn.");
            if (!namesAFile && (notNearest || FORBIDDEN.matcher(code).find())) {
                found.add(line.strip());
            }
        }
        return found;
    }
}
