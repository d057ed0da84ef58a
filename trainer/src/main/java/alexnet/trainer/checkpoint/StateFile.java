package alexnet.trainer.checkpoint;

import alexnet.trainer.file.DurableFiles;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The text of {@code state.json}: the state, the digests of the files beside it, and as its last field the digest of all
 * the text before that field. So one flipped bit anywhere in a checkpoint is found, this file included.
 */
final class StateFile {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private static final String SEAL = ",\n  \"sha256\" : \"%s\"\n}\n";

    /** What a state file held. */
    record Contents(TrainState state, Map<String, String> files) {}

    private StateFile() {}

    /** The bytes for {@code state} and the digests of the files beside it, by name. */
    static byte[] bytes(TrainState state, Map<String, String> files) {
        ObjectNode root = JSON.valueToTree(state);
        root.set("files", JSON.valueToTree(new TreeMap<>(files)));
        String text;
        try {
            text = JSON.writeValueAsString(root).replace("\r\n", "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of numbers and texts did not become JSON", e);
        }
        String body = text.substring(0, text.lastIndexOf("\n}"));
        return (body + seal(body.getBytes(StandardCharsets.UTF_8))).getBytes(StandardCharsets.UTF_8);
    }

    private static String seal(byte[] body) {
        return String.format(SEAL, DurableFiles.sha256(body));
    }

    /**
     * Reads a state file.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static Contents parse(byte[] bytes) {
        int sealLength = seal(new byte[0]).length();
        if (bytes.length <= sealLength) {
            throw new IllegalArgumentException("is cut off (found " + bytes.length + " bytes)");
        }
        byte[] body = Arrays.copyOf(bytes, bytes.length - sealLength);
        byte[] found = Arrays.copyOfRange(bytes, body.length, bytes.length);
        if (!Arrays.equals(found, seal(body).getBytes(StandardCharsets.UTF_8))) {
            throw new IllegalArgumentException("is damaged or cut off (its SHA-256 does not match)");
        }
        try {
            JsonNode root = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
            int format = root.path("format").asInt();
            if (format != TrainState.FORMAT) {
                throw new IllegalArgumentException("was written by another version of this program (expected format "
                        + TrainState.FORMAT + ", found " + format + ")");
            }
            ObjectNode state = (ObjectNode) root;
            Map<String, String> files = new TreeMap<>();
            state.remove("files")
                    .properties()
                    .forEach(file -> files.put(file.getKey(), file.getValue().asText()));
            state.remove("sha256");
            return new Contents(JSON.treeToValue(state, TrainState.class), files);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is no checkpoint state: " + e.getOriginalMessage(), e);
        }
    }
}
