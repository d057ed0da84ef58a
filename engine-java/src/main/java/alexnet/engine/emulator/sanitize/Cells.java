package alexnet.engine.emulator.sanitize;

/**
 * The stamps of a stretch of memory, one cell for as many bytes as the kernel's narrowest access touches: of the last
 * write, and of two reads. The reads are the last one and, where there are several readers, one of another thread, as far
 * away as possible: another block before another warp before another lane.
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
