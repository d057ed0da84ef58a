package alexnet.trainer.data.source;

import alexnet.trainer.data.Fingerprint;
import alexnet.trainer.data.image.ChannelSlice;
import alexnet.trainer.data.image.ImageDecoder;
import alexnet.trainer.data.image.RgbImage;
import alexnet.trainer.failure.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * An uncompressed tar of class folders ({@code CLASS/PICTURE}) or, as ImageNet comes, of one tar per class
 * ({@code CLASS.tar}). Members are read where they lie; nothing is ever unpacked, and a member's name is only a label.
 * Still, an archive with links, devices or names that lead elsewhere is not what it seems and is refused.
 */
public final class TarArchive extends ImageSource {

    private static final Set<String> PICTURE_NAMES = Set.of("jpg", "jpeg", "png");
    private static final int MAX_MEMBER = 512 << 20;

    private final Path archive;
    private final FileChannel channel;
    private final List<Member> members = new ArrayList<>();
    private final ImageDecoder decoder = new ImageDecoder();
    private int strangers;
    private String firstStranger;

    private record Member(String className, String file, long offset, int bytes) {}

    /**
     * Lists the members.
     *
     * @throws DataException naming the first member that is no plain file or folder, or that the archive is cut in
     */
    TarArchive(Path archive) throws IOException {
        super("tar archive");
        this.archive = archive;
        channel = FileChannel.open(archive);
        try {
            list(channel, 0, channel.size(), null);
            if (members.isEmpty()) {
                throw new DataException(
                        archive, "no pictures in the archive (expected CLASS/PICTURE or CLASS.tar, found none)");
            }
            members.sort(Comparator.comparing(Member::className).thenComparing(Member::file));
            Set<String> names = new TreeSet<>();
            members.forEach(member -> names.add(member.className));
            List<String> classes = List.copyOf(names);
            List<String> warnings = new ArrayList<>();
            if (strangers > 0) {
                warnings.add(archive + ": " + strangers + " members are no pictures and left out, the first is "
                        + firstStranger);
            }
            int[] labels = members.stream()
                    .mapToInt(member -> Collections.binarySearch(classes, member.className))
                    .toArray();
            String fingerprint = new Fingerprint(kind())
                    .add(
                            archive.getFileName().toString(),
                            channel.size(),
                            Files.getLastModifiedTime(archive).toMillis())
                    .hex();
            opened(new Contents(classes, labels, fingerprint, warnings));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public String name(int image) {
        return members.get(image).className + "/" + members.get(image).file;
    }

    @Override
    public Supplier<RgbImage> picture(int image) {
        Member member = members.get(image);
        return () -> decoder.decode(archive + "!" + name(image), read(member));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private byte[] read(Member member) {
        ByteBuffer bytes = ByteBuffer.allocate(member.bytes);
        try {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, member.offset + bytes.position()) < 0) {
                    throw new DataException(archive, "changed while it was read");
                }
            }
        } catch (IOException e) {
            throw new DataException(archive, "cannot be read: " + e.getMessage(), null, e);
        }
        return bytes.array();
    }

    /** @param className of an inner archive, or null for the outer one */
    private void list(FileChannel file, long start, long size, String className) throws IOException {
        String where = className == null ? archive.toString() : archive + "!" + className + ".tar";
        List<TarArchiveEntry> entries;
        try (SeekableByteChannel slice = new ChannelSlice(file, start, size);
                TarFile tar = new TarFile(slice)) {
            entries = tar.getEntries();
        } catch (IOException | RuntimeException e) {
            throw new DataException(where, "truncated or damaged archive: " + e.getMessage(), null, e);
        }
        for (TarArchiveEntry entry : entries) {
            String name = entry.getName();
            refuse(where, entry, name);
            if (entry.isDirectory()) {
                continue;
            }
            long offset = start + entry.getDataOffset();
            if (entry.getDataOffset() + entry.getSize() > size) {
                throw DataException.unexpected(
                        where,
                        "archive is cut in member " + name,
                        entry.getSize() + " bytes",
                        Math.max(0, size - entry.getDataOffset()) + " bytes");
            }
            String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
            String[] parts = name.split("/");
            String last = parts[parts.length - 1];
            if (className == null && extension.equals("tar")) {
                list(file, offset, entry.getSize(), last.substring(0, last.length() - 4));
            } else if (PICTURE_NAMES.contains(extension) && (className != null || parts.length > 1)) {
                if (entry.getSize() > MAX_MEMBER) {
                    throw DataException.unexpected(where, "member " + name, "at most " + MAX_MEMBER, entry.getSize());
                }
                String label = className != null ? className : parts[parts.length - 2];
                members.add(new Member(label, last, offset, (int) entry.getSize()));
            } else {
                strangers++;
                firstStranger = firstStranger == null ? where + "!" + name : firstStranger;
            }
        }
    }

    private static void refuse(String where, TarArchiveEntry entry, String name) {
        String kind = null;
        if (entry.isSymbolicLink() || entry.isLink()) {
            kind = "a link to " + entry.getLinkName();
        } else if (entry.isCharacterDevice() || entry.isBlockDevice()) {
            kind = "a device";
        } else if (entry.isFIFO()) {
            kind = "a pipe";
        } else if (entry.isSparse()) {
            kind = "a sparse file";
        } else if (name.startsWith("/")
                || name.contains("\\")
                || List.of(name.split("/")).contains("..")) {
            kind = "a name that leads out of the archive";
        }
        if (kind != null) {
            throw DataException.unexpected(where, "member " + name, "a plain file or folder", kind);
        }
    }
}
