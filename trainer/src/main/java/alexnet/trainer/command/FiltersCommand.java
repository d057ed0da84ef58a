package alexnet.trainer.command;

import alexnet.trainer.evaluate.TrainedModel;
import alexnet.trainer.failure.Console;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.failure.UsageException;
import alexnet.trainer.report.FilterFigure;
import alexnet.trainer.report.FirstLayer;
import alexnet.trainer.settings.OptionWord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code filters}: the paper's figure 3 of trained weights. */
@Command(
        name = "filters",
        description = {
            "draw the first layer's filters, GPU 0 above GPU 1, and measure how much of them is colour",
            "The share is that of a filter's energy outside of the grey axis, averaged over a GPU's filters."
        })
public final class FiltersCommand extends AlexnetCommand {

    private static final List<String> SCALES = List.of("layer", "filter");
    private static final int MOST_ZOOM = 64;

    @Mixin
    private ModelSelection model;

    @Option(names = "--out", paramLabel = "FILE.png", required = true, description = "the picture to write")
    private Path out;

    @Option(
            names = "--scale",
            paramLabel = "WHAT",
            defaultValue = "layer",
            description = "what is stretched over black to white: all weights of the layer, or those of each filter"
                    + " by itself (layer or filter, default: ${DEFAULT-VALUE})")
    private String scale;

    @Option(
            names = "--zoom",
            paramLabel = "N",
            defaultValue = "4",
            description = "pixels per weight (default: ${DEFAULT-VALUE})")
    private int zoom;

    @Option(names = "--json", paramLabel = "FILE", description = "write the shares to FILE too")
    private Path json;

    /** @param console where it prints */
    public FiltersCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        OptionWord.oneOf("--scale", SCALES, scale);
        UsageException.require(zoom >= 1 && zoom <= MOST_ZOOM, "--zoom", "1 to " + MOST_ZOOM, zoom);
        requireWritable(out, json);
        TrainedModel trained = model.one(console());
        console().line("weights: " + trained.weights());
        FirstLayer layer = FirstLayer.read(trained);
        new FilterFigure(layer, zoom, scale.equals("filter")).write(out);
        List<Map<String, Object>> gpus = new ArrayList<>();
        for (int gpu = 0; gpu < layer.parts().size(); gpu++) {
            double share = layer.colourShare(gpu);
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("gpu", gpu);
            entry.put("filters", layer.count(gpu));
            entry.put("colour_energy_share", share);
            List<Double> shares = new ArrayList<>();
            for (int filter = 0; filter < layer.count(gpu); filter++) {
                shares.add(layer.colourShare(gpu, filter));
            }
            entry.put("colour_energy_shares", shares);
            gpus.add(entry);
            console()
                    .line(String.format(
                            Locale.ROOT,
                            "GPU %d: %d filters, colour-energy share %.1f %%",
                            gpu,
                            layer.count(gpu),
                            100 * share));
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("layer", layer.name());
        result.put("scale", scale);
        result.put("minimum", layer.range()[0]);
        result.put("maximum", layer.range()[1]);
        result.put("gpus", gpus);
        writeJson(json, result);
        console().line("filters: " + out);
        return ExitCode.DONE;
    }
}
