package alexnet.engine.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import alexnet.engine.Stream;
import alexnet.engine.emulator.EmulatedDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every registered case: instructions give what their oracles say, and what is refused is refused with its name. */
final class ConformanceTest {

    private static final long SEED = Long.getLong("conformance.seed", 20200528);
    private static final Pattern ONLY = Pattern.compile(System.getProperty("conformance.only", ""));

    private static EmulatedDevice device;
    private static Stream stream;

    @BeforeAll
    static void open() {
        device = new EmulatedDevice(0);
        stream = device.createStream();
    }

    @AfterAll
    static void close() {
        stream.close();
        device.close();
    }

    @TestFactory
    List<DynamicContainer> cases() {
        Cases cases = Families.cases();
        List<DynamicContainer> families = new ArrayList<>();
        for (String family : Families.ALL.stream().map(Family::name).distinct().toList()) {
            List<DynamicTest> tests = new ArrayList<>();
            cases.lanes.stream()
                    .filter(lane -> lane.family.equals(family) && chosen(lane.form))
                    .forEach(lane -> tests.add(DynamicTest.dynamicTest(lane.toString(), () -> run(lane))));
            cases.refused.stream()
                    .filter(form -> form.family().equals(family) && chosen(form.form()))
                    .forEach(form ->
                            tests.add(DynamicTest.dynamicTest(form.form() + " is refused", () -> refuse(form))));
            families.add(DynamicContainer.dynamicContainer(family, tests));
        }
        return families;
    }

    private static boolean chosen(String form) {
        return ONLY.matcher(form).find();
    }

    private static void run(LaneCase lane) {
        List<String> complaints = new ArrayList<>(LaneProgram.run(device, stream, lane, Operands.rows(lane, SEED)));
        if (AffineProgram.takes(lane)) {
            complaints.addAll(AffineProgram.run(device, stream, lane, SEED));
        }
        if (!complaints.isEmpty()) {
            throw new AssertionError(String.join("\n", complaints) + "\nseed " + SEED
                    + " (-Dconformance.seed), program:\n" + LaneProgram.text(lane));
        }
    }

    private static void refuse(Cases.Refused form) {
        assertThat(Refusal.complaint(device, form)).as(form.form()).isNull();
    }
}
