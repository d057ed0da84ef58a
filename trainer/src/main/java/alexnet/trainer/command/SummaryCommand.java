package alexnet.trainer.command;

import alexnet.model.Network;
import alexnet.model.NetworkSummary;
import alexnet.model.PointInForce;
import alexnet.trainer.failure.Console;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.failure.UsageException;
import alexnet.trainer.run.SummaryTable;
import alexnet.trainer.settings.NetworkChoice;
import alexnet.trainer.settings.NetworkSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code summary}: the network as a table. */
@Command(
        name = "summary",
        description = "show the network as a table: layers, GPUs, shapes, parameters, work, memory, crossing bytes")
public final class SummaryCommand extends AlexnetCommand {

    @Mixin
    private NetworkSettings network;

    @Option(
            names = "--classes",
            paramLabel = "N",
            description = "number of classes (default: the network's own, 1000 for alexnet)")
    private Integer classes;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "128",
            description = "pictures per step, in all (default: ${DEFAULT-VALUE})")
    private int batchSize;

    @Option(names = "--json", paramLabel = "FILE", description = "write the figures to FILE too")
    private Path json;

    /** @param console where it prints */
    public SummaryCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        UsageException.require(batchSize >= 1, "--batch-size", "at least 1", batchSize);
        UsageException.require(classes == null || classes >= 1, "--classes", "at least 1", classes);
        NetworkChoice choice = network.choice();
        Network built = choice.build(classes == null ? choice.ownClasses() : classes);
        NetworkSummary summary = NetworkSummary.of(built, batchSize);
        SummaryTable.rows(summary).forEach(console()::line);
        console().line("");
        SummaryTable.totals(summary).forEach(console()::line);
        console().line("");
        SummaryTable.points(choice.preset(), built.points()).forEach(console()::line);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("network", built.name());
        result.put("preset", choice.preset());
        result.put("points", points(built));
        result.put("parameters", summary.parameters());
        result.put("multiply_adds", summary.multiplyAdds());
        result.put("batch_size", summary.batchSize());
        result.put("forward_bytes", summary.forwardBytes());
        result.put("backward_bytes", summary.backwardBytes());
        result.put("gpus", summary.gpus());
        result.put("layers", summary.rows());
        writeJson(json, result);
        return ExitCode.DONE;
    }

    private static Map<String, Object> points(Network built) {
        Map<String, Object> points = new LinkedHashMap<>();
        for (PointInForce point : built.points()) {
            points.put(
                    point.point().key(),
                    Map.of("value", point.value(), "origin", point.origin().toString()));
        }
        return points;
    }
}
