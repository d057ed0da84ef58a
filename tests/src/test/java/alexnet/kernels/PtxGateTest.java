package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.PtxException;
import alexnet.engine.PtxSource;
import alexnet.engine.cuda.PtxAssembler;
import alexnet.engine.cuda.PtxAssembler.Usage;
import alexnet.kernels.KernelResources.Row;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every packed kernel assembles for every architecture that the project is for, without spilling registers. */
final class PtxGateTest {

    private static final int STATIC_SHARED_LIMIT = 48 << 10;
    private static final int REGISTERS_PER_MULTIPROCESSOR = 64 << 10;

    private static List<PtxSource> sources;
    private static List<Row> rows;

    @BeforeAll
    static void assembleEverything() {
        sources = KernelResources.sources();
        rows = KernelResources.measure(PtxAssembler.ARCHITECTURES);
    }

    /** Kernel names of a file by the simplest reading of its text, apart from the assembler's. */
    private static Set<String> entries(PtxSource source) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = Pattern.compile("\\.entry\\s+(\\w+)").matcher(source.text());
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    @Test
    void coversEveryKernelOnEveryArchitecture() {
        assertThat(sources).hasSizeGreaterThanOrEqualTo(12);
        for (PtxSource source : sources) {
            Map<String, Set<String>> found = new TreeMap<>();
            for (Row row : rows) {
                if (row.file().equals(source.name())) {
                    found.computeIfAbsent(row.usage().architecture(), a -> new TreeSet<>())
                            .add(row.usage().kernel());
                }
            }
            assertThat(found.keySet())
                    .as(source.name())
                    .containsExactlyInAnyOrderElementsOf(PtxAssembler.ARCHITECTURES);
            for (Set<String> kernels : found.values()) {
                assertThat(kernels).as(source.name()).isEqualTo(entries(source)).isNotEmpty();
            }
        }
    }

    @Test
    void noKernelSpillsRegisters() {
        Collection<String> spilling = rows.stream()
                .filter(row -> row.usage().spillStoreBytes() > 0 || row.usage().spillLoadBytes() > 0)
                .map(Row::toString)
                .toList();
        assertThat(spilling).as("kernels that spill registers to local memory").isEmpty();
    }

    @Test
    void sharedMemoryFitsWithoutOptingIn() {
        for (Row row : rows) {
            assertThat(row.usage().sharedBytes()).as(row.toString()).isBetween(0, STATIC_SHARED_LIMIT);
        }
    }

    @Test
    void registersAreReadAndLetAtLeastOneWarpRun() {
        for (Row row : rows) {
            assertThat(row.usage().registers()).as(row.toString()).isBetween(1, 255);
            assertThat(row.usage().registers() * 32).isLessThan(REGISTERS_PER_MULTIPROCESSOR);
        }
    }

    @Test
    void everyFileIsLoweredForOldDrivers() {
        for (PtxSource source : sources) {
            String directives = source.text()
                    .lines()
                    .filter(line -> line.startsWith(".version") || line.startsWith(".target"))
                    .collect(Collectors.joining(" "));
            assertThat(directives).as(source.name()).matches("\\.version 7\\.0 \\.target sm_(60|80)( .*|, .*)?");
        }
    }

    /** The numbers of a kernel whose needs are known: 2,052 bytes of shared memory, and enough live values to spill. */
    @Test
    void readsWhatTheAssemblerSays() {
        StringBuilder body = new StringBuilder();
        int live = 60;
        for (int i = 0; i < live; i++) {
            body.append("ld.global.f32 %f")
                    .append(i)
                    .append(", [%rd1+")
                    .append(4 * i)
                    .append("];\n");
        }
        body.append("bar.sync 0;\n");
        for (int i = 0; i < live; i++) {
            body.append("st.global.f32 [%rd1+")
                    .append(4 * i)
                    .append("], %f")
                    .append(live - 1 - i)
                    .append(";\n");
        }
        String text = """
                .version 7.0
                .target sm_60
                .address_size 64
                .visible .entry crowded(.param .u64 p)
                .maxnreg 32
                {
                .reg .f32 %%f<%d>;
                .reg .b64 %%rd<2>;
                .shared .align 4 .b8 tile[2052];
                ld.param.u64 %%rd1, [p];
                st.shared.u32 [tile], 1;
                %s
                ret;
                }
                .visible .entry idle()
                {
                ret;
                }
                """.formatted(live, body);
        List<Usage> usages = PtxAssembler.assemble(new PtxSource("crowded.ptx", text), "sm_60");
        assertThat(usages).extracting(Usage::kernel).containsExactly("crowded", "idle");
        Usage crowded = usages.get(0);
        assertThat(crowded.sharedBytes()).isEqualTo(2052);
        assertThat(crowded.registers()).isBetween(1, 32);
        assertThat(crowded.spillStoreBytes()).isPositive();
        assertThat(crowded.spillLoadBytes()).isPositive();
        assertThat(usages.get(1).sharedBytes()).isZero();
        assertThat(usages.get(1).spillStoreBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {".version 7.0\n.target sm_60\n.address_size 64\n.entry k() { frobnicate.u32 1; }", "nonsense"})
    void refusesWhatIsNoPtx(String text) {
        assertThatThrownBy(() -> PtxAssembler.assemble(new PtxSource("bad.ptx", text), "sm_80"))
                .isInstanceOf(PtxException.class)
                .hasMessageContaining("bad.ptx");
    }

    @Test
    void refusesPtxForALaterArchitecture() {
        String text = ".version 7.0\n.target sm_80\n.address_size 64\n.entry k() { ret; }\n";
        assertThatThrownBy(() -> PtxAssembler.assemble(new PtxSource("tf32.ptx", text), "sm_60"))
                .isInstanceOf(PtxException.class)
                .hasMessageContainingAll("tf32.ptx", "sm_60");
    }
}
