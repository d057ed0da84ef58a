package alexnet.engine.emulator;

/** Extents of a thread block; lane number = x + X * (y + Y * z), as in CUDA. */
record LaneShape(int x, int y, int z) {

    int lanes() {
        return x * y * z;
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
