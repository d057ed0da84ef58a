package alexnet.trainer.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over the names, sizes and times of a source's files. It changes whenever packing again might give another
 * set.
 */
public final class Fingerprint {

    private final MessageDigest digest = digest();

    /** @param kind of source */
    public Fingerprint(String kind) {
        update(kind);
    }

    public Fingerprint add(String name, long bytes, long modifiedMillis) {
        update(name + "\0" + bytes + "\0" + modifiedMillis);
        return this;
    }

    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    public static String sha256(String text) {
        return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void update(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
