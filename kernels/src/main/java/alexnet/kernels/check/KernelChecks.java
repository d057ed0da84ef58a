package alexnet.kernels.check;

import java.util.ArrayList;
import java.util.List;

/** The checks of all kernel files, in the order of the data flow through a step. */
public final class KernelChecks {

    private KernelChecks() {}

    /** Every check there is; the list is the same on every call. */
    public static List<KernelCheck> all() {
        List<KernelCheck> checks = new ArrayList<>();
        checks.addAll(AugmentChecks.all());
        checks.addAll(ConvImageChecks.all());
        checks.addAll(BiasReluChecks.all());
        checks.addAll(ReluChecks.all());
        checks.addAll(TanhChecks.all());
        checks.addAll(LrnChecks.all());
        checks.addAll(WithinMapNormChecks.all());
        checks.addAll(AvgPoolChecks.all());
        checks.addAll(MaxPoolChecks.all());
        checks.addAll(ConvChecks.all());
        checks.addAll(LocalChecks.all());
        checks.addAll(FullyConnectedChecks.all());
        checks.addAll(DropoutChecks.all());
        checks.addAll(SoftmaxCrossEntropyChecks.all());
        checks.addAll(ElementaryChecks.all());
        checks.addAll(SumChecks.all());
        checks.addAll(TransposeChecks.all());
        checks.addAll(MomentumSgdChecks.all());
        return List.copyOf(checks);
    }
}
