package alexnet.engine.cuda;

import jcuda.Pointer;

/** A pointer to page-locked host memory that gives access to its address. */
final class HostPointer extends Pointer {

    /** The address as the host and, with unified addressing, the GPU see it. */
    long address() {
        return getNativePointer() + getByteOffset();
    }
}
