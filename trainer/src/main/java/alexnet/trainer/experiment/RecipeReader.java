package alexnet.trainer.experiment;

import alexnet.model.YamlValue;
import alexnet.model.YamlValue.Mapping;
import alexnet.model.YamlValue.Scalar;
import alexnet.trainer.experiment.Recipe.Data;
import alexnet.trainer.experiment.Recipe.Evaluation;
import alexnet.trainer.experiment.Recipe.Measure;
import alexnet.trainer.experiment.Recipe.On;
import alexnet.trainer.experiment.Recipe.Picture;
import alexnet.trainer.experiment.Recipe.Row;
import alexnet.trainer.experiment.Recipe.Run;
import alexnet.trainer.experiment.Recipe.Small;
import alexnet.trainer.experiment.Recipe.Speed;
import alexnet.trainer.experiment.Recipe.Tuning;
import alexnet.trainer.experiment.Recipe.Validation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads recipes; docs/experiments.md describes the form. What does not fit is named with line and column. */
final class RecipeReader {

    /** Options that say where, not what; the command sets them. */
    private static final Set<String> NOT_IN_RECIPES = Set.of(
            "data",
            "val",
            "val-fraction",
            "out",
            "resume",
            "init",
            "json",
            "config",
            "help",
            "verbose",
            "quiet",
            "cache");

    private final YamlText text;
    private final Collection<String> trainOptions;

    private RecipeReader(YamlText text, Collection<String> trainOptions) {
        this.text = text;
        this.trainOptions = trainOptions.stream()
                .filter(option -> !NOT_IN_RECIPES.contains(option))
                .sorted()
                .toList();
    }

    /** @throws alexnet.trainer.failure.UsageException naming line, column and key */
    static Recipe read(String name, String origin, String yaml, Collection<String> trainOptions) {
        YamlValue document = YamlValue.parse(origin, yaml);
        return new RecipeReader(new YamlText(origin), trainOptions).recipe(name, document);
    }

    private Recipe recipe(String name, YamlValue document) {
        Mapping top = text.mapping(
                document,
                "a recipe",
                List.of("title", "paper", "original", "data", "speed", "runs", "compare", "small"),
                List.of("cannot-run", "uncertain", "validate", "options", "evaluations", "pictures", "curves"));
        List<Run> runs = new ArrayList<>();
        text.each(top, "runs", value -> runs.addAll(runs(value)));
        Set<String> runNames = names(top, "runs", runs.stream().map(Run::name).toList());
        List<Evaluation> evaluations = new ArrayList<>();
        text.each(top, "evaluations", value -> evaluations.add(evaluation(value, runNames)));
        Set<String> evaluationNames = names(
                top, "evaluations", evaluations.stream().map(Evaluation::name).toList());
        List<Picture> pictures = new ArrayList<>();
        text.each(top, "pictures", value -> pictures.add(picture(value)));
        List<Row> rows = new ArrayList<>();
        text.each(top, "compare", value -> rows.add(row(value, runNames, evaluationNames)));
        List<String> uncertain = new ArrayList<>();
        text.each(top, "uncertain", value -> uncertain.add(text.scalar(value, "uncertain")));
        List<String> curves = new ArrayList<>();
        text.each(top, "curves", value -> curves.add(text.oneOf(value, "curves", runNames)));
        return new Recipe(
                name,
                text.scalar(top, "title"),
                text.scalar(top, "paper"),
                text.scalar(top, "original"),
                optional(top, "cannot-run"),
                List.copyOf(uncertain),
                data(top.values().get("data")),
                speed(top.values().get("speed")),
                top.values().containsKey("validate")
                        ? text.constant(top.values().get("validate"), "validate", Validation.class)
                        : Validation.VAL,
                options(top, "options"),
                List.copyOf(runs),
                List.copyOf(evaluations),
                List.copyOf(pictures),
                List.copyOf(rows),
                List.copyOf(curves),
                small(top.values().get("small")));
    }

