package alexnet.engine.emulator;

/**
 * Shapes of the per-lane functions: the letters are result and operands, I 32 bits (also predicates and 16 bits), L 64
 * bits, F float, D double.
 */
final class Operators {

    private Operators() {}

    /** Any of them. */
    interface Lane {}

    interface II extends Lane {
        int apply(int a);
    }

    interface III extends Lane {
        int apply(int a, int b);
    }

    interface IIII extends Lane {
        int apply(int a, int b, int c);
    }

    interface LL extends Lane {
        long apply(long a);
    }

    interface LLL extends Lane {
        long apply(long a, long b);
    }

    interface LLLL extends Lane {
        long apply(long a, long b, long c);
    }

    interface LLI extends Lane {
        long apply(long a, int b);
    }

    interface LLLI extends Lane {
        long apply(long a, long b, int c);
    }

    interface FF extends Lane {
        float apply(float a);
    }

    interface FFF extends Lane {
        float apply(float a, float b);
    }

    interface FFFF extends Lane {
        float apply(float a, float b, float c);
    }

    interface FFFI extends Lane {
        float apply(float a, float b, int c);
    }

    interface IIIF extends Lane {
        int apply(int a, int b, float c);
    }

    interface LLLF extends Lane {
        long apply(long a, long b, float c);
    }

    interface DDDF extends Lane {
        double apply(double a, double b, float c);
    }

    interface DD extends Lane {
        double apply(double a);
    }

    interface DDD extends Lane {
        double apply(double a, double b);
    }

    interface DDDD extends Lane {
        double apply(double a, double b, double c);
    }

    interface DDDI extends Lane {
        double apply(double a, double b, int c);
    }

    interface LI extends Lane {
        long apply(int a);
    }

    interface IL extends Lane {
        int apply(long a);
    }

    interface FI extends Lane {
        float apply(int a);
    }

    interface IF extends Lane {
        int apply(float a);
    }

    interface FL extends Lane {
        float apply(long a);
    }

    interface LF extends Lane {
        long apply(float a);
    }

    interface DI extends Lane {
        double apply(int a);
    }

    interface ID extends Lane {
        int apply(double a);
    }

    interface DL extends Lane {
        double apply(long a);
    }

    interface LD extends Lane {
        long apply(double a);
    }

    interface DF extends Lane {
        double apply(float a);
    }

    interface FD extends Lane {
        float apply(double a);
    }

    interface LII extends Lane {
        long apply(int a, int b);
    }

    interface LIIL extends Lane {
        long apply(int a, int b, long c);
    }

    interface ILL extends Lane {
        int apply(long a, long b);
    }

    interface ILLI extends Lane {
        int apply(long a, long b, int c);
    }

    interface IFF extends Lane {
        int apply(float a, float b);
    }

    interface IDD extends Lane {
        int apply(double a, double b);
    }

    interface LLII extends Lane {
        long apply(long a, int b, int c);
    }
}
