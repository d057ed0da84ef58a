package alexnet.engine.cuda;

import jcuda.driver.CUdeviceptr;

/** A device pointer of JCuda whose address can be seen, and that can be made from an address. */
final class DevicePointer extends CUdeviceptr {

    DevicePointer() {}

    private DevicePointer(DevicePointer base, long byteOffset) {
        super(base, byteOffset);
    }

    /** The address as kernels see it. */
    long address() {
        return getNativePointer() + getByteOffset();
    }

    /** The pointer that many bytes further. */
    DevicePointer at(long byteOffset) {
        return new DevicePointer(this, byteOffset);
    }
}
