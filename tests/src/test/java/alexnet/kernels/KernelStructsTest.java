package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.StructFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Kernels take the dimensions of a family as one struct; Java and CUDA agree on its fields, and PTX on its size. */
final class KernelStructsTest {

    private static final Path CUDA = Path.of("..", "kernels", "src", "main", "cuda");
    private static final Pattern STRUCT =
            Pattern.compile("^struct (\\w+) \\{\n(.*?)^\\};", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern FIELD =
            Pattern.compile("^  (int|unsigned|float|[A-Z]\\w+) (\\w+);", Pattern.MULTILINE);
    private static final Pattern ENTRY = Pattern.compile("\\.entry (\\w+)\\(([^)]*)\\)");
    private static final Pattern STRUCT_PARAMETER = Pattern.compile("\\.param \\.align 4 \\.b8 \\w+\\[(\\d+)]");
    private static final Pattern CAMEL_CASE = Pattern.compile("\\b[a-z][a-z0-9_]*[A-Z]\\w*");
    private static final List<String> CUDA_NAMES = List.of("blockIdx", "blockDim", "gridDim", "threadIdx");

    private static final ActivationShape ACTIVATION = new ActivationShape(9, 5, 6, 7);
    private static final PoolShape POOL = new PoolShape(3, 8, 9, 5, 3, 2);

    /** The fields that the Java side appends, by the name of the struct. */
    private static final Map<String, StructFields> STRUCTS = new TreeMap<>(Map.of(
            "AugmentRule", new AugmentRule(1, true, 0.5f).fields(),
            "AugmentShape", new AugmentShape(2, 9, 7, 8).fields(),
            "AvgPoolShares", AvgPool.shares(POOL),
            "ConvShape", new ConvShape(3, 8, 9, 5, 4, 3, 2, 1, 1).fields(),
            "Divider", Divider.by(6).fields(),
            "DropoutMask", Dropout.fields(new Dropout.Mask(0.5f, Dropout.Form.PAPER, 1, 2, 3)),
            "FullyConnectedShape", new FullyConnectedShape(4, 5, 6).fields(),
            "LrnBorder", new Lrn.Border(2, 0).fields(),
            "LrnShape", Lrn.fields(ACTIVATION, new Lrn.Parameters(5, 2, 1e-4f, 0.75f)),
            "PoolShape", POOL.fields()));

    static {
        STRUCTS.put(
                "WithinMapNormShape",
                WithinMapNorm.fields(ACTIVATION, new WithinMapNorm.Parameters(5, 2, 1e-4f, 0.75f)));
    }

    /** The structs of kernels by the beginning of their name; the first that fits counts. */
    private static final List<Map.Entry<String, List<String>>> TAKEN = List.of(
            Map.entry("augment_", List.of("AugmentShape", "AugmentRule")),
            Map.entry("avg_pool_backward", List.of("PoolShape", "AvgPoolShares")),
            Map.entry("avg_pool_forward", List.of("PoolShape")),
            Map.entry("conv_add_slices", List.of()),
            Map.entry("conv_transpose_weights", List.of("Divider", "Divider")),
            Map.entry("conv_image_add_slices", List.of()),
            Map.entry("conv_", List.of("ConvShape")),
            Map.entry("dropout_mask", List.of("DropoutMask")),
            Map.entry("fully_connected_add_slices", List.of()),
            Map.entry("fully_connected_", List.of("FullyConnectedShape")),
            Map.entry("local_", List.of("ConvShape")),
            Map.entry("lrn_border_", List.of("LrnShape", "LrnBorder")),
            Map.entry("lrn_", List.of("LrnShape")),
            Map.entry("max_pool_", List.of("PoolShape")),
            Map.entry("within_map_norm_", List.of("WithinMapNormShape")),
            Map.entry("", List.of()));

    @Test
    void structsHaveTheSameFieldsInTheSameOrderOnBothSides() throws IOException {
        Map<String, String> bodies = new TreeMap<>();
        for (String source : sources()) {
            STRUCT.matcher(source).results().forEach(struct -> bodies.put(struct.group(1), struct.group(2)));
        }
        STRUCTS.forEach(
                (name, fields) -> assertThat(declared(bodies, name)).as(name).isEqualTo(fields.names()));
    }

    @Test
    void structParametersOfEveryKernelHaveTheSizeThatJavaAppends() {
        List<String> seen = new ArrayList<>();
        KernelResources.sources()
                .forEach(ptx -> ENTRY.matcher(ptx.text()).results().forEach(entry -> {
                    String kernel = entry.group(1);
                    List<Integer> expected = TAKEN.stream()
                            .filter(taken -> kernel.startsWith(taken.getKey()))
                            .findFirst()
                            .orElseThrow()
                            .getValue()
                            .stream()
                            .map(name -> STRUCTS.get(name).bytes())
                            .toList();
                    List<Integer> found = STRUCT_PARAMETER
                            .matcher(entry.group(2))
                            .results()
                            .map(size -> Integer.valueOf(size.group(1)))
                            .toList();
                    assertThat(found).as(kernel).isEqualTo(expected);
                    if (!found.isEmpty()) {
                        seen.add(kernel);
                    }
                }));
        assertThat(seen).hasSizeGreaterThan(80);
    }

    @Test
    void kernelSourcesAreSpelledInSnakeCase() throws IOException {
        for (String source : sources()) {
            assertThat(CAMEL_CASE
                            .matcher(source.replaceAll("//[^\n]*", ""))
                            .results()
                            .map(MatchResult::group)
                            .filter(name -> !CUDA_NAMES.contains(name)))
                    .as(source.lines().findFirst().orElse(""))
                    .isEmpty();
        }
    }

    private static List<String> declared(Map<String, String> bodies, String name) {
        assertThat(bodies).as("structs of the kernel sources").containsKey(name);
        List<String> names = new ArrayList<>();
        FIELD.matcher(bodies.get(name)).results().forEach(field -> {
            if (bodies.containsKey(field.group(1))) {
                declared(bodies, field.group(1)).forEach(inner -> names.add(field.group(2) + "." + inner));
            } else {
                names.add(field.group(2));
            }
        });
        return names;
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.list(CUDA)) {
            List<String> texts = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                texts.add(Files.readString(file));
            }
            return texts;
        }
    }
}
