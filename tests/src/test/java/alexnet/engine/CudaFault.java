package alexnet.engine;

import alexnet.engine.cuda.CudaDevice;

/** Launches a kernel that writes where nothing is, between two that are well, and prints what the engine makes of it. */
final class CudaFault {

    private CudaFault() {}

    public static void main(String[] args) {
        int launches = 0;
        try (Device device = new CudaDevice(0)) {
            Stream stream = device.createStream();
            PtxModule module = device.load(PtxSource.resource(CudaFault.class, "/alexnet/engine/contract.ptx"));
            LaunchGeometry one = LaunchGeometry.linear(1, 32);
            try {
                launches++;
                stream.launch(module.kernel("nothing"), one, new KernelArguments());
                launches++;
                stream.launch(
                        module.kernel("increment"),
                        one,
                        new KernelArguments().nullPointer().i32(1));
                launches++;
                stream.launch(module.kernel("nothing"), one, new KernelArguments());
                stream.synchronize();
            } catch (EngineException e) {
                System.out.println(
                        e + " after " + launches + " launches, hint " + e.hint().orElse("none"));
            }
        }
    }
}
