package alexnet.engine.emulator.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Classes that are made at run time and known by no name. */
final class HiddenClass {

    private HiddenClass() {}

    /**
     * Loads a class and makes its only instance, by the constructor without parameters.
     *
     * @param lookup of the class whose package and rights it gets
     * @param refused message of the exception where the class cannot be loaded
     */
    static Object instance(MethodHandles.Lookup lookup, byte[] classFile, String refused) {
        try {
            MethodHandles.Lookup hidden = lookup.defineHiddenClass(classFile, true);
            return hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class))
                    .invoke();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(refused, e);
        }
    }
}
