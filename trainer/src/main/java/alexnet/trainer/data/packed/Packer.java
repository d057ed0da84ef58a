package alexnet.trainer.data.packed;

import alexnet.trainer.data.image.Resize;
import alexnet.trainer.data.image.RgbImage;
import alexnet.trainer.data.source.ImageSource;
import alexnet.trainer.data.source.SourceFinder;
import alexnet.trainer.data.source.Split;
import alexnet.trainer.failure.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Makes packed data sets. Worker threads decode and resize; one thread takes their results in the order of the source,
 * so the output does not depend on how many there are. Everything is written into a temporary folder beside the output
 * folder, flushed to disk and renamed at the end: a folder of that name is complete or not there.
 */
public final class Packer {

    private final PackOptions options;
    private final PackProgress progress;
    private final ImageSource source;
    private final List<PackReport.Skipped> skipped = new ArrayList<>();

    private Packer(PackOptions options, PackProgress progress, ImageSource source) {
        this.options = options;
        this.progress = progress;
        this.source = source;
    }

    /**
     * Packs a source. Where the output folder already holds the set that would be made, nothing is written.
     *
     * @throws DataException for bad data: the source, or more bad files than {@code skipBad}
     * @throws IllegalArgumentException where the output folder holds something else
     * @throws UncheckedIOException where writing fails
     */
    public static PackReport pack(PackOptions options, PackProgress progress) {
        try (ImageSource source = SourceFinder.open(options.source())) {
            return new Packer(options, progress, source).run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PackReport run() throws IOException {
        PackedOutput output = new PackedOutput(options, source);
        if (output.isUpToDate()) {
            return new PackReport(
                    output.sets(), true, List.of(), source.contents().warnings());
        }
        output.requireFree();
        Path temporary = output.makeTemporary();
        try (Cleanup unfinished = new Cleanup(temporary)) {
            write(output, temporary);
            output.publish(temporary);
            unfinished.keep();
        } catch (FileSystemException e) {
            throw e; // names its file
        } catch (IOException e) {
            throw new IOException(
                    options.out() + ": writing failed: " + e.getMessage() + " (free "
                            + options.out()
                                    .toAbsolutePath()
                                    .getParent()
                                    .toFile()
                                    .getUsableSpace() + " bytes)",
                    e);
        }
        return new PackReport(
                output.sets(), false, List.copyOf(skipped), source.contents().warnings());
    }

    private void write(PackedOutput output, Path temporary) throws IOException {
        int[] labels = new int[source.count()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = source.label(i);
        }
        boolean[] validation = output.isSplit()
                ? Split.validation(labels, source.classes().size(), options.valFraction(), options.seed())
                : new boolean[labels.length];
        List<SetWriter> writers = new ArrayList<>();
        try {
            for (String part : output.parts()) {
                writers.add(new SetWriter(output.folder(temporary, part), options.size(), source.classes()));
            }
            drain(writers, labels, validation);
            for (int i = 0; i < writers.size(); i++) {
                String part = output.parts().get(i);
                if (writers.get(i).count() == 0) {
                    throw DataException.unexpected(options.source(), "no pictures left for " + part, "at least 1", "0");
                }
                writers.get(i).finish(output.source(part));
            }
        } finally {
            for (SetWriter writer : writers) {
                writer.close();
            }
        }
    }

    /** Keeps the workers busy a few pictures ahead and takes their results in order. */
    private void drain(List<SetWriter> writers, int[] labels, boolean[] validation) throws IOException {
        ExecutorService workers = Executors.newFixedThreadPool(options.workers(), task -> {
            Thread thread = new Thread(task, "alexnet-pack");
            thread.setDaemon(true);
            return thread;
        });
        Deque<Future<byte[]>> ahead = new ArrayDeque<>();
        try {
            int submitted = 0;
            for (int taken = 0; taken < labels.length; taken++) {
                while (submitted < labels.length && ahead.size() < 4 * options.workers()) {
                    Supplier<RgbImage> picture = source.picture(submitted++);
                    ahead.add(workers.submit(() -> Resize.toSquare(picture.get(), options.size(), options.resize())
                            .pixels()));
                }
                SetWriter writer = writers.get(validation[taken] ? 1 : 0);
                take(ahead.remove(), writer, taken, labels[taken]);
                progress.update(taken + 1, labels.length, skipped.size());
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private void take(Future<byte[]> result, SetWriter writer, int image, int label) throws IOException {
        try {
            writer.add(result.get(), label, source.name(image));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DataException bad) {
                skip(bad, writer, image);
            } else if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            } else if (e.getCause() instanceof Error cause) {
                throw cause;
            } else {
                throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("packing was interrupted");
        }
    }

    private void skip(DataException bad, SetWriter writer, int image) {
        skipped.add(new PackReport.Skipped(source.name(image), bad.reason()));
        if (skipped.size() > options.skipBad()) {
            if (options.skipBad() == 0) {
                throw new DataException(
                        bad.subject(), bad.reason(), "--skip-bad N leaves out up to N bad files and lists them", bad);
            }
            throw new DataException(
                    bad.subject(),
                    bad.reason() + "; bad file number " + skipped.size() + " (expected at most --skip-bad "
                            + options.skipBad() + ")",
                    null,
                    bad);
        }
        writer.skip(source.name(image), bad.reason());
    }
}
