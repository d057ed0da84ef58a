package alexnet.trainer.data.source;

import alexnet.trainer.data.Fingerprint;
import alexnet.trainer.data.image.RgbImage;
import alexnet.trainer.failure.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** CIFAR-10's binary batches: records of one label byte, 0 to 9, and 32 x 32 red, green and blue values (3, 32, 32). */
public final class CifarBatches extends ImageSource {

    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;
    private static final int RECORD = 1 + 3 * PLANE;
    private static final List<String> CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private final List<Path> files;
    private final int[] firstRecord; // of each file; one more entry for the end
    private final byte[] labels;
    private InputStream records;
    private int openFile = -1;

    /**
     * Reads through the files and checks lengths and labels.
     *
     * @throws DataException where a file is no whole number of records or a label is not one of the ten
     */
    CifarBatches(List<Path> files) throws IOException {
        super("CIFAR-10 batches");
        this.files = List.copyOf(files);
        firstRecord = new int[files.size() + 1];
        Fingerprint hash = new Fingerprint(kind());
        for (int f = 0; f < files.size(); f++) {
            Path file = files.get(f);
            long bytes = Files.size(file);
            if (bytes == 0 || bytes % RECORD != 0) {
                throw DataException.unexpected(
                        file,
                        "no whole number of records: record " + bytes / RECORD + " is cut",
                        RECORD + " bytes each",
                        bytes % RECORD + " bytes");
            }
            firstRecord[f + 1] = Math.toIntExact(firstRecord[f] + bytes / RECORD);
            hash.add(
                    file.getFileName().toString(),
                    bytes,
                    Files.getLastModifiedTime(file).toMillis());
        }
        labels = new byte[firstRecord[files.size()]];
        for (int f = 0; f < files.size(); f++) {
            readLabels(f);
        }
        opened(Contents.ofBytes(classNames(files.get(0).resolveSibling("batches.meta.txt")), labels, hash));
    }

    @Override
    public String name(int image) {
        int f = fileOf(image);
        return files.get(f).getFileName() + "#" + (image - firstRecord[f]);
    }

    @Override
    public Supplier<RgbImage> picture(int image) throws IOException {
        int f = fileOf(image);
        if (f != openFile) {
            close();
            records = Files.newInputStream(files.get(f));
            openFile = f;
        }
        byte[] record = records.readNBytes(RECORD);
        if (record.length < RECORD) {
            throw DataException.unexpected(
                    files.get(f),
                    "changed while it was read: record " + (image - firstRecord[f]),
                    RECORD,
                    record.length);
        }
        return () -> toRgb(record);
    }

    @Override
    public void close() throws IOException {
        if (records != null) {
            records.close();
            records = null;
        }
    }

    private static RgbImage toRgb(byte[] record) {
        byte[] rgb = new byte[3 * PLANE];
        for (int i = 0; i < PLANE; i++) {
            for (int channel = 0; channel < 3; channel++) {
                rgb[3 * i + channel] = record[1 + channel * PLANE + i];
            }
        }
        return new RgbImage(SIDE, SIDE, rgb);
    }

    private int fileOf(int image) {
        int f = 0;
        while (image >= firstRecord[f + 1]) {
            f++;
        }
        return f;
    }

    private void readLabels(int f) throws IOException {
        Path file = files.get(f);
        try (InputStream in = Files.newInputStream(file)) {
            for (int i = firstRecord[f]; i < firstRecord[f + 1]; i++) {
                byte[] record = in.readNBytes(RECORD);
                if (record.length < RECORD || (record[0] & 0xff) >= CLASSES.size()) {
                    throw DataException.unexpected(
                            file,
                            "label of record " + (i - firstRecord[f]),
                            "0 to 9",
                            record.length < RECORD ? "the end of the file" : record[0] & 0xff);
                }
                labels[i] = record[0];
            }
        }
    }

    /** The names in the file that comes with the batches, or CIFAR-10's own. */
    private static List<String> classNames(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return CLASSES;
        }
        List<String> names = Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (names.stream().distinct().count() != CLASSES.size() || names.size() != CLASSES.size()) {
            throw DataException.unexpected(file, "class names", "10 different lines", names.size() + " lines");
        }
        return names;
    }
}
