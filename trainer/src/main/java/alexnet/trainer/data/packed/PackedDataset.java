package alexnet.trainer.data.packed;

import alexnet.trainer.data.ColourPca;
import alexnet.trainer.data.image.PictureForm;
import alexnet.trainer.data.image.ResizeForm;
import alexnet.trainer.data.image.RgbImage;
import alexnet.trainer.failure.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.zip.CRC32C;

/**
 * A packed data set, memory-mapped. Opening verifies the index, labels, mean, names and the length and header of each
 * picture file; each block of pictures is verified when it is first read, so no wrong byte is ever trained on.
 * Reading is thread-safe.
 */
public final class PackedDataset implements AutoCloseable {

    private final Path folder;
    private final PackedIndex index;
    private final MappedShard[] shards;
    private final int[] labels;
    private final float[] mean; // (S, S, 3)
    private final String[] names;
    private final String fingerprint;
    private volatile boolean closed;

    private PackedDataset(Path folder) throws IOException {
        this.folder = folder;
        index = PackedIndex.read(folder);
        labels = readLabels();
        mean = readMean();
        names = readNames();
        verified(PackedIndex.SKIPPED);
        fingerprint = index.contentFingerprint();
        shards = new MappedShard[index.shards().size()];
        int first = 0;
        for (int i = 0; i < shards.length; i++) {
            shards[i] = new MappedShard(folder, index.shards().get(i), first, index.size());
            first += index.shards().get(i).images();
        }
    }

    /**
     * Opens a packed set.
     *
     * @throws DataException where it is missing, damaged or of another format version
     */
    public static PackedDataset open(Path folder) {
        try {
            return new PackedDataset(folder);
        } catch (IOException e) {
            throw new DataException(folder, "cannot be read: " + e.getMessage(), null, e);
        }
    }

    /** The folder it was opened from. */
    public Path folder() {
        return folder;
    }

    /** Number of pictures. */
    public int count() {
        return index.count();
    }

    /** Side S of the pictures. */
    public int size() {
        return index.size();
    }

    /** What the pictures were made into. */
    public PictureForm form() {
        return new PictureForm(size(), resize());
    }

    /** How the pictures became squares. */
    public ResizeForm resize() {
        return index.source().resize();
    }

    /** Class names in label order. */
    public List<String> classes() {
        return index.classes();
    }

    /** Pictures of each class, in label order. */
    public List<Integer> classCounts() {
        return index.classCounts();
    }

    /** The class of a picture. */
    public int label(int image) {
        return labels[image];
    }

    /** The path of a picture in its source, with {@code /} between the parts. */
    public String name(int image) {
        return names[image];
    }

    /** The mean picture, (S, S, 3), a copy. */
    public float[] mean() {
        return mean.clone();
    }

    /** Mean of red, green and blue over all pixels, 0 to 255. */
    public double[] channelMean() {
        return index.channelMean().clone();
    }

    /** The principal axes of its colours. */
    public ColourPca pca() {
        return new ColourPca(index.eigenvalues(), index.eigenvectors());
    }

    /** Identifies the contents: a hash of classes, labels and pixels, the same wherever and whenever it was packed. */
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * Says whether another set, such as the validation pictures, has the same classes in the same order.
     *
     * @throws DataException naming the first class that differs
     */
    public void requireSameClasses(PackedDataset other) {
        if (classes().equals(other.classes())) {
            return;
        }
        for (String name : other.classes()) {
            if (!classes().contains(name)) {
                throw DataException.unexpected(
                        other.folder,
                        "class " + name + " is not in " + folder,
                        classes().size() + " classes",
                        name);
            }
        }
        for (String name : classes()) {
            if (!other.classes().contains(name)) {
                throw DataException.unexpected(
                        other.folder, "class " + name + " of " + folder + " is missing", name, "no such class");
            }
        }
        throw DataException.unexpected(other.folder, "classes in another order", classes(), other.classes());
    }

    /**
     * Copies a picture, (S, S, 3), to the target's position and moves that on.
     *
     * @throws DataException where a block it lies in does not match its checksum
     */
    public void read(int image, ByteBuffer target) {
        if (closed) {
            throw new IllegalStateException(folder + ": the data set is closed");
        }
        int low = 0;
        int high = shards.length - 1;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (shards[middle].first <= image) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        shards[low].read(image, target);
    }

    /**
     * A picture.
     *
     * @throws DataException as {@link #read}
     */
    public RgbImage picture(int image) {
        ByteBuffer pixels = ByteBuffer.allocate(3 * size() * size());
        read(image, pixels);
        return new RgbImage(size(), size(), pixels.array());
    }

    /** The numbers of {@code wanted} pictures, or of all where there are fewer, spread evenly over the set. */
    public int[] spread(int wanted) {
        int some = Math.min(wanted, count());
        int[] images = new int[some];
        for (int i = 0; i < some; i++) {
            images[i] = (int) ((long) i * count() / some);
        }
        return images;
    }

