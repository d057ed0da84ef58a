package alexnet.engine.emulator.loop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes one class of its own from a loop template for each operator.
 *
 * <p>A loop that calls its operator through an interface is slow as soon as two operators share the loop's code: the
 * call can no longer be inlined, and nothing vectorises. So the template's class file is defined once more for every
 * operator, as a hidden class whose static final field is the operator. The JIT compiler then sees a constant, inlines
 * it, and turns the loop into SIMD code.
 */
public final class LoopTemplates {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final Map<Class<?>, byte[]> CLASS_FILES = new ConcurrentHashMap<>();
    private static final ThreadLocal<Object> PENDING = new ThreadLocal<>();

    private LoopTemplates() {}

    /** Called by the templates' static initialisers: the operator for which the class is being made. */
    static <T> T operator(Class<T> type) {
        return type.cast(PENDING.get());
    }

    /**
     * A loop of its own for {@code operator}. A hidden class is no subtype of its template, but of the template's superclass,
     * which is what {@code T} must be.
     */
    public static <T> T specialise(Class<? extends T> template, Object operator) {
        byte[] classFile = CLASS_FILES.computeIfAbsent(template, LoopTemplates::read);
        PENDING.set(operator);
        try {
            @SuppressWarnings("unchecked")
            T made = (T) HiddenClass.instance(LOOKUP, classFile, template + ": cannot be specialised");
            return made;
        } finally {
            PENDING.remove();
        }
    }

    private static byte[] read(Class<?> template) {
        String name = template.getName();
        try (InputStream in = template.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
