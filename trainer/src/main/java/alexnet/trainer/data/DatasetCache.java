package alexnet.trainer.data;

import java.nio.file.Path;
import java.util.Optional;

/** Finds or makes the packed set of what {@code train} and {@code evaluate} are given as data. */
public final class DatasetCache {

    /**
     * Packed folders.
     *
     * @param train the set itself, or its training part
     * @param val the part that was split off, where a fraction was asked for
     */
    public record Packed(Path train, Optional<Path> val) {}

    private DatasetCache() {}

    /**
     * A packed folder is given back as it is; anything that {@code pack} reads is packed into
     * {@code cache/KEY}, the key being a hash of the source's fingerprint and of the options, unless it is there.
     *
     * @param data packed set or source; {@code options.source} and {@code options.out} are not used
     * @param cache the folder for packed sets
     */
    public static Packed resolve(Path data, PackOptions options, Path cache, PackProgress progress) {
        throw new IllegalStateException(
                "packing " + data + " into " + cache + " is not there yet " + options + progress);
    }
}
