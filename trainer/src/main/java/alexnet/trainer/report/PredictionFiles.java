package alexnet.trainer.report;

import alexnet.trainer.Guess;
import alexnet.trainer.checkpoint.DurableFiles;
import alexnet.trainer.data.PackedDataset;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * What an evaluation writes per picture and per class: {@code --predictions} (picture, class, guess, its probability, the
 * first five guesses) and {@code --confusion} (a row per class, a column per guess).
 */
public final class PredictionFiles implements AutoCloseable {

    private static final int SHOWN = 5;

    private final Path predictions;
    private final Path confusion;
    private final List<String> classes;
    private final PackedDataset set;
    private final BufferedWriter out;
    private final long[][] counts;

    /**
     * Opens the files.
     *
     * @param predictions or null for none
     * @param confusion or null for none
     * @throws alexnet.trainer.StorageException where they cannot be written
     */
    public PredictionFiles(Path predictions, Path confusion, List<String> classes, PackedDataset set) {
        this.predictions = predictions;
        this.confusion = confusion;
        this.classes = List.copyOf(classes);
        this.set = set;
        this.counts = confusion == null ? null : new long[classes.size()][classes.size()];
        try {
            out = predictions == null ? null : Files.newBufferedWriter(predictions, StandardCharsets.UTF_8);
            if (out != null) {
                out.write("picture,class,guess,probability,top5\n");
            }
        } catch (IOException e) {
            throw DurableFiles.notWritten(predictions, e);
        }
    }

    /** Takes up one picture. */
    public void picture(int image, int label, float[] probabilities) {
        int[] ranking = Guess.ranking(probabilities, SHOWN);
        if (counts != null) {
            counts[label][ranking[0]]++;
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
                    quoted(set.name(image)),
                    quoted(classes.get(label)),
                    quoted(classes.get(ranking[0])),
                    probabilities[ranking[0]],
                    quoted(guesses.toString())));
        } catch (IOException e) {
            throw DurableFiles.notWritten(predictions, e);
        }
    }

    private static String quoted(String text) {
        return text.matches("[^,\"\\r\\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }

    @Override
    public void close() {
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                throw DurableFiles.notWritten(predictions, e);
            }
        }
        if (counts != null) {
            StringBuilder text = new StringBuilder("class");
            classes.forEach(name -> text.append(',').append(quoted(name)));
            text.append('\n');
            for (int label = 0; label < counts.length; label++) {
                text.append(quoted(classes.get(label)));
                for (long count : counts[label]) {
                    text.append(',').append(count);
                }
                text.append('\n');
            }
            DurableFiles.replace(confusion, text.toString());
        }
    }
}
