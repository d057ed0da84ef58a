package alexnet.model.layer;

import alexnet.engine.DeviceBuffer;

/**
 * A trained tensor on its device; the three buffers have its shape.
 *
 * @param value what the layer computes with
 * @param gradient of the last backward pass, mean over the batch's images
 * @param momentum v of the update rule
 */
public record ParameterBuffers(Parameter parameter, DeviceBuffer value, DeviceBuffer gradient, DeviceBuffer momentum) {}
