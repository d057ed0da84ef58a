package alexnet.trainer.data.source;

import alexnet.trainer.data.Fingerprint;
import alexnet.trainer.data.image.JpegColours;
import alexnet.trainer.data.image.RgbImage;
import alexnet.trainer.failure.DataException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * MNIST's idx files, plain or gzip: pictures (count, rows, columns) uint8 and their labels (count) uint8, 0 to 9. The
 * files are read through once when opened, so that what the headers claim is known to be there before it is used;
 * nothing is ever allocated by a claimed count.
 */
public final class IdxFiles extends ImageSource {

    private static final int IMAGES_MAGIC = 0x803;
    private static final int LABELS_MAGIC = 0x801;
    private static final int CLASSES = 10;
    private static final int MAX_SIDE = 4096;

    private final Path images;
    private final int rows;
    private final int columns;
    private DataInputStream pixels;

    /** @param images such as {@code train-images-idx3-ubyte.gz}; the labels are the file named in the same way */
    IdxFiles(Path images) throws IOException {
        super("idx files");
        this.images = images;
        Path labelFile = labelFile(images);
        long claimed;
        try (DataInputStream in = open(images)) {
            claimed = header(images, in, IMAGES_MAGIC);
            rows = side(images, in, "rows");
            columns = side(images, in, "columns");
            long expected = claimed * rows * columns;
            checkPayload(images, in, expected, claimed + " pictures of " + columns + "x" + rows);
        }
        int count = (int) claimed;
        byte[] labels;
        try (DataInputStream in = open(labelFile)) {
            long claimedLabels = header(labelFile, in, LABELS_MAGIC);
            if (claimedLabels != count) {
                throw DataException.unexpected(
                        labelFile, "number of labels in the header", count + " as in " + images, claimedLabels);
            }
            labels = in.readNBytes(count);
            if (labels.length < count) {
                throw DataException.unexpected(labelFile, "labels end early", count, labels.length);
            }
            if (in.read() >= 0) {
                throw DataException.unexpected(labelFile, "bytes after the last label", count + " labels", "more");
            }
        } catch (EOFException | ZipException e) {
            throw new DataException(labelFile, "truncated or damaged: " + e.getMessage(), null, e);
        }
        for (int i = 0; i < count; i++) {
            if ((labels[i] & 0xff) >= CLASSES) {
                throw DataException.unexpected(labelFile, "label of picture " + i, "0 to 9", labels[i] & 0xff);
            }
        }
        Fingerprint hash = new Fingerprint(kind());
        for (Path file : List.of(images, labelFile)) {
            hash.add(
                    file.getFileName().toString(),
                    Files.size(file),
                    Files.getLastModifiedTime(file).toMillis());
        }
        List<String> classes =
                IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();
        opened(Contents.ofBytes(classes, labels, hash));
    }

    /** True for names like {@code train-images-idx3-ubyte.gz}. */
    static boolean matches(Path file) {
        String name = file.getFileName().toString();
        return name.contains("images") && name.contains("idx3");
    }

    @Override
    public String name(int image) {
        return images.getFileName() + "#" + image;
    }

    @Override
    public Supplier<RgbImage> picture(int image) throws IOException {
        if (pixels == null) {
            pixels = open(images);
            pixels.skipNBytes(16);
        }
        byte[] grey = new byte[rows * columns];
        pixels.readFully(grey);
        return () -> new RgbImage(columns, rows, JpegColours.greyToRgb(grey, grey.length));
    }

    @Override
    public void close() throws IOException {
        if (pixels != null) {
            pixels.close();
        }
    }

    private static Path labelFile(Path images) {
        String name =
                images.getFileName().toString().replace("images", "labels").replace("idx3", "idx1");
        Path labels = images.resolveSibling(name);
        if (!Files.isRegularFile(labels)) {
            throw DataException.unexpected(images, "no labels beside it", labels.getFileName(), "no such file");
        }
        return labels;
    }

    private static DataInputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            in.mark(2);
            boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            return new DataInputStream(gzip ? new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16) : in);
        } catch (EOFException | ZipException e) {
            in.close();
            throw new DataException(file, "damaged gzip header: " + e.getMessage(), null, e);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static long header(Path file, DataInputStream in, int magic) throws IOException {
        try {
            int found = in.readInt();
            if (found != magic) {
                throw DataException.unexpected(
                        file, "magic number", String.format("0x%08x", magic), String.format("0x%08x", found));
            }
            int count = in.readInt();
            if (count < 1) {
                throw DataException.unexpected(file, "count in the header", "1 to 2147483647", count);
            }
            return count;
        } catch (EOFException | ZipException e) {
            throw new DataException(file, "truncated in its header: " + e.getMessage(), null, e);
        }
    }

    private static int side(Path file, DataInputStream in, String what) throws IOException {
        try {
            int side = in.readInt();
            if (side < 1 || side > MAX_SIDE) {
                throw DataException.unexpected(file, what + " in the header", "1 to " + MAX_SIDE, side);
            }
            return side;
        } catch (EOFException | ZipException e) {
            throw new DataException(file, "truncated in its header: " + e.getMessage(), null, e);
        }
    }

    private static void checkPayload(Path file, InputStream in, long expected, String what) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long found = 0;
        try {
            for (int got; found <= expected && (got = in.read(buffer)) >= 0; ) {
                found += got;
            }
        } catch (EOFException | ZipException e) {
            throw new DataException(
                    file,
                    "truncated or damaged after " + found + " bytes of picture data (expected " + expected + " for "
                            + what + "): " + e.getMessage(),
                    null,
                    e);
        }
        if (found != expected) {
            throw DataException.unexpected(
                    file,
                    found < expected ? "picture data ends early" : "bytes after the last picture",
                    expected + " bytes for " + what,
                    found < expected ? found + " bytes" : "more");
        }
    }
}
