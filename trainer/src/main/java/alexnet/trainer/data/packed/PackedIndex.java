package alexnet.trainer.data.packed;

import alexnet.trainer.data.Fingerprint;
import alexnet.trainer.data.image.ResizeForm;
import alexnet.trainer.failure.DataException;
import alexnet.trainer.file.DurableFiles;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * {@code dataset.json}: the contents of a packed set, and the checksums of its other files.
 *
 * @param format always {@link #FORMAT}
 * @param version of the format
 * @param size side S of the pictures
 * @param count pictures in all
 * @param classes names in label order
 * @param classCounts pictures of each class
 * @param source what was packed and how
 * @param channelMean mean of red, green and blue over all pixels, 0 to 255
 * @param eigenvalues (3) variances along the principal colour axes, largest first
 * @param eigenvectors (3, 3) row k is axis k
 * @param shards the picture files
 * @param files the other files
 * @param crc32c of this file, with these eight digits replaced by zeros
 */
public record PackedIndex(
        String format,
        int version,
        int size,
        int count,
        List<String> classes,
        List<Integer> classCounts,
        Source source,
        double[] channelMean,
        double[] eigenvalues,
        double[][] eigenvectors,
        List<Shard> shards,
        List<Plain> files,
        String crc32c) {

    static final String FILE = "dataset.json";
    static final String FORMAT = "alexnet-packed";
    static final int VERSION = 1;
    static final String LABELS = "labels.npy";
    static final String MEAN = "mean.npy";
    static final String NAMES = "names.txt";
    static final String SKIPPED = "skipped.csv";

    private static final String NO_SUM = "00000000";
    private static final Pattern SUM = Pattern.compile("\"crc32c\" : \"([0-9a-f]{8})\"\\s*\\}\\s*$");
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
            .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * Where the pictures came from.
     *
     * @param kind of source
     * @param fingerprint hash of the names, sizes and times of its files
     * @param part all, train or val
     * @param valFraction share that was split off
     * @param seed of the split
     * @param skipped bad files that were left out
     * @param resize how pictures became squares, {@code crop} or {@code warp}
     */
    public record Source(
            String kind,
            String fingerprint,
            String part,
            double valFraction,
            long seed,
            int skipped,
            ResizeForm resize) {}

    /**
     * A picture file.
     *
     * @param bytes length of the file, header included
     * @param blockBytes the data after the header is checked in blocks of this length, the last may be shorter
     * @param crc32c of each block, 8 hexadecimal digits
     */
    public record Shard(String file, int images, long bytes, int blockBytes, List<String> crc32c) {}

    /** Another file. */
    public record Plain(String file, long bytes, String crc32c) {}

    /** Writes {@code dataset.json}, with its own checksum. */
    void write(Path folder) throws IOException {
        String text = MAPPER.writeValueAsString(withSum(NO_SUM)) + "\n";
        String sum = hex(crc(text.getBytes(StandardCharsets.UTF_8)));
        Matcher place = SUM.matcher(text);
        if (!place.find()) {
            throw new IllegalStateException("the checksum is not the last key of " + FILE);
        }
        Path file = folder.resolve(FILE);
        Files.writeString(file, text.substring(0, place.start(1)) + sum + text.substring(place.end(1)));
        DurableFiles.flush(file);
    }

    /**
     * Reads and checks {@code dataset.json}.
     *
     * @throws DataException where it is missing, damaged, of another version, or contradicts itself
     */
    static PackedIndex read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isDirectory(folder)) {
            throw new DataException(folder, "no such folder (expected a packed data set)");
        }
        if (!Files.isRegularFile(file)) {
            throw new DataException(
                    folder,
                    "not a packed data set (expected " + FILE + " in it, found none)",
                    "make one: alexnet pack --source PICTURES --out " + folder,
                    null);
        }
        PackedIndex index;
        try {
            String text = Files.readString(file);
            checkSum(file, text);
            JsonNode tree = MAPPER.readTree(text);
            checkVersion(file, tree);
            if (tree.get("source") instanceof ObjectNode source && !source.has("resize")) {
                // Sets from before there was a choice.
                source.put("resize", ResizeForm.CROP.toString());
            }
            index = MAPPER.treeToValue(tree, PackedIndex.class);
            index.check(file);
        } catch (JsonProcessingException e) {
            String where = e instanceof JsonMappingException mapping ? " at " + path(mapping) : "";
            throw new DataException(
                    file, "damaged index: " + e.getOriginalMessage().split(" \\(", 2)[0] + where, null, e);
        } catch (IOException e) {
            throw new DataException(file, "cannot be read: " + e.getMessage(), null, e);
        } catch (NullPointerException e) {
            throw new DataException(file, "damaged index: a null in a list", null, e);
        }
        return index;
    }

    private static void checkSum(Path file, String text) {
        Matcher place = SUM.matcher(text);
        if (!place.find()) {
            throw new DataException(file, "damaged index (expected its checksum at the end, found none)");
        }
        String blank = text.substring(0, place.start(1)) + NO_SUM + text.substring(place.end(1));
        String found = hex(crc(blank.getBytes(StandardCharsets.UTF_8)));
        if (!found.equals(place.group(1))) {
            throw DataException.unexpected(file, "damaged index: checksum", place.group(1), found);
        }
    }

    /** Where in the file, such as {@code shards[0].bytes}. */
    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            path.append(
                    step.getFieldName() == null
                            ? "[" + step.getIndex() + "]"
                            : (path.isEmpty() ? "" : ".") + step.getFieldName());
        }
        return path.toString();
    }

    /** Before anything else, as another version may have other keys. */
    private static void checkVersion(Path file, JsonNode tree) {
        require(file, "format", FORMAT, tree.path("format").asText());
        int found = tree.path("version").asInt();
        if (found != VERSION) {
            throw new DataException(
                    file,
                    "another format version (expected " + VERSION + ", found " + found + ")",
                    "pack it again",
                    null);
        }
    }

    private void check(Path file) {
        if (size < 1 || count < 1 || classes.isEmpty()) {
            throw DataException.unexpected(
                    file, "empty set", "a size, pictures and classes", size + ", " + count + " and " + classes.size());
        }
        require(file, "different class names", classes.size(), new HashSet<>(classes).size());
        require(file, "classCounts", classes.size(), classCounts.size());
        require(
                file,
                "sum of classCounts",
                (long) count,
                classCounts.stream().mapToLong(n -> n).sum());
        require(
                file,
                "sum of images over shards",
                (long) count,
                shards.stream().mapToLong(Shard::images).sum());
        require(file, "channelMean", 3, channelMean.length);
        require(file, "eigenvalues", 3, eigenvalues.length);
        require(file, "eigenvectors", 3, eigenvectors.length);
        for (double[] axis : eigenvectors) {
            require(file, "eigenvector", 3, axis.length);
        }
        long imageBytes = 3L * size * size;
        for (int i = 0; i < shards.size(); i++) {
            Shard shard = shards.get(i);
            require(file, "shard name", SetWriter.shardName(i), shard.file);
            require(file, "shard length that can be mapped", true, shard.bytes <= Integer.MAX_VALUE);
            require(file, shard.file + " bytes", Npy.HEADER_BYTES + shard.images * imageBytes, shard.bytes);
            long blocks = shard.blockBytes < 1
                    ? -1
                    : (shard.bytes - Npy.HEADER_BYTES + shard.blockBytes - 1) / shard.blockBytes;
            require(file, shard.file + " checksums", blocks, (long) shard.crc32c.size());
        }
        require(
                file,
                "files",
                List.of(LABELS, MEAN, NAMES, SKIPPED),
                files.stream().map(Plain::file).toList());
    }

    private static void require(Path file, String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw DataException.unexpected(file, "damaged index: " + what, expected, found);
        }
    }

    /** Hash of what a training run sees: classes, size, labels and pixels, not when or from where it was packed. */
    String contentFingerprint() {
        StringBuilder text = new StringBuilder();
        text.append(size).append(' ').append(count).append(' ').append(classes).append('\n');
        shards.forEach(
                shard -> text.append(shard.blockBytes).append(shard.crc32c).append('\n'));
        text.append(files.get(0).crc32c).append(files.get(1).crc32c);
        return Fingerprint.sha256(text.toString());
    }

    /** The entry of one of the other files. */
    Plain plain(String name) {
        return files.stream().filter(file -> file.file.equals(name)).findFirst().orElseThrow();
    }

    static CRC32C crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return crc;
    }

    static String hex(CRC32C crc) {
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private PackedIndex withSum(String sum) {
        return new PackedIndex(
                format,
                version,
                size,
                count,
                classes,
                classCounts,
                source,
                channelMean,
                eigenvalues,
                eigenvectors,
                shards,
                files,
                sum);
    }
}
