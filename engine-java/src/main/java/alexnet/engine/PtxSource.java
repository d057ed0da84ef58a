package alexnet.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * PTX text with the name that messages give it.
 *
 * @param name file name, such as {@code lrn.ptx}
 * @param text the PTX
 */
public record PtxSource(String name, String text) {

    /**
     * Reads PTX from the class path.
     *
     * @throws PtxException when there is no such resource
     */
    public static PtxSource resource(Class<?> anchor, String path) {
        try (InputStream in = anchor.getResourceAsStream(path)) {
            if (in == null) {
                throw new PtxException(
                        path + ": no such PTX on the class path of " + anchor.getName(),
                        "the kernels module packs it; build with ./mvnw package");
            }
            return new PtxSource(
                    path.substring(path.lastIndexOf('/') + 1), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