    /** Refuses further reading. The mapping itself goes when the garbage collector finds it unused. */
    @Override
    public void close() {
        closed = true;
    }

    private int[] readLabels() throws IOException {
        verified(PackedIndex.LABELS);
        Path file = folder.resolve(PackedIndex.LABELS);
        int[] values = new int[index.count()];
        Npy.read(file, Npy.Type.INT32, index.count()).asIntBuffer().get(values);
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 || values[i] >= index.classes().size()) {
                throw DataException.unexpected(
                        file,
                        "label of picture " + i,
                        "0 to " + (index.classes().size() - 1),
                        values[i]);
            }
        }
        return values;
    }

    private float[] readMean() throws IOException {
        verified(PackedIndex.MEAN);
        Path file = folder.resolve(PackedIndex.MEAN);
        float[] values = new float[3 * index.size() * index.size()];
        Npy.read(file, Npy.Type.FLOAT32, index.size(), index.size(), 3)
                .asFloatBuffer()
                .get(values);
        for (float value : values) {
            if (!(value >= 0 && value <= 255)) {
                throw DataException.unexpected(file, "value of the mean picture", "0 to 255", value);
            }
        }
        return values;
    }

    private String[] readNames() throws IOException {
        String[] lines = new String(verified(PackedIndex.NAMES), StandardCharsets.UTF_8).split("\n", -1);
        if (lines.length != index.count() + 1) {
            throw DataException.unexpected(folder.resolve(PackedIndex.NAMES), "lines", index.count(), lines.length - 1);
        }
        return Arrays.copyOf(lines, index.count());
    }

    /** The bytes of one of the small files, after comparing length and checksum. */
    private byte[] verified(String name) throws IOException {
        Path file = folder.resolve(name);
        PackedIndex.Plain entry = index.plain(name);
        if (!Files.isRegularFile(file)) {
            throw new DataException(file, "missing from the packed data set");
        }
        if (Files.size(file) != entry.bytes()) {
            throw DataException.unexpected(file, "wrong length", entry.bytes() + " bytes", Files.size(file) + " bytes");
        }
        byte[] bytes = Files.readAllBytes(file);
        String found = PackedIndex.hex(PackedIndex.crc(bytes));
        if (!found.equals(entry.crc32c())) {
            throw DataException.unexpected(file, "damaged: checksum", entry.crc32c(), found);
        }
        return bytes;
    }

    /** A picture file in memory, and which of its blocks have been verified. */
    private static final class MappedShard {

        private final Path file;
        private final PackedIndex.Shard entry;
        private final int first;
        private final int imageBytes;
        private final MappedByteBuffer data; // after the header
        private final AtomicIntegerArray verified;

        MappedShard(Path folder, PackedIndex.Shard entry, int first, int size) throws IOException {
            this.file = folder.resolve(entry.file());
            this.entry = entry;
            this.first = first;
            this.imageBytes = 3 * size * size;
            this.verified = new AtomicIntegerArray(entry.crc32c().size());
            if (!Files.isRegularFile(file)) {
                throw new DataException(file, "missing from the packed data set");
            }
            try (FileChannel channel = FileChannel.open(file)) {
                if (channel.size() != entry.bytes()) {
                    throw DataException.unexpected(
                            file, "wrong length", entry.bytes() + " bytes", channel.size() + " bytes");
                }
                ByteBuffer header = ByteBuffer.allocate(Npy.HEADER_BYTES);
                while (header.hasRemaining() && channel.read(header, header.position()) >= 0) {
                    continue;
                }
                Npy.checkHeader(file, Npy.header(Npy.Type.UINT8, entry.images(), size, size, 3), header.array());
                data = channel.map(FileChannel.MapMode.READ_ONLY, Npy.HEADER_BYTES, entry.bytes() - Npy.HEADER_BYTES);
            }
        }

        void read(int image, ByteBuffer target) {
            int start = Math.multiplyExact(image - first, imageBytes);
            int firstBlock = start / entry.blockBytes();
            int lastBlock = (start + imageBytes - 1) / entry.blockBytes();
            for (int block = firstBlock; block <= lastBlock; block++) {
                if (verified.get(block) == 0) {
                    verify(block);
                }
            }
            target.put(data.slice(start, imageBytes));
        }

        /** Two threads may check the same block; both find the same. */
        private void verify(int block) {
            int start = block * entry.blockBytes();
            CRC32C crc = new CRC32C();
            crc.update(data.slice(start, Math.min(entry.blockBytes(), data.capacity() - start)));
            String found = PackedIndex.hex(crc);
            if (!found.equals(entry.crc32c().get(block))) {
                throw DataException.unexpected(
                        file,
                        "damaged: checksum of block " + block + " (pictures " + (first + start / imageBytes) + " on)",
                        entry.crc32c().get(block),
                        found);
            }
            verified.set(block, 1);
        }
    }
}
