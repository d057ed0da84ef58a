package alexnet.engine.cuda;

import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;

import alexnet.engine.DeviceProperties;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;

/** Properties of a GPU that the driver reports without a context. */
public final class DeviceQuery {

    private static final int NAME_BYTES = 256;

    private DeviceQuery() {}

    /**
     * Name, compute capability and sizes of a GPU.
     *
     * @throws alexnet.engine.DeviceUnavailableException when there is none of that number
     */
    public static DeviceProperties properties(int ordinal) {
        CudaDriver.requireDevice(ordinal);
        CUdevice device = device(ordinal);
        byte[] name = new byte[NAME_BYTES];
        Cuda.check("cuDeviceGetName", "cuda:" + ordinal, () -> JCudaDriver.cuDeviceGetName(name, NAME_BYTES, device));
        long[] memory = new long[1];
        Cuda.check("cuDeviceTotalMem", "cuda:" + ordinal, () -> JCudaDriver.cuDeviceTotalMem(memory, device));
        return new DeviceProperties(
                text(name),
                attribute(device, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
                attribute(device, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
                memory[0],
                attribute(device, CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
                attribute(device, CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK),
                attribute(device, CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK));
    }

    /** For every GPU by ordinal, whether this one can read its memory directly; true for itself. */
    public static List<Boolean> peers(int ordinal) {
        List<Boolean> peers = new ArrayList<>();
        for (int other = 0; other < CudaDriver.deviceCount(); other++) {
            peers.add(other == ordinal || PeerAccess.canAccess(device(ordinal), device(other)));
        }
        return List.copyOf(peers);
    }

    static CUdevice device(int ordinal) {
        CUdevice device = new CUdevice();
        Cuda.check("cuDeviceGet", "cuda:" + ordinal, () -> JCudaDriver.cuDeviceGet(device, ordinal));
        return device;
    }

    static int attribute(CUdevice device, int attribute) {
        int[] value = new int[1];
        Cuda.check(
                "cuDeviceGetAttribute",
                "attribute " + attribute,
                () -> JCudaDriver.cuDeviceGetAttribute(value, attribute, device));
        return value[0];
    }

    private static String text(byte[] bytes) {
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
    }
}
