package alexnet.trainer.command;

import alexnet.model.NetworkSummary;
import alexnet.trainer.Console;
import alexnet.trainer.ExitCode;
import alexnet.trainer.SummaryTable;
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
    private NetworkOptions network;

    @Option(
            names = "--classes",
            paramLabel = "N",
            defaultValue = "1000",
            description = "number of classes (default: ${DEFAULT-VALUE})")
    private int classes;

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
        require(batchSize >= 1, "--batch-size", "at least 1", batchSize);
        require(classes >= 1, "--classes", "at least 1", classes);
        NetworkSummary summary = NetworkSummary.of(network.choice().build(classes), batchSize);
        SummaryTable.rows(summary).forEach(console()::line);
        console().line("");
        SummaryTable.totals(summary).forEach(console()::line);
        Map<String, Object> result = new LinkedHashMap<>();
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
}
