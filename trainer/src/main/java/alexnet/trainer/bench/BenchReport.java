package alexnet.trainer.bench;

import java.util.List;

/**
 * The results of one run, in the units that the names give; times in seconds. Values that were not asked for are empty
 * or null.
 *
 * @param batchSize images per step and in the shapes of the operations
 * @param devices what was measured on
 * @param products on emulated devices: beside plain Java loops
 * @param kernels operations at the shapes of the network
 * @param step whole training steps, or null
 * @param gridScaling twice the grid, or null
 * @param deviceScaling two emulated devices beside one, or null
 */
public record BenchReport(
        Machine machine,
        int batchSize,
        List<DeviceEntry> devices,
        List<ProductMeasurement.Result> products,
        List<KernelMeasurement.Result> kernels,
        StepMeasurement.Result step,
        GridScaling.Result gridScaling,
        DeviceScaling.Result deviceScaling) {

    /**
     * One device.
     *
     * @param description what it says of itself
     * @param floor what it can do at best, or null where that is not known or was not needed
     */
    public record DeviceEntry(String name, String description, Floor floor) {}

    /** Whether every product was what plain loops made of the same operands. */
    public boolean agrees() {
        return products.stream().allMatch(ProductMeasurement.Result::agrees);
    }
}
