package alexnet.engine.cuda;

import jcuda.Pointer;

/** A pointer to page-locked host memory whose address can be seen. */
final class HostPointer extends Pointer {

    /** The address as the host and, with unified addressing, the GPU see it. */
    long address() {
        return getNativePointer() + getByteOffset();
    }
}
