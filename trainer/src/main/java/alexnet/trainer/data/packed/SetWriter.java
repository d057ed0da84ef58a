package alexnet.trainer.data.packed;

import alexnet.trainer.data.ColourPca;
import alexnet.trainer.file.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/** Writes one packed set into an empty folder, picture by picture; {@link #finish} writes the index last. */
public final class SetWriter implements AutoCloseable {

    /** Shards stay below this, so that each can be mapped as one buffer. */
    static final long SHARD_BYTES = 1L << 30;

    private static final int BLOCK_BYTES = 1 << 20;

    private final Path folder;
    private final int size;
    private final List<String> classes;
    private final int imagesPerShard;
    private final ImageStatistics statistics;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
    private final List<PackedIndex.Shard> shards = new ArrayList<>();
    private final StringBuilder names = new StringBuilder();
    private final StringBuilder skipped = new StringBuilder("file,reason\n");

    private int[] labels = new int[1024];
    private int count;
    private int skippedCount;
    private Path shardFile;
    private FileChannel shard;
    private int shardImages;
    private List<String> blockSums = new ArrayList<>();

    public SetWriter(Path folder, int size, List<String> classes) throws IOException {
        this(folder, size, classes, SHARD_BYTES);
    }

    SetWriter(Path folder, int size, List<String> classes, long shardBytes) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.size = size;
        this.classes = List.copyOf(classes);
        this.imagesPerShard = (int) Math.max(1, (shardBytes - Npy.HEADER_BYTES) / (3L * size * size));
        this.statistics = new ImageStatistics(size);
    }

    int count() {
        return count;
    }

    /** @param pixels uint8 (S, S, 3) */
    public void add(byte[] pixels, int label, String name) throws IOException {
        if (shard == null) {
            openShard();
        }
        for (int at = 0; at < pixels.length; ) {
            int part = Math.min(pixels.length - at, block.remaining());
            block.put(pixels, at, part);
            at += part;
            if (!block.hasRemaining()) {
                flushBlock();
            }
        }
        statistics.add(pixels);
        if (count == labels.length) {
            labels = Arrays.copyOf(labels, 2 * count);
        }
        labels[count++] = label;
        names.append(name.replaceAll("[\\r\\n]", "?")).append('\n');
        if (++shardImages == imagesPerShard) {
            closeShard();
        }
    }

    /** Notes a file that was left out. */
    void skip(String file, String reason) {
        skippedCount++;
        skipped.append(csv(file)).append(',').append(csv(reason)).append('\n');
    }

    /** Writes everything that is not there yet; {@code dataset.json} comes last. */
    public void finish(PackedIndex.Source source) throws IOException {
        if (shard != null) {
            closeShard();
        }
        Npy.write(folder.resolve(PackedIndex.LABELS), Arrays.copyOf(labels, count), count);
        Npy.write(folder.resolve(PackedIndex.MEAN), statistics.mean(), size, size, 3);
        Files.writeString(folder.resolve(PackedIndex.NAMES), names);
        Files.writeString(folder.resolve(PackedIndex.SKIPPED), skipped);
        List<PackedIndex.Plain> files = new ArrayList<>();
        for (String name : List.of(PackedIndex.LABELS, PackedIndex.MEAN, PackedIndex.NAMES, PackedIndex.SKIPPED)) {
            Path file = folder.resolve(name);
            DurableFiles.flush(file);
            byte[] bytes = Files.readAllBytes(file);
            files.add(new PackedIndex.Plain(name, bytes.length, PackedIndex.hex(PackedIndex.crc(bytes))));
        }
        Integer[] classCounts = new Integer[classes.size()];
        Arrays.fill(classCounts, 0);
        for (int i = 0; i < count; i++) {
            classCounts[labels[i]]++;
        }
        ColourPca pca = statistics.pca();
        new PackedIndex(
                        PackedIndex.FORMAT,
                        PackedIndex.VERSION,
                        size,
                        count,
                        classes,
                        List.of(classCounts),
                        new PackedIndex.Source(
                                source.kind(),
                                source.fingerprint(),
                                source.part(),
                                source.valFraction(),
                                source.seed(),
                                skippedCount,
                                source.resize()),
                        statistics.channelMean(),
                        pca.eigenvalues(),
                        pca.eigenvectors(),
                        List.copyOf(shards),
                        files,
                        "")
                .write(folder);
    }

    /** The name of a picture file. */
    static String shardName(int shard) {
        return String.format(java.util.Locale.ROOT, "images-%05d.npy", shard);
    }

    private void openShard() throws IOException {
        shardFile = folder.resolve(shardName(shards.size()));
        shard = FileChannel.open(shardFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        shard.position(Npy.HEADER_BYTES);
        shardImages = 0;
        blockSums = new ArrayList<>();
    }

    private void flushBlock() throws IOException {
        block.flip();
        CRC32C crc = new CRC32C();
        crc.update(block.duplicate());
        blockSums.add(HexFormat.of().toHexDigits((int) crc.getValue()));
        while (block.hasRemaining()) {
            shard.write(block);
        }
        block.clear();
    }

    private void closeShard() throws IOException {
        if (block.position() > 0) {
            flushBlock();
        }
        long bytes = shard.position();
        ByteBuffer header = ByteBuffer.wrap(Npy.header(Npy.Type.UINT8, shardImages, size, size, 3));
        for (long at = 0; header.hasRemaining(); ) {
            at += shard.write(header, at);
        }
        shard.force(true);
        shard.close();
        shard = null;
        shards.add(new PackedIndex.Shard(
                shardFile.getFileName().toString(), shardImages, bytes, BLOCK_BYTES, List.copyOf(blockSums)));
    }

    private static String csv(String text) {
        return '"' + text.replaceAll("\\R", " ").replace("\"", "\"\"") + '"';
    }

    /** Closes the file that is open, if any. */
    @Override
    public void close() throws IOException {
        if (shard != null) {
            shard.close();
            shard = null;
        }
    }
}
