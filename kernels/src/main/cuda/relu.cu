// relu: rectification on its own, where it does not follow a product directly (paper, 3.1; the original program has it
// behind the first layer's pooling).

#include "elementwise.cuh"

// relu_forward
//   y[e] = x[e] <= 0 ? 0 : x[e]; a NaN stays one
//   x, y  (elements)  float32
//   Threads   thread t of block b makes element b*256 + t.
//   Launch    grid ceil(elements / 256), block 256.
//   Needs     elements >= 1; y may be x.
//   Work      8 bytes and one comparison per element.
//   Deterministic: no value is rounded.
extern "C" __global__ void __launch_bounds__(256) relu_forward(
    int elements,
    const float* x,  // (elements)
    float* y) {      // (elements)
  each_element(elements, [&](unsigned e) {
    const float value = x[e];
    y[e] = value <= 0.0f ? 0.0f : value;
  });
}

// relu_backward
//   dx[e] = y[e] <= 0 ? 0 : dy[e]; so the derivative at 0 is 0
//   y       (elements)  float32, from the forward pass
//   dy, dx  (elements)  float32
//   Threads   thread t of block b makes element b*256 + t.
//   Launch    grid ceil(elements / 256), block 256.
//   Needs     elements >= 1; dx may be dy or y.
//   Work      12 bytes and one comparison per element.
//   Deterministic: no value is rounded.
extern "C" __global__ void __launch_bounds__(256) relu_backward(
    int elements,
    const float* y,   // (elements)
    const float* dy,  // (elements)
    float* dx) {      // (elements)
  each_element(elements, [&](unsigned e) {
    const float gradient = dy[e];
    dx[e] = y[e] <= 0.0f ? 0.0f : gradient;
  });
}
