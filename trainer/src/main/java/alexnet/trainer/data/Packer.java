package alexnet.trainer.data;

/** Makes packed data sets. */
public final class Packer {

    private Packer() {}

    /**
     * Packs a source.
     *
     * @throws DataException for bad data
     * @throws IllegalArgumentException where the output folder holds something else
     * @throws java.io.UncheckedIOException where writing fails
     */
    public static PackReport pack(PackOptions options, PackProgress progress) {
        throw new IllegalStateException("packing " + options.source() + " for " + progress + " is not there yet");
    }
}
