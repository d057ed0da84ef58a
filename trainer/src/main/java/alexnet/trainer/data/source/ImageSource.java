package alexnet.trainer.data.source;

import alexnet.trainer.data.image.RgbImage;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** Labelled pictures in a fixed order: what {@code pack} reads. Everything but the pixels is known after opening. */
public sealed interface ImageSource extends AutoCloseable permits ClassFolders, IdxFiles, CifarBatches, TarArchive {

    /** What it is, in words. */
    String kind();

    /** Class names in label order. */
    List<String> classes();

    /** Number of pictures. */
    int count();

    /** The class of a picture. */
    int label(int image);

    /** What errors and name lists call a picture, with {@code /} between the parts. */
    String name(int image);

    /** Hash of the names, sizes and times of its files. */
    String fingerprint();

    /** Things that are worth a line but do not stop anything. */
    List<String> warnings();

    /**
     * Gets a picture ready: what has to be read in order is read here, the rest is left to the supplier, which any
     * thread may call. Called by one thread, once for each picture in ascending order.
     *
     * @throws IOException where reading fails
     */
    Supplier<RgbImage> picture(int image) throws IOException;

    @Override
    void close() throws IOException;
}
