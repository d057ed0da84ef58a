package alexnet.trainer.file;

import alexnet.trainer.failure.Failures;
import alexnet.trainer.failure.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Files that are flushed to disk before a write returns, and digests to verify them later. */
public final class DurableFiles {

    private static final int BLOCK = 1 << 20;

    private DurableFiles() {}

    /** Flushes a file's contents and length to the disk. */
    public static void flush(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Flushes the entries of a folder, so that a rename in it outlives a power cut. */
    public static void flushFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Writes a small file so that readers see the old text or the new one, never a part.
     *
     * @throws StorageException naming the file
     */
    public static void replace(Path file, String text) {
        replace(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #replace(Path, String)}. */
    public static void replace(Path file, byte[] bytes) {
        Path temporary = temporary(file);
        try {
            write(temporary, bytes);
            rename(temporary, file);
        } catch (IOException e) {
            deleteQuietly(temporary);
            throw notWritten(file, e);
        }
    }

    /** Where the new contents of a file are written before it takes their name. */
    public static Path temporary(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".tmp");
    }

    /** Gives a file that is written and flushed its name, over what had that before. */
    public static void rename(Path temporary, Path file) throws IOException {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Looks, before long work begins, whether a file can be written at its end.
     *
     * @throws StorageException where its folder is missing or not writable, or it is a folder itself
     */
    public static void requireWritable(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        IOException trouble = null;
        if (folder == null || Files.isDirectory(file)) {
            trouble = new FileSystemException(file.toString(), null, "is a folder");
        } else if (!Files.exists(folder)) {
            trouble = new NoSuchFileException(folder.toString());
        } else if (!Files.isDirectory(folder)) {
            trouble = new NotDirectoryException(folder.toString());
        } else if (!Files.isWritable(folder)) {
            trouble = new AccessDeniedException(folder.toString());
        }
        if (trouble != null) {
            throw notWritten(file, trouble);
        }
    }

    /** What writes a whole file. */
    @FunctionalInterface
    public interface Contents {
        /** Writes {@code file}; it need not be flushed. */
        void write(Path file) throws IOException;
    }

    /**
     * Writes a large file so that readers see the old one or the new one, never a part, also after a power cut.
     *
     * @throws StorageException naming the file
     */
    public static void replace(Path file, Contents contents) {
        Path temporary = temporary(file);
        try {
            contents.write(temporary);
            flush(temporary);
            rename(temporary, file);
            flushFolder(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            deleteQuietly(temporary);
            throw notWritten(file, e);
        } catch (RuntimeException | Error e) {
            deleteQuietly(temporary);
            throw e;
        }
    }

    /** Writes and flushes a file. A channel may write less than asked for before it reports a full disk. */
    public static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    /** The failure to write {@code file}, with the space that is left where it stands. */
    public static StorageException notWritten(Path file, IOException cause) {
        String free = "";
        try {
            Path existing = file.toAbsolutePath();
            while (existing != null && !Files.exists(existing)) {
                existing = existing.getParent();
            }
            if (existing != null) {
                free = ", found " + Files.getFileStore(existing).getUsableSpace() + " bytes free";
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        String reason = Failures.message(cause).replace(file + ": ", "");
        return new StorageException(
                file.toString(),
                "could not be written: " + reason + " (expected room and permission" + free + ")",
                "free some space, or choose another folder with --out",
                cause);
    }

    /** SHA-256 of a file, in hexadecimal. */
    public static String sha256(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] block = new byte[BLOCK];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                digest.update(block, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** SHA-256 of bytes, in hexadecimal. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Deletes a folder with what is in it; links are deleted, not followed. */
    public static void deleteFolder(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** As {@link #deleteFolder}, for tidying up after a failure that is being reported already. */
    public static void deleteQuietly(Path path) {
        try {
            deleteFolder(path);
        } catch (IOException e) {
            // The failure that led here matters more; what is left over is a temporary that the next start removes.
        }
    }
}
