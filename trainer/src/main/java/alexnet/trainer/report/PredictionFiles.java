package alexnet.trainer.report;

import alexnet.trainer.data.packed.PackedDataset;
import alexnet.trainer.evaluate.Guess;
import alexnet.trainer.file.DurableFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/**
 * What an evaluation writes besides its line: {@code --predictions} (per picture its class, the guess, its probability, the
 * first five guesses), {@code --confusion} and {@code --confusion-png} (a row per class, a column per guess), and
 * {@code --panel} (some of the pictures with their bars).
 */
public final class PredictionFiles implements AutoCloseable {

    private static final int SHOWN = 5;

    /**
     * Where to; each file may be null for none.
     *
     * @param panelCount pictures in the panel, spread evenly over the set
     */
    public record Wanted(Path predictions, Path confusion, Path confusionPng, Path panel, int panelCount) {}

    private final Wanted wanted;
    private final List<String> classes;
    private final PackedDataset set;
    private final BufferedWriter out;
    private final ConfusionMatrix matrix;
    private final Set<Integer> shown = new HashSet<>();
    private final List<PredictionPanel.Entry> panel = new ArrayList<>();

    /**
     * Opens the files.
     *
     * @throws alexnet.trainer.failure.StorageException where they cannot be written
     */
    public PredictionFiles(Wanted wanted, List<String> classes, PackedDataset set) {
        this.wanted = wanted;
        this.classes = List.copyOf(classes);
        this.set = set;
        this.matrix = new ConfusionMatrix(classes);
        if (wanted.panel() != null) {
            for (int image : set.spread(wanted.panelCount())) {
                shown.add(image);
            }
        }
        try {
            out = wanted.predictions() == null
                    ? null
                    : Files.newBufferedWriter(wanted.predictions(), StandardCharsets.UTF_8);
            if (out != null) {
                out.write("picture,class,guess,probability,top5\n");
            }
        } catch (IOException e) {
            throw DurableFiles.notWritten(wanted.predictions(), e);
        }
    }

    /** Takes up one picture. */
    public void picture(int image, int label, float[] probabilities) {
        int[] ranking = Guess.ranking(probabilities, SHOWN);
        matrix.add(label, ranking[0]);
        if (shown.contains(image)) {
            panel.add(new PredictionPanel.Entry(set.name(image), set.picture(image), probabilities, label));
        }
        if (out == null) {
            return;
        }
        StringJoiner guesses = new StringJoiner(" ");
        for (int guess : ranking) {
            guesses.add(classes.get(guess));
        }
        try {
            out.write(String.format(
                    Locale.ROOT,
                    "%s,%s,%s,%.6f,%s\n",
                    Csv.cell(set.name(image)),
                    Csv.cell(classes.get(label)),
                    Csv.cell(classes.get(ranking[0])),
                    probabilities[ranking[0]],
                    Csv.cell(guesses.toString())));
        } catch (IOException e) {
            throw DurableFiles.notWritten(wanted.predictions(), e);
        }
    }

    /** Writes the table that is known at the end only, once all pictures have been taken up. */
    public void writeTable() {
        if (wanted.confusion() != null) {
            matrix.writeCsv(wanted.confusion());
        }
    }

    /** Draws what was asked for, once all pictures have been taken up. */
    public void draw() {
        if (wanted.confusionPng() != null) {
            matrix.writePng(wanted.confusionPng());
        }
        if (wanted.panel() != null) {
            PredictionPanel.write(wanted.panel(), "--panel", panel, classes);
        }
    }

    @Override
    public void close() {
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                throw DurableFiles.notWritten(wanted.predictions(), e);
            }
        }
    }
}
