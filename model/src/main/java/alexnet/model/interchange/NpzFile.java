package alexnet.model.interchange;

import alexnet.model.Safetensors.Entry;
import alexnet.model.Tensor;
import alexnet.model.WeightSource;
import alexnet.model.WeightsException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * An open {@code .npz} file: a zip of NumPy arrays, as {@code numpy.savez} and {@code numpy.savez_compressed} make it.
 * An array {@code NAME} is the member {@code NAME.npy}. Arrays in Fortran order are transposed when read.
 */
public final class NpzFile implements WeightSource {

    private static final String SUFFIX = ".npy";
    private static final int CHUNK = 1 << 20;

    private record Member(ZipEntry entry, NpyHeader header) {}

    private final Path file;
    private final ZipFile zip;
    private final Map<String, Member> members = new LinkedHashMap<>();

    private NpzFile(Path file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
    }

    /**
     * Opens a file and reads the header of every array.
     *
     * @throws WeightsException when it is no such file, or an array is not of float32, naming the array
     * @throws IOException when it cannot be read
     */
    public static NpzFile open(Path file) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw new WeightsException(
                    file + ": is no whole .npz file (expected a zip of .npy members, found: " + e.getMessage() + ")");
        }
        try {
            NpzFile opened = new NpzFile(file, zip);
            for (ZipEntry entry : Collections.list(zip.entries())) {
                opened.add(entry);
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private void add(ZipEntry entry) throws IOException {
        String member = entry.getName();
        if (!member.endsWith(SUFFIX)) {
            throw new WeightsException(
                    file + ": " + member + ": is no NumPy array (expected members NAME.npy, found this one)",
                    "PyTorch's own files are zips too: write those with safetensors.torch.save_file instead");
        }
        String name = member.substring(0, member.length() - SUFFIX.length());
        NpyHeader header = unpack(name, entry, in -> NpyHeader.read(file + ": " + name, in));
        long expected = header.length() + (long) Tensor.elements(header.shape()) * Float.BYTES;
        if (entry.getSize() != expected) {
            throw new WeightsException(file + ": " + name + ": number of bytes differs from the shape's (expected "
                    + expected + " for " + new Entry(name, header.shape()) + ", found " + entry.getSize() + ")");
        }
        if (members.put(name, new Member(entry, header)) != null) {
            throw new WeightsException(file + ": " + name + ": stands there twice (expected each array once)");
        }
    }

    @Override
    public String origin() {
        return file.toString();
    }

    @Override
    public List<Entry> entries() {
        return members.entrySet().stream()
                .map(member ->
                        new Entry(member.getKey(), member.getValue().header().shape()))
                .toList();
    }

    @Override
    public Tensor read(String name) throws IOException {
        Member member = members.get(name);
        if (member == null) {
            throw new WeightsException(file + ": " + name + ": no such array (found " + members.keySet() + ")");
        }
        NpyHeader header = member.header();
        float[] values = new float[Tensor.elements(header.shape())];
        unpack(name, member.entry(), in -> {
            CheckedInputStream checked = new CheckedInputStream(in, new CRC32());
            checked.readNBytes(header.length());
            byte[] chunk = new byte[CHUNK];
            for (int start = 0; start < values.length; start += CHUNK / Float.BYTES) {
                int count = Math.min(CHUNK / Float.BYTES, values.length - start);
                if (checked.readNBytes(chunk, 0, count * Float.BYTES) < count * Float.BYTES) {
                    throw new EOFException("ends too early");
                }
                ByteBuffer.wrap(chunk)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(values, start, count);
            }
            if (checked.read() >= 0) {
                throw new ZipException("holds more bytes than the zip's directory says");
            }
            long found = checked.getChecksum().getValue();
            if (found != member.entry().getCrc()) {
                throw new ZipException(String.format(
                        "checksum (expected CRC-32 %08x, found %08x)",
                        member.entry().getCrc(), found));
            }
            return null;
        });
        return new Tensor(name, header.shape(), header.isFortranOrder() ? transposed(header.shape(), values) : values);
    }

    /** From the first axis innermost to the last axis innermost. */
    private static float[] transposed(int[] shape, float[] fortran) {
        float[] values = new float[fortran.length];
        for (int i = 0; i < values.length; i++) {
            int rest = i;
            int target = 0;
            int inner = values.length;
            for (int extent : shape) {
                inner /= extent;
                target += rest % extent * inner;
                rest /= extent;
            }
            values[target] = fortran[i];
        }
        return values;
    }

    /** What is done with the unpacked bytes of a member. */
    private interface Use<T> {
        T of(InputStream in) throws IOException;
    }

    private <T> T unpack(String name, ZipEntry entry, Use<T> use) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return use.of(in);
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw new WeightsException(file + ": " + name + ": is damaged: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
