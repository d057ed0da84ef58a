package alexnet.model;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Named tensors that are read one at a time, so that none but the one asked for is held in memory. */
public interface WeightSource extends Closeable {

    /** Where they come from, as errors name it: the file. */
    String origin();

    /** Names and shapes. */
    List<Safetensors.Entry> entries();

    /**
     * Reads one tensor.
     *
     * @throws WeightsException when there is none of that name, or it is damaged
     * @throws IOException when it cannot be read
     */
    Tensor read(String name) throws IOException;

    /** As {@link #read}, for where only unchecked exceptions may pass. */
    default Tensor get(String name) {
        try {
            return read(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
