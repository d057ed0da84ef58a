package alexnet.trainer.data.source;

import alexnet.trainer.data.Fingerprint;
import alexnet.trainer.data.image.RgbImage;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** Labelled pictures in a fixed order: what {@code pack} reads. Everything but the pixels is known after opening. */
public abstract sealed class ImageSource implements AutoCloseable
        permits ClassFolders, IdxFiles, CifarBatches, TarArchive {

    private final String kind;
    private Contents contents;

    /** @param kind what it is, in words */
    ImageSource(String kind) {
        this.kind = kind;
    }

    /** Tells what was found; the last step of opening. */
    final void opened(Contents found) {
        contents = found;
    }

    /** What it is, in words. */
    public final String kind() {
        return kind;
    }

    /**
     * What is known of a source once it is opened.
     *
     * @param classes names in label order
     * @param labels class of each picture
     * @param fingerprint hash of the names, sizes and times of its files
     * @param warnings things that are worth a line but do not stop anything
     */
    public record Contents(List<String> classes, int[] labels, String fingerprint, List<String> warnings) {

        /** A source with one byte per label, and nothing to warn of. */
        static Contents ofBytes(List<String> classes, byte[] labels, Fingerprint fingerprint) {
            int[] wide = new int[labels.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = labels[i] & 0xff;
            }
            return new Contents(classes, wide, fingerprint.hex(), List.of());
        }
    }

    /** What it holds. */
    public final Contents contents() {
        return contents;
    }

    /** Class names in label order. */
    public final List<String> classes() {
        return contents.classes();
    }

    /** Number of pictures. */
    public final int count() {
        return contents.labels().length;
    }

    /** The class of a picture. */
    public final int label(int image) {
        return contents.labels()[image];
    }

    /** What errors and name lists call a picture, with {@code /} between the parts. */
    public abstract String name(int image);

    /**
     * Gets a picture ready: what has to be read in order is read here, the rest is left to the supplier, which any
     * thread may call. Called by one thread, once for each picture in ascending order.
     *
     * @throws IOException where reading fails
     */
    public abstract Supplier<RgbImage> picture(int image) throws IOException;

    @Override
    public abstract void close() throws IOException;
}
