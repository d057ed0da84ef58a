package alexnet.engine.cuda;

import java.util.HashMap;
import java.util.Map;
import jcuda.CudaException;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;

/** Peer access of one GPU to others; it is enabled on first use. */
final class PeerAccess {

    /** Set to false to copy through host memory even if peer access is available. */
    static final String PROPERTY = "alexnet.cuda.peer";

    private final CudaDevice device;
    private final Map<Integer, Boolean> answers = new HashMap<>();

    PeerAccess(CudaDevice device) {
        this.device = device;
    }

    /** True when this device reads memory of {@code peer} directly. */
    boolean reaches(CudaDevice peer) {
        if (peer.ordinal() == device.ordinal()) {
            return true;
        }
        return answers.computeIfAbsent(peer.ordinal(), ordinal -> isAllowed() && probe(device, peer) && enable(peer));
    }

    private static boolean isAllowed() {
        return !"false".equals(System.getProperty(PROPERTY));
    }

    private static boolean probe(CudaDevice device, CudaDevice peer) {
        return canAccess(device.handle(), peer.handle());
    }

    /** Asks the driver, without a context. */
    static boolean canAccess(CUdevice device, CUdevice peer) {
        int[] answer = new int[1];
        Cuda.check(
                "cuDeviceCanAccessPeer", "peer access", () -> JCudaDriver.cuDeviceCanAccessPeer(answer, device, peer));
        return answer[0] != 0;
    }

    private boolean enable(CudaDevice peer) {
        device.makeCurrent();
        try {
            JCudaDriver.cuCtxEnablePeerAccess(peer.context(), 0);
            return true;
        } catch (CudaException e) {
            // Another device object of this GPU may have enabled it before; a GPU with too many peers does not get it.
            return "CUDA_ERROR_PEER_ACCESS_ALREADY_ENABLED".equals(e.getMessage());
        }
    }
}
