package alexnet.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * PTX text with the name that messages give it.
 *
 * @param name file name, such as {@code lrn.ptx}
 * @param text the PTX
 */
public record PtxSource(String name, String text) {

    /**
     * Reads a PTX file; messages call it by its file name.
     *
     * @param file a text in UTF-8, of which ASCII, as nvcc writes it, is a part
     * @return its text; not looked at before a device loads it
     * @throws PtxException when it is not there, cannot be read, or is no UTF-8
     */
    public static PtxSource file(Path file) {
        try {
            return new PtxSource(String.valueOf(file.getFileName()), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new PtxException(file + ": no such file", null, e);
        } catch (CharacterCodingException e) {
            throw new PtxException(
                    file + ": not a text file (expected PTX in UTF-8)", "compile .cu files with nvcc -ptx", e);
        } catch (IOException e) {
            throw new PtxException(file + ": cannot be read: " + e.getMessage(), null, e);
        }
    }

    /**
     * Reads PTX from the class path.
     *
     * @param anchor the class whose class loader finds it
     * @param path as {@link Class#getResourceAsStream} takes it
     * @return its text, under the last part of the path as name
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
