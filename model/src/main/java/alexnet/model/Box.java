package alexnet.model;

/**
 * A box inside a row-major array, copied in runs that are contiguous in both.
 *
 * @param whole extents of the array
 * @param corner where the box starts
 * @param part extents of the box
 */
record Box(int[] whole, int[] corner, int[] part) {

    /** Copies one run, from or to these places. */
    private interface Copy {
        void run(int inWhole, int inPart);
    }

    /** Copies the box of {@code values} into the array of its own, {@code box}. */
    void cut(float[] values, float[] box) {
        int run = run();
        forEachRun(run, (inWhole, inPart) -> System.arraycopy(values, inWhole, box, inPart, run));
    }

    /** Copies {@code box} to its place in {@code values}. */
    void paste(float[] box, float[] values) {
        int run = run();
        forEachRun(run, (inWhole, inPart) -> System.arraycopy(box, inPart, values, inWhole, run));
    }

    /** The last axis that is cut, and all axes after it. */
    private int run() {
        int axis = part.length - 1;
        int run = 1;
        while (axis > 0 && part[axis] == whole[axis]) {
            run *= part[axis--];
        }
        return run * part[axis];
    }

    private void forEachRun(int run, Copy copy) {
        int elements = Tensor.elements(part);
        for (int inPart = 0; inPart < elements; inPart += run) {
            int rest = inPart;
            int stride = 1;
            int inWhole = 0;
            for (int axis = part.length - 1; axis >= 0; axis--) {
                inWhole += (corner[axis] + rest % part[axis]) * stride;
                rest /= part[axis];
                stride *= whole[axis];
            }
            copy.run(inWhole, inPart);
        }
    }
}
