package alexnet.trainer.command;

import alexnet.engine.devices.DeviceSet;
import alexnet.trainer.data.image.ImageDecoder;
import alexnet.trainer.data.image.PictureForm;
import alexnet.trainer.data.image.RgbImage;
import alexnet.trainer.data.packed.PackedDataset;
import alexnet.trainer.evaluate.FeatureReader;
import alexnet.trainer.evaluate.Nearest;
import alexnet.trainer.evaluate.Nearest.Neighbour;
import alexnet.trainer.evaluate.TrainedModel;
import alexnet.trainer.evaluate.TrainingData;
import alexnet.trainer.failure.Console;
import alexnet.trainer.failure.ExitCode;
import alexnet.trainer.failure.UsageException;
import alexnet.trainer.report.NeighbourCsv;
import alexnet.trainer.report.NeighbourPanel;
import alexnet.trainer.settings.CacheSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code similar}: the training pictures whose features are nearest to those of other pictures. */
@Command(
        name = "similar",
        description = {
            "find the training pictures whose features are nearest by Euclidean distance",
            "Queries are image files, or pictures of --query-data. A query itself is left out where it is in --data."
        })
public final class SimilarCommand extends AlexnetCommand {

    private static final int BATCH = 128;

    /** @param index its number in the set that is searched, or -1 where it is not known to be in it */
    private record Query(String name, String label, RgbImage picture, int index) {}

    @Parameters(paramLabel = "IMAGE", arity = "0..*", description = "JPEG or PNG files to find neighbours of")
    private List<Path> images = new ArrayList<>();

    @Mixin
    private InferenceOptions inference;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "the set to search: packed, or class folders, which are packed into the cache first")
    private Path data;

    @Option(names = "--query-data", paramLabel = "DIR", description = "a set to take queries from")
    private Path queryData;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "5",
            description = "queries from --query-data, spread evenly over it (default: ${DEFAULT-VALUE})")
    private int count;

    @Option(
            names = "--pick",
            paramLabel = "I,J",
            split = ",",
            description = "the pictures of --query-data to take instead, by their numbers from 0")
    private List<Integer> picked = new ArrayList<>();

    @Option(
            names = "--neighbours",
            paramLabel = "N",
            defaultValue = "6",
            description = "pictures to find for each (default: ${DEFAULT-VALUE})")
    private int neighbours;

    @Option(names = "--out", paramLabel = "FILE.png", description = "draw queries and neighbours as one panel")
    private Path out;

    @Option(names = "--csv", paramLabel = "FILE.csv", description = "write query, rank, index, class and distance")
    private Path csv;

    @Option(names = "--json", paramLabel = "FILE", description = "write the neighbours to FILE too")
    private Path json;

    @Mixin
    private CacheSettings cache;

    /** @param console where it prints */
    public SimilarCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        UsageException.require(count >= 1, "--count", "at least 1", count);
        UsageException.require(neighbours >= 1, "--neighbours", "at least 1", neighbours);
        if (images.isEmpty() == (queryData == null)) {
            throw new UsageException(
                    "--query-data",
                    images.isEmpty()
                            ? "nothing to find neighbours of (expected --query-data or image files, found neither)"
                            : "image files are named too (expected either, found both)");
        }
        requireWritable(out, csv, json);
        TrainedModel trained = inference.one(console());
        try (DeviceSet devices = inference.open();
                PackedDataset set = TrainingData.open(data, trained.form(), cache.folder(), console()::line)) {
            console().line("devices: " + devices.explanation());
            UsageException.require(
                    neighbours < set.count(),
                    "--neighbours",
                    "fewer than the " + set.count() + " pictures",
                    neighbours);
            List<Query> queries = queryData == null ? fromFiles(set) : fromSet(set);
            int batch = Math.min(BATCH, set.count());
            try (FeatureReader reader = new FeatureReader(trained, inference.loading(devices, batch), set)) {
                tell(set, queries, search(reader, set, queries));
            }
        }
        return ExitCode.DONE;
    }

    /** Files in the form that the searched set has, so that a picture of that set has the same pixels. */
    private List<Query> fromFiles(PackedDataset searched) {
        PictureForm form = searched.form();
        ImageDecoder decoder = new ImageDecoder();
        return images.stream()
                .map(file -> new Query(
                        file.toString(), String.valueOf(file.getFileName()), form.of(decoder.decode(file)), -1))
                .toList();
    }

    private List<Query> fromSet(PackedDataset searched) {
        try (PackedDataset set = TrainingData.open(queryData, searched.form(), cache.folder(), console()::line)) {
            boolean same = set.fingerprint().equals(searched.fingerprint());
            List<Query> queries = new ArrayList<>();
            for (int image :
                    picked.isEmpty() ? Arrays.stream(set.spread(count)).boxed().toList() : picked) {
                UsageException.require(image >= 0 && image < set.count(), "--pick", "0 to " + (set.count() - 1), image);
                String label = set.classes().get(set.label(image));
                queries.add(new Query(set.name(image), label, set.picture(image), same ? image : -1));
            }
            return queries;
        }
    }

    /** Goes through the set once for all queries. */
    private List<Nearest> search(FeatureReader reader, PackedDataset set, List<Query> queries) {
        List<Nearest> searches = reader
                .read(queries.stream().map(Query::picture).toList())
                .stream()
                .map(features -> new Nearest(features, neighbours))
                .toList();
        reader.read(set, (image, features) -> {
            for (int i = 0; i < searches.size(); i++) {
                double distance = searches.get(i).distance(features);
                if (!isItself(queries.get(i), set, image, distance)) {
                    searches.get(i).add(image, distance);
                }
            }
        });
        return searches;
    }

    /** A query of the searched set is known by its number, any other by its pixels: alike ones have no distance. */
    private static boolean isItself(Query query, PackedDataset set, int image, double distance) {
        return query.index() >= 0
                ? query.index() == image
                : distance == 0
                        && Arrays.equals(
                                set.picture(image).pixels(), query.picture().pixels());
    }

    private void tell(PackedDataset set, List<Query> queries, List<Nearest> searches) {
        NeighbourCsv table = new NeighbourCsv();
        List<NeighbourPanel.Row> rows = new ArrayList<>();
        List<Map<String, Object>> results = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            Query query = queries.get(i);
            console().line(query.name());
            List<NeighbourPanel.Cell> cells = new ArrayList<>();
            List<Map<String, Object>> entries = new ArrayList<>();
            for (Neighbour found : searches.get(i).found()) {
                String className = set.classes().get(set.label(found.image()));
                table.add(query.name(), cells.size() + 1, found.image(), className, found.distance());
                cells.add(new NeighbourPanel.Cell(set.picture(found.image()), className, found.distance()));
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("index", found.image());
                entry.put("name", set.name(found.image()));
                entry.put("class", className);
                entry.put("distance", found.distance());
                entries.add(entry);
                console()
                        .line(String.format(
                                Locale.ROOT,
                                "  %9.3f  %s (%d)",
                                found.distance(),
                                set.name(found.image()),
                                found.image()));
            }
            rows.add(new NeighbourPanel.Row(query.picture(), query.label(), cells));
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("query", query.name());
            result.put("neighbours", entries);
            results.add(result);
        }
        if (csv != null) {
            table.write(csv);
        }
        writeJson(json, results);
        if (out != null) {
            NeighbourPanel.write(out, rows);
        }
    }
}
