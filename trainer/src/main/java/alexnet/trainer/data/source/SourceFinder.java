package alexnet.trainer.data.source;

import alexnet.trainer.failure.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Detects the kind of source at a path and opens it. */
public final class SourceFinder {

    private SourceFinder() {}

    /**
     * Opens a source. Of a folder with idx files or CIFAR-10 batches it is the training part; the test part is opened
     * by the name of its file.
     *
     * @throws DataException where nothing is there or the contents are bad
     */
    public static ImageSource open(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new DataException(path, "no such file or folder (expected pictures to pack)");
        }
        if (!Files.isDirectory(path)) {
            return openFile(path);
        }
        List<Path> files;
        try (Stream<Path> entries = Files.list(path)) {
            files = entries.filter(Files::isRegularFile).sorted().toList();
        }
        List<Path> images = files.stream().filter(IdxFiles::matches).toList();
        if (!images.isEmpty()) {
            List<Path> training = images.size() == 1
                    ? images
                    : images.stream()
                            .filter(file -> file.getFileName().toString().startsWith("train"))
                            .toList();
            if (training.size() != 1) {
                throw new DataException(
                        path,
                        "which pictures? (expected one idx3 file, found " + images.size() + ")",
                        "name the file, as in --source " + images.get(0),
                        null);
            }
            return new IdxFiles(training.get(0));
        }
        List<Path> batches = files.stream()
                .filter(file -> file.getFileName().toString().matches("data_batch_\\d+\\.bin"))
                .toList();
        return batches.isEmpty() ? new ClassFolders(path) : new CifarBatches(batches);
    }

    private static ImageSource openFile(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (IdxFiles.matches(file)) {
            return new IdxFiles(file);
        }
        if (name.endsWith(".bin")) {
            return new CifarBatches(List.of(file));
        }
        if (name.endsWith(".tar") || isTar(file)) {
            return new TarArchive(file);
        }
        throw DataException.unexpected(
                file,
                "unknown kind of source",
                "a folder of class folders, a .tar, an ...-images-idx3-ubyte(.gz) or a CIFAR-10 .bin",
                name);
    }

    private static boolean isTar(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] header = in.readNBytes(262);
            return header.length == 262
                    && new String(header, 257, 5, java.nio.charset.StandardCharsets.ISO_8859_1).equals("ustar");
        }
    }
}
