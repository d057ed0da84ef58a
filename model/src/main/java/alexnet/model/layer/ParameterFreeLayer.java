package alexnet.model.layer;

/** A layer without trained tensors: its backward pass is the gradient of its input, where one is wanted. */
abstract class ParameterFreeLayer implements Layer {

    /** Its place: the device's kernels and its buffers. */
    final Site site;

    ParameterFreeLayer(Site site) {
        this.site = site;
    }

    /** Values in a batch of inputs. */
    final int elements() {
        return site.input().batch(site.batch()).elements();
    }

    @Override
    public final void backward(Pass pass) {
        if (site.dx() != null) {
            inputGradient(pass);
        }
    }

    /** Queues the making of {@link Site#dx}, which is not null. */
    abstract void inputGradient(Pass pass);
}
