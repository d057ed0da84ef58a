package alexnet.engine.emulator.sanitize;

/**
 * The stamps of a range of memory, in cells of the size of the kernel's narrowest access. A cell has the stamp of the last
 * write and of two reads: the last one, and one by another thread, as far away as possible (another block is preferred to
 * another warp, that to another lane).
 */
final class Cells {

    final long[] write;
    final long[] lastRead;
    final long[] otherRead;
    /** Log2 of the bytes of a cell. */
    final int shift;

    final long generation;

    Cells(int bytes, int shift, long generation) {
        int count = (bytes >> shift) + 1;
        this.write = new long[count];
        this.lastRead = new long[count];
        this.otherRead = new long[count];
        this.shift = shift;
        this.generation = generation;
    }
}
