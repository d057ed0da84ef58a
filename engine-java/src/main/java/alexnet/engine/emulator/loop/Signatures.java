package alexnet.engine.emulator.loop;

import java.lang.reflect.Method;

/**
 * Shapes of the per-lane functions: the letters are result and operands, I 32 bits (also predicates and 16 bits), L 64
 * bits, F float, D double.
 */
public final class Signatures {

    private Signatures() {}

    /** The signature of a function. */
    public static Class<?> of(Lane function) {
        return function.getClass().getInterfaces()[0];
    }

    /** The method that computes one lane. */
    public static Method method(Lane function) {
        return of(function).getDeclaredMethods()[0];
    }

    /** Any of them. */
    public interface Lane {}

    public interface II extends Lane {
        int apply(int a);
    }

    public interface III extends Lane {
        int apply(int a, int b);
    }

    public interface IIII extends Lane {
        int apply(int a, int b, int c);
    }

    public interface LL extends Lane {
        long apply(long a);
    }

    public interface LLL extends Lane {
        long apply(long a, long b);
    }

    public interface LLLL extends Lane {
        long apply(long a, long b, long c);
    }

    public interface LLI extends Lane {
        long apply(long a, int b);
    }

    public interface LLLI extends Lane {
        long apply(long a, long b, int c);
    }

    public interface FF extends Lane {
        float apply(float a);
    }

    public interface FFF extends Lane {
        float apply(float a, float b);
    }

    public interface FFFF extends Lane {
        float apply(float a, float b, float c);
    }

    public interface FFFI extends Lane {
        float apply(float a, float b, int c);
    }

    public interface IIIF extends Lane {
        int apply(int a, int b, float c);
    }

    public interface LLLF extends Lane {
        long apply(long a, long b, float c);
    }

    public interface DDDF extends Lane {
        double apply(double a, double b, float c);
    }

    public interface DD extends Lane {
        double apply(double a);
    }

    public interface DDD extends Lane {
        double apply(double a, double b);
    }

    public interface DDDD extends Lane {
        double apply(double a, double b, double c);
    }

    public interface DDDI extends Lane {
        double apply(double a, double b, int c);
    }

    public interface LI extends Lane {
        long apply(int a);
    }

    public interface IL extends Lane {
        int apply(long a);
    }

    public interface FI extends Lane {
        float apply(int a);
    }

    public interface IF extends Lane {
        int apply(float a);
    }

    public interface FL extends Lane {
        float apply(long a);
    }

    public interface LF extends Lane {
        long apply(float a);
    }

    public interface DI extends Lane {
        double apply(int a);
    }

    public interface ID extends Lane {
        int apply(double a);
    }

    public interface DL extends Lane {
        double apply(long a);
    }

    public interface LD extends Lane {
        long apply(double a);
    }

    public interface DF extends Lane {
        double apply(float a);
    }

    public interface FD extends Lane {
        float apply(double a);
    }

    public interface LII extends Lane {
        long apply(int a, int b);
    }

    public interface LIIL extends Lane {
        long apply(int a, int b, long c);
    }

    public interface ILL extends Lane {
        int apply(long a, long b);
    }

    public interface ILLI extends Lane {
        int apply(long a, long b, int c);
    }

    public interface IFF extends Lane {
        int apply(float a, float b);
    }

    public interface IDD extends Lane {
        int apply(double a, double b);
    }

    public interface LLII extends Lane {
        long apply(long a, int b, int c);
    }
}
