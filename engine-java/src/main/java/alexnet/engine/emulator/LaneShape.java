package alexnet.engine.emulator;

/**
 * Extents of a thread block; lane number = x + X * (y + Y * z), as in CUDA.
 *
 * <p>Lanes come in rows: 8 threads that differ in x only where the extent in x allows it, else all threads of one y and
 * z. Values that are the same along rows, or grow by the same step, are kept as one number for each row.
 */
record LaneShape(int x, int y, int z) {

    int lanes() {
        return x * y * z;
    }

    /** Lanes of a row. */
    int rowLength() {
        return x % 8 == 0 ? 8 : x;
    }

    /** Rows of a warp, where the extent in x is a multiple of a warp; else 1. */
    int rowsOfWarp() {
        return x % 32 == 0 ? 4 : 1;
    }

    int rows() {
        return lanes() / rowLength();
    }

    int xOf(int lane) {
        return lane % x;
    }

    int yOf(int lane) {
        return lane / x % y;
    }

    int zOf(int lane) {
        return lane / (x * y);
    }
}