    private Set<String> names(Mapping top, String key, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw text.error(top.keys().get(key), key + ": the name '" + name + "' stands here twice");
            }
        }
        return seen;
    }

    private Optional<String> optional(Mapping mapping, String key) {
        return mapping.values().containsKey(key) ? Optional.of(text.scalar(mapping, key)) : Optional.empty();
    }

    private Data data(YamlValue value) {
        Mapping mapping = text.mapping(value, "data", List.of("train"), List.of("val", "test"));
        return new Data(
                set(mapping.values().get("train")),
                Optional.ofNullable(mapping.values().get("val")).map(this::set),
                Optional.ofNullable(mapping.values().get("test")).map(this::set));
    }

    private Recipe.Set set(YamlValue value) {
        Mapping mapping = text.mapping(value, "a set", List.of("name", "pictures"), List.of());
        return new Recipe.Set(text.scalar(mapping, "name"), text.whole(mapping, "pictures", 1));
    }

    private Speed speed(YamlValue value) {
        Mapping mapping = text.mapping(value, "speed", List.of("images-per-second", "gpus", "source"), List.of());
        return new Speed(
                text.positive(mapping, "images-per-second"),
                (int) text.whole(mapping, "gpus", 0),
                text.scalar(mapping, "source"));
    }

    /** A run, or with {@code seeds} one per seed. */
    private List<Run> runs(YamlValue value) {
        Mapping mapping = text.mapping(value, "a run", List.of("name"), List.of("options", "small", "seeds", "tune"));
        String name = text.word(mapping, "name");
        Map<String, String> options = options(mapping, "options");
        Map<String, String> small = options(mapping, "small");
        Tuning tuning =
                mapping.values().containsKey("tune") ? tuning(mapping.values().get("tune")) : null;
        List<Run> runs = new ArrayList<>();
        text.each(mapping, "seeds", seed -> {
            Map<String, String> seeded = new LinkedHashMap<>(options);
            seeded.put("seed", Long.toString(text.whole(seed, "seeds", 0)));
            runs.add(new Run(name + "-" + (runs.size() + 1), Map.copyOf(seeded), small, tuning));
        });
        return runs.isEmpty() ? List.of(new Run(name, options, small, tuning)) : runs;
    }

    private Tuning tuning(YamlValue value) {
        Mapping mapping = text.mapping(value, "tune", List.of("option", "values", "epochs"), List.of());
        List<String> values = new ArrayList<>();
        text.each(mapping, "values", each -> values.add(text.scalar(each, "values")));
        return new Tuning(text.oneOf(mapping.values().get("option"), "option", trainOptions), List.copyOf(values), (int)
                text.whole(mapping, "epochs", 1));
    }

    private Evaluation evaluation(YamlValue value, Set<String> runNames) {
        Mapping mapping = text.mapping(value, "an evaluation", List.of("name", "runs"), List.of("crops", "on"));
        List<String> runs = new ArrayList<>();
        text.each(mapping, "runs", each -> runs.add(text.oneOf(each, "runs", runNames)));
        YamlValue crops = mapping.values().get("crops");
        YamlValue on = mapping.values().get("on");
        return new Evaluation(
                text.word(mapping, "name"),
                List.copyOf(runs),
                crops != null
                        && text.oneOf(crops, "crops", List.of("centre", "ten")).equals("ten"),
                on == null ? On.VAL : text.constant(on, "on", On.class));
    }

    private Picture picture(YamlValue value) {
        Mapping mapping = text.mapping(value, "a picture", List.of("command"), List.of("options", "arguments"));
        Map<String, String> options = new LinkedHashMap<>();
        if (mapping.values().containsKey("options")) {
            Mapping given = text.mapping(mapping.values().get("options"), "options");
            given.values().forEach((key, each) -> options.put(key, text.joined(each, key)));
        }
        List<String> arguments = new ArrayList<>();
        text.each(mapping, "arguments", each -> arguments.add(text.scalar(each, "arguments")));
        return new Picture(text.word(mapping, "command"), options, List.copyOf(arguments));
    }

    private Row row(YamlValue value, Set<String> runs, Set<String> evaluations) {
        Mapping mapping = text.mapping(
                value,
                "a row",
                List.of("what", "measure"),
                List.of("evaluation", "run", "file", "minus", "over", "error", "pointer", "paper", "original"));
        Measure measure = text.constant(mapping.values().get("measure"), "measure", Measure.class);
        String kind = switch (measure) {
            case EPOCHS_TO_ERROR -> "run";
            case VALUE -> "file";
            default -> "evaluation";
        };
        Collection<String> known = kind.equals("run") ? runs : evaluations;
        YamlValue of = mapping.values().get(kind);
        if (of == null) {
            throw text.error(value.place(), "a row of " + measure.key() + ": '" + kind + "' is missing");
        }
        for (String other : List.of("evaluation", "run", "file")) {
            if (!other.equals(kind) && mapping.values().containsKey(other)) {
                throw text.error(
                        mapping.keys().get(other),
                        "'" + other + "' does not go with measure " + measure.key() + " (expected '" + kind + "')");
            }
        }
        boolean file = measure == Measure.VALUE;
        return new Row(
                text.scalar(mapping, "what"),
                measure,
                file ? text.scalar(of, "file") : text.oneOf(of, kind, known),
                other(mapping, "minus", known, file),
                other(mapping, "over", known, file),
                number(mapping, "error"),
                optional(mapping, "pointer").orElse(null),
                number(mapping, "paper"),
                number(mapping, "original"));
    }

    private String other(Mapping mapping, String key, Collection<String> known, boolean file) {
        YamlValue value = mapping.values().get(key);
        if (value == null) {
            return null;
        }
        return file ? text.scalar(value, key) : text.oneOf(value, key, known);
    }

    private Double number(Mapping mapping, String key) {
        return mapping.values().containsKey(key) ? (Double) text.number(mapping, key) : null;
    }

    private Small small(YamlValue value) {
        Mapping mapping = text.mapping(value, "small", List.of("data", "note"), List.of("options", "size"));
        String data = text.oneOf(mapping.values().get("data"), "data", List.of("drawn", "given"));
        boolean drawn = data.equals("drawn");
        if (drawn != mapping.values().containsKey("size")) {
            throw text.error(value.place(), "small: 'size' goes with drawn pictures, and only with them");
        }
        return new Small(
                drawn,
                drawn ? (int) text.whole(mapping, "size", 1) : 0,
                options(mapping, "options"),
                text.scalar(mapping, "note"));
    }

    /** Options of {@code train}; lists become texts with commas, as in configuration files. */
    private Map<String, String> options(Mapping mapping, String key) {
        YamlValue value = mapping.values().get(key);
        if (value == null) {
            return Map.of();
        }
        Mapping given = text.mapping(value, key);
        text.requireKnown(given, key, trainOptions);
        Map<String, String> options = new LinkedHashMap<>();
        for (Map.Entry<String, YamlValue> each : given.values().entrySet()) {
            options.put(
                    each.getKey(),
                    each.getValue() instanceof Scalar scalar
                            ? scalar.text()
                            : text.joined(each.getValue(), each.getKey()));
        }
        return Collections.unmodifiableMap(options);
    }
}
