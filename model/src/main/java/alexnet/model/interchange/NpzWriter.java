package alexnet.model.interchange;

import alexnet.model.Safetensors.Entry;
import alexnet.model.Tensor;
import alexnet.model.WeightSource;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes {@code .npz} files as {@code numpy.savez} does: stored, one {@code .npy} member per tensor. */
public final class NpzWriter {

    /** The first time that a zip can hold; with the time of writing, the same weights would give other bytes. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private NpzWriter() {}

    /**
     * Writes all tensors of a source. Only one is held in memory at a time.
     *
     * @throws IOException when the file cannot be written
     */
    public static void write(Path file, WeightSource source) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            zip.setMethod(ZipOutputStream.STORED);
            for (Entry entry : source.entries()) {
                write(zip, source.get(entry.name()));
            }
        }
    }

    private static void write(ZipOutputStream zip, Tensor tensor) throws IOException {
        byte[] header = NpyHeader.of(tensor.shape());
        CRC32 checksum = new CRC32();
        checksum.update(header);
        FloatBytes.forEachChunk(tensor.data(), checksum::update);
        ZipEntry member = new ZipEntry(tensor.name() + ".npy");
        member.setTimeLocal(TIME);
        member.setSize(header.length + (long) tensor.data().length * Float.BYTES);
        member.setCrc(checksum.getValue());
        zip.putNextEntry(member);
        zip.write(header);
        FloatBytes.forEachChunk(tensor.data(), zip::write);
        zip.closeEntry();
    }
}
