// bias_relu: bias and ReLU on their own, and the gradient through both.
//
// The convolution and fully connected kernels add bias and ReLU themselves, in the kernel that makes the output. The
// forward kernel here does the same to what a vendor library left behind; the backward kernel serves both.

#include "activation.cuh"

// bias_relu_forward
//   y[c][i] = activation(y[c][i] + bias[c])           in place
//   bias  (C)            float32
//   y     (C, plane)     float32, plane = H*W*N
//   Threads   thread t of block (c, j) takes elements j*256 + t, then steps of gridDim.y*256, of channel c.
//   Launch    grid (C, min(ceil(plane / 256), 65535)), block 256.
//   Needs     plane >= 1.
//   Work      8*C*plane bytes, C*plane additions.
//   Deterministic: one thread per element, one rounding.
extern "C" __global__ void __launch_bounds__(256) bias_relu_forward(
    int plane,
    int relu,
    const float* __restrict__ bias,   // (C)
    float* __restrict__ y) {          // (C, plane)
  const int c = blockIdx.x;
  const float b = bias[c];
  float* channel = y + static_cast<long long>(c) * plane;
  for (int i = blockIdx.y * 256 + threadIdx.x; i < plane; i += gridDim.y * 256) {
    channel[i] = activate(channel[i] + b, relu);
  }
}

// bias_relu_backward
//   dy[c][i] = relu and y[c][i] <= 0 ? 0 : dy[c][i]   in place
//   d_bias[c] = sum over i of the new dy[c][i]
//   y      (C, plane)    float32, plane = H*W*N, the output of the layer (after its activation)
//   dy     (C, plane)    float32, gradient of that output in, gradient before the activation out
//   d_bias (C)           float32
//   Threads   one block per channel; thread t sums elements t, t + T, t + 2T ... in this order, T threads in all.
//   Launch    grid C, block T: a power of two from 32 to 1024.
//   Shared    4096 bytes.
//   Needs     plane >= 1; y is not read when relu is 0.
//   Work      12*C*plane bytes (8 without ReLU), C*plane additions.
//   Deterministic: the sums of the threads are added pairwise, upper half to lower half; T comes from the shape alone.
extern "C" __global__ void __launch_bounds__(1024) bias_relu_backward(
    int plane,
    int relu,
    const float* __restrict__ y,      // (C, plane)
    float* __restrict__ dy,           // (C, plane)
    float* __restrict__ d_bias) {     // (C)
  __shared__ float sums[1024];
  const int threads = blockDim.x;
  const int t = threadIdx.x;
  const long long start = static_cast<long long>(blockIdx.x) * plane;
  // Whole rounds of the block, as many for all threads, then what is left.
  const int whole = plane - plane % threads;
  const int last = whole + t;
  float sum = 0.0f;
  if (relu) {
    const auto add = [&](int i) {
      // Read in any case: what depends on y is a choice between two numbers, not the way that a thread takes.
      const float above = dy[start + i];
      const float gradient = y[start + i] <= 0.0f ? 0.0f : above;
      dy[start + i] = gradient;
      sum += gradient;
    };
    for (int round = 0; round < whole; round += threads) {
      add(round + t);
    }
    if (last < plane) {
      add(last);
    }
  } else {
    for (int round = 0; round < whole; round += threads) {
      sum += dy[start + round + t];
    }
    if (last < plane) {
      sum += dy[start + last];
    }
  }
  sums[t] = sum;
  for (int half = threads / 2; half > 0; half /= 2) {
    __syncthreads();
    if (t < half) {
      sums[t] += sums[t + half];
    }
  }
  if (t == 0) {
    d_bias[blockIdx.x] = sums[0];
  }
}
