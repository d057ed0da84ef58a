// sum: two tensors added, where the gradients of both devices for what was exchanged come together (paper, 3.2).

#include "elementwise.cuh"

// sum_add
//   out[i] = x[i] + y[i]
//   x, y, out  (elements)  float32
//   Threads   thread t of block b makes element b*256 + t.
//   Launch    grid ceil(elements / 256), block 256.
//   Needs     elements >= 1; out may be x or y.
//   Work      12 bytes and one addition per element.
//   Deterministic: one rounding per element.
extern "C" __global__ void __launch_bounds__(256) sum_add(
    int elements,
    const float* x,  // (elements)
    const float* y,  // (elements)
    float* out) {    // (elements)
  each_element(elements, [&](unsigned i) { out[i] = x[i] + y[i]; });
}
