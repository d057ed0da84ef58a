package alexnet.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a kernel parameter that is a struct, in the order in which the .cu file declares them. All fields have 32
 * bits, so there is no padding between them and no address among them: pointers stay parameters of their own.
 *
 * <p>The names are those of the .cu file. A kernel does not see them; they let a test hold both sides together.
 */
public final class StructFields {

    private final List<String> names = new ArrayList<>();
    private final List<Integer> words = new ArrayList<>();

    /** No fields yet. */
    public StructFields() {
        // What the struct has is appended.
    }

    /**
     * Appends a 32-bit integer, signed or not.
     *
     * @param name as in the .cu file
     * @param value its bits
     * @return these fields
     */
    public StructFields i32(String name, int value) {
        names.add(name);
        words.add(value);
        return this;
    }

    /**
     * Appends a 32-bit float.
     *
     * @param name as in the .cu file
     * @param value the float; the bits of a NaN are kept
     * @return these fields
     */
    public StructFields f32(String name, float value) {
        return i32(name, Float.floatToRawIntBits(value));
    }

    /**
     * Appends a struct inside of this one.
     *
     * @param name of the member; its fields are called {@code name.field} in {@link #names}
     * @param inner its fields
     * @return these fields
     */
    public StructFields struct(String name, StructFields inner) {
        inner.names.forEach(field -> names.add(name + "." + field));
        words.addAll(inner.words);
        return this;
    }

    /** {@return the fields' names in order} */
    public List<String> names() {
        return List.copyOf(names);
    }

    /** {@return the size in bytes} */
    public int bytes() {
        return words.size() * Integer.BYTES;
    }

    /** {@return the fields' bits in order} */
    List<Integer> words() {
        return List.copyOf(words);
    }
}
