package alexnet.engine.emulator.conformance;

import java.util.List;

/** All families of instructions. */
final class Families {

    static final List<Family> ALL = List.of(
            new IntegerArithmeticCases(),
            new BitCases(),
            new CarryCases(),
            new LogicCases(),
            new CompareCases(),
            new MoveCases(),
            new FloatCases(),
            new ConversionCases(),
            new HalfCases(),
            new ApproximateCases(),
            new FloatCompareCases(),
            new HalfSetCases(),
            new TinyResultCases(),
            new FlowCases(),
            new MemoryCases(),
            new WarpCases(),
            new RefusedCases());

    private Families() {}

    /** Everything that is registered, in the order of {@link #ALL}. */
    static Cases cases() {
        Cases cases = new Cases();
        ALL.forEach(cases::add);
        return cases;
    }
}
