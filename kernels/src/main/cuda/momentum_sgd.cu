// momentum_sgd: the update rule of the paper (section 5) on one tensor.

namespace {

constexpr int THREADS = 256;
constexpr int PER_THREAD = 4;

}  // namespace

// momentum_sgd_update
//   v = m v - lr (wd w + g);  w = w + v
//   rounded in this order: t = wd * w + g (fused), u = lr * t, v = m * v - u (fused), w = w + v
//   weights, velocity, gradient  (elements)  float32
//   Threads   thread t of block b updates elements b*1024 + t, then steps of 256, four in all.
//   Launch    grid ceil(elements / 1024), block 256.
//   Needs     elements >= 1; no two of the tensors share memory.
//   Work      20 bytes and 6 float operations per element.
//   Deterministic: one thread per element, four roundings in a fixed order.
extern "C" __global__ void __launch_bounds__(THREADS) momentum_sgd_update(
    int elements,
    float learning_rate,
    float momentum,
    float weight_decay,
    float* __restrict__ weights,           // (elements)
    float* __restrict__ velocity,          // (elements)
    const float* __restrict__ gradient) {  // (elements)
  const unsigned first = blockIdx.x * (THREADS * PER_THREAD) + threadIdx.x;
  weights += first;
  velocity += first;
  gradient += first;
  const auto update = [&](int i) {
    const float w = weights[i];
    const float t = fmaf(weight_decay, w, gradient[i]);
    const float v = fmaf(momentum, velocity[i], -(learning_rate * t));
    velocity[i] = v;
    weights[i] = w + v;
  };
  if (first + (PER_THREAD - 1) * THREADS < elements) {
#pragma unroll
    for (int k = 0; k < PER_THREAD; ++k) {
      update(k * THREADS);
    }
  } else {
    for (int i = 0; first + i < elements; i += THREADS) {
      update(i);
    }
  }
}
