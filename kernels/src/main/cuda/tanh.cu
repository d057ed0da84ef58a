// tanh: the saturating activation that the paper holds ReLU against (3.1, figure 1), a tanh(b x) as in the original
// program.

#include "elementary.cuh"
#include "elementwise.cuh"

// tanh_forward
//   y[e] = scale * tanh(slope * x[e])
//   x, y  (elements)  float32
//   Threads   thread t of block b makes element b*256 + t.
//   Launch    grid ceil(elements / 256), block 256.
//   Needs     elements >= 1, scale and slope finite and above 0; y may be x.
//   Work      8 bytes, 14 fused and 12 other float operations per element, one of them a division.
//   Deterministic: correctly rounded operations in a fixed order.
extern "C" __global__ void __launch_bounds__(256) tanh_forward(
    int elements,
    float scale,
    float slope,
    const float* x,  // (elements)
    float* y) {      // (elements)
  each_element(elements, [&](unsigned e) { y[e] = scale * hyperbolic_tangent(slope * x[e]); });
}

// tanh_backward
//   dx[e] = dy[e] * slope * ((scale - y[e]) / scale) * (scale + y[e]), which is dy times scale * slope * (1 - tanh^2); the
//   difference is exact where y is near scale, and 0 where it is scale
//   y       (elements)  float32, from the forward pass
//   dy, dx  (elements)  float32
//   Threads   thread t of block b makes element b*256 + t.
//   Launch    grid ceil(elements / 256), block 256.
//   Needs     elements >= 1, scale and slope as in the forward pass; dx may be dy or y.
//   Work      12 bytes, 6 float operations per element, one of them a division.
//   Deterministic: correctly rounded operations in a fixed order.
extern "C" __global__ void __launch_bounds__(256) tanh_backward(
    int elements,
    float scale,
    float slope,
    const float* y,   // (elements)
    const float* dy,  // (elements)
    float* dx) {      // (elements)
  each_element(elements, [&](unsigned e) {
    const float value = y[e];
    dx[e] = dy[e] * (slope * ((scale - value) / scale * (scale + value)));
  });
}
