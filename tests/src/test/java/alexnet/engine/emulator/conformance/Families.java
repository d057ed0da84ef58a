package alexnet.engine.emulator.conformance;

import java.util.List;

/** All families of instructions. */
final class Families {

    static final List<Family> ALL = List.of(
            new Family("integer", IntegerArithmeticCases::register),
            new Family("integer", BitCases::register),
            new Family("integer", CarryCases::register),
            new Family("integer", LogicCases::register),
            new Family("integer", CompareCases::register),
            new Family("integer", MoveCases::register),
            new Family("float", FloatCases::register),
            new Family("conversion", ConversionCases::register),
            new Family("float", HalfCases::register),
            new Family("float", ApproximateCases::register),
            new Family("float", FloatCompareCases::register),
            new Family("float", HalfSetCases::register),
            new Family("float", TinyResultCases::register),
            new Family("flow", FlowCases::register),
            new Family("memory", MemoryCases::register),
            new Family("warp", WarpCases::register),
            new Family("refused", RefusedCases::register));

    private Families() {}

    /** Everything that is registered, in the order of {@link #ALL}. */
    static Cases cases() {
        Cases cases = new Cases();
        ALL.forEach(cases::add);
        return cases;
    }
}
