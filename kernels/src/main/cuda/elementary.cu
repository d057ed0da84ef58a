// elementary: the exponential and the logarithm of elementary.cuh on their own, to be tested and used from Java.

#include "elementary.cuh"
#include "elementwise.cuh"

// elementary_exponential
//   y[i] = exp(x[i])
//   x, y  (elements)  float32
//   Threads   thread t of block b makes element b*256 + t.
//   Launch    grid ceil(elements / 256), block 256.
//   Needs     elements >= 1; y may be x.
//   Work      8 bytes, 9 fused and 4 other float operations per element.
//   Deterministic: correctly rounded operations in a fixed order.
extern "C" __global__ void __launch_bounds__(256) elementary_exponential(
    int elements,
    const float* x,  // (elements)
    float* y) {      // (elements)
  each_element(elements, [&](unsigned i) { y[i] = exponential(x[i]); });
}

// elementary_logarithm
//   y[i] = ln(x[i])
//   x, y  (elements)  float32
//   Threads   thread t of block b makes element b*256 + t.
//   Launch    grid ceil(elements / 256), block 256.
//   Needs     elements >= 1; y may be x.
//   Work      8 bytes, 11 fused and 4 other float operations per element.
//   Deterministic: correctly rounded operations in a fixed order.
extern "C" __global__ void __launch_bounds__(256) elementary_logarithm(
    int elements,
    const float* x,  // (elements)
    float* y) {      // (elements)
  each_element(elements, [&](unsigned i) { y[i] = logarithm(x[i]); });
}
