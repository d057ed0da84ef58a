package alexnet.trainer.settings;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Numbers that picocli leaves null where an option is not given. */
final class Optionals {

    private Optionals() {}

    static OptionalInt of(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    static OptionalDouble of(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
