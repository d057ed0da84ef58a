package alexnet.trainer.bench;

import alexnet.engine.Device;
import alexnet.engine.devices.DeviceSet;
import alexnet.engine.emulator.EmulatedDevice;
import alexnet.kernels.Activation;
import alexnet.kernels.FullyConnectedShape;
import alexnet.kernels.example.FullyConnectedExamples;
import alexnet.model.ModelOptions;
import alexnet.model.Network;
import alexnet.model.PlannedLayer;
import alexnet.model.layer.ConvLayer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Runs the selected measurements one after the other and reports each as soon as it is done. */
public final class Bench {

    /** What takes whole steps. */
    public static final String STEP = "step";

    private static final String MATRIX = "product.matrix";
    private static final String CONVOLUTION = "product.conv";
    private static final String GRID = "scaling.grid";
    private static final String DEVICES = "scaling.devices";

    /** Steps take so much longer than kernels that they are given more time to settle. */
    private static final double STEP_PATIENCE = 6;

    /**
     * What to measure.
     *
     * @param options how the network is run; the batch size also holds for the shapes of operations
     * @param scalingNetwork the network of the device scaling: small, as it is trained on one worker
     * @param matrixSize rows and columns of the square product
     * @param steps training steps that count
     * @param wanted by name
     */
    public record Plan(
            Network network,
            ModelOptions options,
            Network scalingNetwork,
            int matrixSize,
            Effort effort,
            int steps,
            Predicate<String> wanted) {}

    private final Plan plan;
    private final Consumer<String> lines;
    private final List<ProductMeasurement.Result> products = new ArrayList<>();
    private final List<KernelMeasurement.Result> kernels = new ArrayList<>();
    private final List<BenchReport.DeviceEntry> entries = new ArrayList<>();

    private Bench(Plan plan, Consumer<String> lines) {
        this.plan = plan;
        this.lines = lines;
    }

    /** The names of all measurements that there are for a network. */
    public static List<String> names(Network network) {
        List<String> names = new ArrayList<>(List.of(MATRIX, CONVOLUTION));
        NetworkOperations.of(network, 1).forEach(operation -> names.add(operation.name()));
        names.addAll(List.of(STEP, GRID, DEVICES));
        return names;
    }

    /**
     * Measures.
     *
     * @param lines takes the report's text, line by line
     */
    public static BenchReport run(Plan plan, DeviceSet devices, Consumer<String> lines) {
        return new Bench(plan, lines).run(devices);
    }

    private BenchReport run(DeviceSet devices) {
        Machine machine = Machine.here();
        lines.accept(BenchText.machine(machine));
        List<Device> distinct = distinct(devices);
        boolean isEmulated = distinct.get(0) instanceof EmulatedDevice;
        if (isEmulated) {
            products();
        }
        distinct.forEach(this::kernels);
        StepMeasurement.Result step = null;
        if (plan.wanted().test(STEP)) {
            Effort effort = plan.effort().longer(STEP_PATIENCE).exactly(plan.steps());
            step = StepMeasurement.measure(plan.network(), plan.options(), devices.devices(), effort);
            BenchText.step(step).forEach(lines);
        }
        GridScaling.Result grid = null;
        if (plan.wanted().test(GRID)) {
            grid = GridScaling.measure(distinct.get(0), plan.effort());
            BenchText.grid(grid).forEach(lines);
        }
        DeviceScaling.Result scaling = null;
        if (isEmulated && plan.scalingNetwork().gpus() == 2 && plan.wanted().test(DEVICES)) {
            ModelOptions options =
                    TrainingSteps.options(plan.scalingNetwork(), plan.options().batchSize());
            scaling = DeviceScaling.measure(plan.scalingNetwork(), options, plan.effort());
            BenchText.devices(scaling).forEach(lines);
        }
        return new BenchReport(
                machine,
                plan.options().batchSize(),
                List.copyOf(entries),
                List.copyOf(products),
                List.copyOf(kernels),
                step,
                grid,
                scaling);
    }

    /** Each device once; emulated devices are all alike and share their workers, so that one of them stands for all. */
    private static List<Device> distinct(DeviceSet devices) {
        Set<Device> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Device> distinct = devices.devices().stream().filter(seen::add).toList();
        return distinct.get(0) instanceof EmulatedDevice ? distinct.subList(0, 1) : distinct;
    }

    private void products() {
        ProductMeasurement measurement = new ProductMeasurement(plan.effort());
        if (plan.wanted().test(MATRIX)) {
            add(measurement.measure(new MatrixProduct(plan.matrixSize())));
        }
        if (plan.wanted().test(CONVOLUTION)) {
            plan.network().layers().stream()
                    .filter(layer ->
                            layer.kind() == ConvLayer.KIND && !layer.spec().readsData())
                    .reduce((earlier, later) -> later)
                    .ifPresent(layer -> add(measurement.measure(product(layer))));
        }
    }

    private ConvolutionProduct product(PlannedLayer layer) {
        return new ConvolutionProduct(
                layer.spec().name(),
                ConvLayer.groupShape(layer.spec(), layer.input(), plan.options().batchSize()));
    }

    private void add(ProductMeasurement.Result result) {
        products.add(result);
        BenchText.product(result).forEach(lines);
    }

    private void kernels(Device device) {
        List<Operation> operations = new ArrayList<>();
        if (!(device instanceof EmulatedDevice)) {
            int size = plan.matrixSize();
            FullyConnectedShape square = new FullyConnectedShape(size, size, size);
            operations.add(new Operation(
                    MATRIX + ".forward", square.toString(), FullyConnectedExamples.forward(square, Activation.RELU)));
        }
        operations.addAll(NetworkOperations.of(plan.network(), plan.options().batchSize()));
        operations.removeIf(operation -> !plan.wanted().test(operation.name()));
        Floor floor = operations.isEmpty() ? null : floor(device);
        BenchReport.DeviceEntry entry =
                new BenchReport.DeviceEntry(device.name(), device.properties().description(), floor);
        entries.add(entry);
        BenchText.device(entry).forEach(lines);
        if (operations.isEmpty()) {
            return;
        }
        lines.accept(BenchText.kernelHead());
        try (KernelMeasurement measurement = new KernelMeasurement(device, floor, plan.effort())) {
            for (Operation operation : operations) {
                KernelMeasurement.Result result = measurement.measure(operation);
                kernels.add(result);
                lines.accept(BenchText.kernel(result));
            }
        }
        lines.accept(BenchText.kernelLegend());
    }

    private Floor floor(Device device) {
        return device instanceof EmulatedDevice
                ? Floor.ofPlainLoops(plan.effort(), device.properties().multiprocessors())
                : Floor.ofGpu(device.properties());
    }
}
