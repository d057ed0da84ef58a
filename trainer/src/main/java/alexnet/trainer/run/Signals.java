package alexnet.trainer.run;

import alexnet.trainer.failure.ExitCode;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * SIGINT and SIGTERM as requests to stop: the first asks the loop to finish its step and save, the second ends the
 * process at once.
 *
 * <p>The JDK's signal class is no supported interface, and naming it would be a compiler warning, so it is reached by
 * reflection. Where it is missing, signals end the process as they always do.
 */
public final class Signals implements AutoCloseable {

    private static final Map<String, Integer> CODES = Map.of("INT", ExitCode.INTERRUPTED, "TERM", ExitCode.TERMINATED);

    private final AtomicInteger requested = new AtomicInteger();
    private final Map<Object, Object> previous = new LinkedHashMap<>();

    /** Starts listening. */
    public Signals() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            for (Map.Entry<String, Integer> code : CODES.entrySet()) {
                InvocationHandler onSignal = (proxy, method, arguments) -> switch (method.getName()) {
                    case "handle" -> {
                        request(code.getValue());
                        yield null;
                    }
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> "stop request";
                };
                Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, onSignal);
                Object named = signal.getConstructor(String.class).newInstance(code.getKey());
                previous.put(named, signal.getMethod("handle", signal, handler).invoke(null, named, proxy));
            }
        } catch (ReflectiveOperationException e) {
            previous.clear();
        }
    }

    /** What a signal does; tests call it as well. */
    void request(int exitCode) {
        if (!requested.compareAndSet(0, exitCode)) {
            Runtime.getRuntime().halt(exitCode);
        }
    }

    /** True once a signal has come. */
    public boolean stopRequested() {
        return requested.get() != 0;
    }

    /** 130 or 143 once a signal has come, else 0. */
    public int exitCode() {
        return requested.get();
    }

    /** Gives the signals back to whom they belonged. */
    @Override
    public void close() {
        try {
            for (Map.Entry<Object, Object> entry : previous.entrySet()) {
                Class<?> signal = entry.getKey().getClass();
                Class<?> handler = Class.forName("sun.misc.SignalHandler");
                signal.getMethod("handle", signal, handler).invoke(null, entry.getKey(), entry.getValue());
            }
        } catch (ReflectiveOperationException e) {
            // They were set by the same calls; nothing is lost but the old handlers, at the end of a command.
        }
    }
}
