package alexnet.trainer.data.source;

import alexnet.trainer.data.Fingerprint;
import alexnet.trainer.data.image.ImageDecoder;
import alexnet.trainer.data.image.RgbImage;
import alexnet.trainer.failure.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A folder of folders: each folder is a class, labels follow the sorted names, and the pictures of a class are the
 * files in its folder, sorted. Folders inside class folders are not entered. A file is taken for a picture when its
 * name says so or when it begins like JPEG or PNG; other files are left out and counted.
 */
public final class ClassFolders extends ImageSource {

    private static final Set<String> PICTURE_NAMES =
            Set.of("jpg", "jpeg", "jpe", "png", "gif", "bmp", "tif", "tiff", "webp");

    private final Path root;
    private final List<String> classes = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final ImageDecoder decoder = new ImageDecoder();
    private int strangers;
    private Path firstStranger;

    /**
     * Lists the folder.
     *
     * @throws DataException where it holds no class folders, a class is empty, or names differ only by case
     */
    ClassFolders(Path root) throws IOException {
        super("class folders");
        this.root = root;
        List<Path> folders = folders();
        for (Path folder : folders) {
            classes.add(folder.getFileName().toString());
        }
        checkCase();
        for (int label = 0; label < folders.size(); label++) {
            list(folders.get(label), label, folders.size());
        }
        if (strangers > 0) {
            warnings.add(root + ": " + strangers + (strangers == 1 ? " entry is" : " entries are")
                    + " no picture and left out, the first is " + firstStranger);
        }
        Fingerprint hash = new Fingerprint(kind());
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            boolean there = Files.exists(file); // a dangling link is found bad when it is decoded
            hash.add(
                    name(i),
                    there ? Files.size(file) : -1,
                    there ? Files.getLastModifiedTime(file).toMillis() : -1);
        }
        int[] all = labels.stream().mapToInt(Integer::intValue).toArray();
        opened(new Contents(classes, all, hash.hex(), warnings));
    }

    @Override
    public String name(int image) {
        return classes.get(labels.get(image)) + "/" + files.get(image).getFileName();
    }

    @Override
    public Supplier<RgbImage> picture(int image) {
        Path file = files.get(image);
        return () -> decoder.decode(file);
    }

    @Override
    public void close() {}

    private List<Path> folders() throws IOException {
        List<Path> folders = new ArrayList<>();
        List<Path> loose = new ArrayList<>();
        for (Path entry : entries(root)) {
            if (hidden(entry)) {
                continue;
            }
            if (Files.isDirectory(entry)) {
                folders.add(entry);
            } else {
                loose.add(entry);
            }
        }
        if (folders.isEmpty()) {
            throw new DataException(
                    root,
                    "no class folders (expected ROOT/CLASS/PICTURE, found "
                            + (loose.isEmpty() ? "an empty folder" : loose.size() + " files and no folder") + ")",
                    "put the pictures of each class into a folder named after it",
                    null);
        }
        loose.forEach(this::stranger);
        return folders;
    }

    private void list(Path folder, int label, int folders) throws IOException {
        int before = files.size();
        int inner = 0;
        int others = 0;
        for (Path entry : entries(folder)) {
            if (Files.isDirectory(entry)) {
                inner++;
                stranger(entry);
            } else if (isPicture(entry)) {
                files.add(entry);
                labels.add(label);
            } else {
                others++;
                stranger(entry);
            }
        }
        if (files.size() == before) {
            String hint = inner == 0
                    ? "remove the folder, or put pictures into it"
                    : "the folder holds folders: pack each part of the set by itself, as in --source " + folder;
            throw new DataException(
                    folder,
                    "no pictures in this class (expected at least one JPEG or PNG, found " + inner + " folders and "
                            + others + " other files; " + folders + " classes in all)",
                    hint,
                    null);
        }
    }

    private boolean isPicture(Path file) {
        if (hidden(file)) {
            return false;
        }
        String name = file.getFileName().toString();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (PICTURE_NAMES.contains(extension)) {
            return true;
        }
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(4);
            return start.length == 4
                    && (start[0] == (byte) 0xff && start[1] == (byte) 0xd8 && start[2] == (byte) 0xff
                            || start[0] == (byte) 0x89 && start[1] == 'P' && start[2] == 'N' && start[3] == 'G');
        } catch (IOException e) {
            return false;
        }
    }

    private void checkCase() {
        Map<String, String> seen = new HashMap<>();
        for (String name : classes) {
            String other = seen.put(name.toLowerCase(Locale.ROOT), name);
            if (other != null) {
                throw new DataException(
                        root, "class folders whose names differ only by case (found " + other + " and " + name + ")");
            }
        }
    }

    private void stranger(Path entry) {
        strangers++;
        if (firstStranger == null) {
            firstStranger = entry;
        }
    }

    /** Sorted by name, as text, so that the order does not depend on the file system. */
    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> sorted = new ArrayList<>(entries.toList());
            sorted.sort((a, b) ->
                    a.getFileName().toString().compareTo(b.getFileName().toString()));
            return sorted;
        } catch (AccessDeniedException e) {
            throw new DataException(folder, "cannot be read: permission denied", null, e);
        }
    }

    private static boolean hidden(Path entry) {
        return entry.getFileName().toString().startsWith(".");
    }
}
