package alexnet.engine.emulator.state;

/**
 * Extents of a thread block; lane number = x + X * (y + Y * z), as in CUDA.
 *
 * <p>Lanes come in rows: 8 threads that differ in x only where the extent in x allows it, else all threads of one y and
 * z. Values that are the same along rows, or grow by the same step, are kept as one number for each row.
 */
public record LaneShape(int x, int y, int z) {

    int lanes() {
        return x * y * z;
    }

    /** Lanes of a row. */
    public int rowLength() {
        return x % 8 == 0 ? 8 : x;
    }

    /** Rows of a warp, where the extent in x is a multiple of a warp; else 1. */
    public int rowsOfWarp() {
        return x % 32 == 0 ? 4 : 1;
    }

    public int rows() {
        return lanes() / rowLength();
    }

    public int xOf(int lane) {
        return lane % x;
    }

    public int yOf(int lane) {
        return lane / x % y;
    }

    public int zOf(int lane) {
        return lane / (x * y);
    }
}
