package alexnet.model.interchange;

import alexnet.model.Safetensors;
import alexnet.model.WeightLayout;
import alexnet.model.WeightSource;
import alexnet.model.WeightsException;
import alexnet.model.text.Words;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** File formats of weights that can be imported and exported. */
public enum WeightFormat {
    /** Safetensors with one tensor per layer and role. */
    MERGED,
    /** NumPy arrays in a zip, named and shaped as merged. */
    NPZ,
    /** Caffe's protobuf, shaped as merged. */
    CAFFEMODEL,
    /** Safetensors with one tensor per GPU, as trained. */
    TWO_GPU;

    private static final int MAGIC_BYTES = Long.BYTES + 1;
    private static final int ZIP = 0x04034b50;
    private static final int EMPTY_ZIP = 0x06054b50;

    /**
     * The format of that name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static WeightFormat named(String name) {
        return Words.find(WeightFormat.class, name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no such format (expected one of " + Arrays.toString(values()) + ", found " + name + ")"));
    }

    /**
     * Opens a weights file; the format is detected from its first bytes, else from its name.
     *
     * @throws WeightsException when it is damaged or of none of these forms
     * @throws IOException when it cannot be read
     */
    public static WeightSource open(Path file) throws IOException {
        long size = Files.size(file);
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(MAGIC_BYTES);
        }
        if (size == 0) {
            throw new WeightsException(file + ": is empty (expected weights, found 0 bytes)");
        }
        ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(start, MAGIC_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (bytes.getInt(0) == ZIP || bytes.getInt(0) == EMPTY_ZIP || name.endsWith(".npz")) {
            return NpzFile.open(file);
        }
        requireNot(file, bytes, "\u0093NUMPY", "one NumPy array", "put the arrays into one file by numpy.savez");
        requireNot(file, bytes, "\u0089HDF", "an HDF5 file", "Caffe writes protobuf where no .h5 is asked for");
        long header = bytes.getLong(0);
        boolean isSafetensors = header >= 2 && header <= size - Long.BYTES && start[Long.BYTES] == '{';
        return isSafetensors || name.endsWith(".safetensors") ? Safetensors.open(file) : CaffeModelFile.open(file);
    }

    private static void requireNot(Path file, ByteBuffer bytes, String magic, String what, String hint) {
        byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
        if (Arrays.equals(bytes.array(), 0, expected.length, expected, 0, expected.length)) {
            throw new WeightsException(
                    file + ": is " + what + " (expected safetensors, .npz or a caffemodel in protobuf)", hint);
        }
    }

    /**
     * Opens weights in this form.
     *
     * @throws WeightsException when the file is damaged or of another form
     * @throws IOException when it cannot be read
     */
    public WeightSource openAs(Path file) throws IOException {
        return switch (this) {
            case NPZ -> NpzFile.open(file);
            case CAFFEMODEL -> CaffeModelFile.open(file);
            case MERGED, TWO_GPU -> {
                WeightSource source = Safetensors.open(file);
                if (WeightLayout.isByGpu(source.entries()) != (this == TWO_GPU)) {
                    source.close();
                    throw new WeightsException(file + ": is in the other layout (expected " + this + ", found "
                            + (this == TWO_GPU ? MERGED : TWO_GPU) + ")");
                }
                yield source;
            }
        };
    }

    /** The name in options, such as {@code two-gpu}. */
    @Override
    public String toString() {
        return Words.of(this);
    }
}
