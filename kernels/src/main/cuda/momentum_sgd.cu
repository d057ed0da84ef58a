// momentum_sgd: the update rule of the paper (section 5) on one tensor.

// momentum_sgd_update
//   v = m v - lr (wd w + g);  w = w + v
//   rounded in this order: t = wd * w + g (fused), u = lr * t, v = m * v - u (fused), w = w + v
//   weights, velocity, gradient  (elements)  float32
//   Threads   thread t of block b updates element b*256 + t.
//   Launch    grid ceil(elements / 256), block 256.
//   Needs     elements >= 1; no two of the tensors share memory.
//   Work      20 bytes and 6 float operations per element.
//   Deterministic: one thread per element, four roundings in a fixed order.
extern "C" __global__ void __launch_bounds__(256) momentum_sgd_update(
    int elements,
    float learningRate,
    float momentum,
    float weightDecay,
    float* __restrict__ weights,           // (elements)
    float* __restrict__ velocity,          // (elements)
    const float* __restrict__ gradient) {  // (elements)
  const unsigned i = blockIdx.x * 256 + threadIdx.x;
  if (i < elements) {
    const float w = weights[i];
    const float t = fmaf(weightDecay, w, gradient[i]);
    const float v = fmaf(momentum, velocity[i], -(learningRate * t));
    velocity[i] = v;
    weights[i] = w + v;
  }
}
