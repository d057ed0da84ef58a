// leaky_relu: rectification that passes a part of what is below 0 (Maas, Hannun and Ng, "Rectifier nonlinearities improve
// neural network acoustic models", ICML 2013 workshop; there the slope is 0.01).

#include "elementwise.cuh"

// leaky_relu_forward
//   y[e] = x[e] > 0 ? x[e] : slope * x[e]; a NaN stays one, 0 and -0 stay what they are
//   x, y  (elements)  float32
//   Threads   thread t of block b makes element b*256 + t.
//   Launch    grid ceil(elements / 256), block 256.
//   Needs     elements >= 1, slope above 0 and below 1; y may be x.
//   Work      8 bytes, one multiplication and one comparison per element.
//   Deterministic: one correctly rounded product.
extern "C" __global__ void __launch_bounds__(256) leaky_relu_forward(
    int elements,
    float slope,
    const float* x,  // (elements)
    float* y) {      // (elements)
  each_element(elements, [&](unsigned e) {
    const float value = x[e];
    y[e] = value > 0.0f ? value : slope * value;
  });
}

// leaky_relu_backward
//   dx[e] = y[e] > 0 ? dy[e] : slope * dy[e]; the derivative at 0 is slope, as in PyTorch, and so it is at a NaN
//   From y, not x: as slope is above 0, y is above 0 exactly where x is, also where slope * x underflows to -0. So the
//   forward pass may overwrite x.
//   y       (elements)  float32, from the forward pass
//   dy, dx  (elements)  float32
//   Threads   thread t of block b makes element b*256 + t.
//   Launch    grid ceil(elements / 256), block 256.
//   Needs     elements >= 1, slope as in the forward pass; dx may be dy or y.
//   Work      12 bytes, one multiplication and one comparison per element.
//   Deterministic: one correctly rounded product.
extern "C" __global__ void __launch_bounds__(256) leaky_relu_backward(
    int elements,
    float slope,
    const float* y,   // (elements)
    const float* dy,  // (elements)
    float* dx) {      // (elements)
  each_element(elements, [&](unsigned e) {
    const float gradient = dy[e];
    dx[e] = y[e] > 0.0f ? gradient : slope * gradient;
  });
}
