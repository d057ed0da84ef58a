package alexnet.engine.cuda;

import jcuda.driver.CUdeviceptr;

/** A device pointer of JCuda that gives access to its address and can be created from one. */
final class DevicePointer extends CUdeviceptr {

    DevicePointer() {}

    private DevicePointer(DevicePointer base, long byteOffset) {
        super(base, byteOffset);
    }

    /** The address as kernels see it. */
    long address() {
        return getNativePointer() + getByteOffset();
    }

    /** This pointer plus an offset in bytes. */
    DevicePointer at(long byteOffset) {
        return new DevicePointer(this, byteOffset);
    }
}
