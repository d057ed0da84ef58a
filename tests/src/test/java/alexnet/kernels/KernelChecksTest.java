package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.kernels.check.CheckResult;
import alexnet.kernels.check.Comparison;
import alexnet.kernels.example.ExampleCall;
import alexnet.kernels.example.ExampleLists;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KernelChecksTest {

    @Test
    void everyOperationHasAtLeastTwentyShapes() {
        Map<String, Set<String>> shapes = new TreeMap<>();
        for (ExampleCall check : ExampleLists.checks()) {
            // With and without ReLU is one operation.
            String operation = check.operation().replace(" with relu", "");
            shapes.computeIfAbsent(check.file() + " " + operation, k -> new TreeSet<>())
                    .add(check.shape());
        }
        assertThat(shapes).isNotEmpty();
        shapes.forEach((operation, found) -> assertThat(found).as(operation).hasSizeGreaterThanOrEqualTo(20));
    }

    @Test
    void noCheckIsListedTwice() {
        Set<String> names = new HashSet<>();
        for (ExampleCall check : ExampleLists.checks()) {
            assertThat(names.add(check.toString())).as("%s", check).isTrue();
        }
    }

    @Test
    void comparisonSeesWhatIsWrong() {
        double[] expected = {1, 2, 4};
        assertThat(compare(expected, 1, 2, 4).passed()).isTrue();
        assertThat(compare(expected, 1, Math.nextUp(2f), 4).passed()).isTrue();
        CheckResult wrong = compare(expected, 1, 2, 4.00001f);
        assertThat(wrong.passed()).isFalse();
        assertThat(wrong.worst()).startsWith("y[2] is 4.00001, expected 4.0 within ");
        assertThat(compare(expected, 1, Float.NaN, 4).passed()).isFalse();
        assertThat(compare(expected, 1, Float.POSITIVE_INFINITY, 4).passed()).isFalse();
        assertThat(compare(new double[] {1, Double.NaN, 4}, 1, Float.NaN, 4).passed())
                .isFalse();
        assertThat(Comparison.same("y", new float[] {1, Math.nextUp(2f)}, new double[] {1, 2})
                        .passed())
                .isFalse();
        assertThat(Comparison.same("y", new float[] {Float.NaN}, new double[] {Double.NaN})
                        .passed())
                .isFalse();
        CheckResult bytes = Comparison.same("index", new byte[] {0, (byte) 200}, new byte[] {0, 1});
        assertThat(bytes.passed()).isFalse();
        assertThat(bytes.worst()).isEqualTo("index[1] is 200, expected 1 exactly");
        assertThat(bytes.and(compare(expected, 1, 2, 4)).passed()).isFalse();
        assertThat(compare(expected, 1, 2, 4).and(bytes).passed()).isFalse();
    }

    private static CheckResult compare(double[] expected, float... found) {
        return Comparison.compare("y", found, expected, expected, 2);
    }
}
