package alexnet.engine.emulator.loop;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * Finds the members that byte code calls, reads and writes.
 *
 * <p>A writer of byte code keeps what it finds in static fields. So a member that was renamed, or that the writer's package may
 * not use, fails as soon as the writer is loaded.
 *
 * @param lookup the writer's own
 */
public record Members(MethodHandles.Lookup lookup) {

    /**
     * A method.
     *
     * @throws IllegalStateException where the class has no such method, or the writer may not call it
     */
    public Method method(Class<?> owner, String name, Class<?>... parameters) {
        try {
            Method method = owner.getDeclaredMethod(name, parameters);
            lookup.unreflect(method);
            return method;
        } catch (ReflectiveOperationException e) {
            throw missing(owner, name, e);
        }
    }

    /**
     * A field.
     *
     * @throws IllegalStateException where the class has no such field, or the writer may not use it
     */
    public Field field(Class<?> owner, String name) {
        try {
            Field field = owner.getDeclaredField(name);
            lookup.unreflectGetter(field);
            return field;
        } catch (ReflectiveOperationException e) {
            throw missing(owner, name, e);
        }
    }

    private IllegalStateException missing(Class<?> owner, String name, ReflectiveOperationException reason) {
        return new IllegalStateException(
                lookup.lookupClass().getSimpleName() + ": byte code needs " + owner.getName() + "." + name, reason);
    }
}
