// max_pool: the largest value of each window (paper, 3.4), and the gradient back to where it came from.
//
// Of equal values the first in row-major order of the window counts; the entries with _all instead send the gradient of a
// window to every input that equals its maximum, as the original program did. A NaN counts as larger than every number, and the
// first NaN as the largest: it is passed on, not lost. The entries with 3_2 are the same code for size 3, stride 2.
//
// A block is 32 images times 8 channels of one place of the plane, so where windows lie and where they end is the same
// for all its threads. Neighbouring windows are in neighbouring blocks and share what they read through the L2 cache.

#include "pooling.cuh"

namespace {

__device__ __forceinline__ void forward(
    const PoolShape& shape,
    const float* __restrict__ x,            // (C,H,W,N)
    float* __restrict__ y,                  // (C,P,Q,N)
    unsigned char* __restrict__ index) {    // (C,P,Q,N)
  const Place output(shape.output_width);
  if (!output.exists(shape)) {
    return;
  }
  const int top = output.row * shape.stride;
  const int left = output.column * shape.stride;
  float best = __int_as_float(0xff800000);
  int place = 0;
  const float* plane = x + output.plane(shape, shape.height * shape.width);
  for (int r = 0; r < shape.size; ++r) {
    if (top + r < shape.height) {
      for (int s = 0; s < shape.size; ++s) {
        if (left + s < shape.width) {
          const float value = plane[static_cast<long long>((top + r) * shape.width + left + s) * shape.batch];
          const bool larger = !(value <= best) && best == best;
          best = larger ? value : best;
          place = larger ? r * shape.size + s : place;
        }
      }
    }
  }
  const long long at = output.at(shape, shape.output_height * shape.output_width);
  y[at] = best;
  index[at] = static_cast<unsigned char>(place);
}

// Whether an input is the maximum of a window: equal to it, or a NaN where the maximum is one.
__device__ __forceinline__ bool is_maximum(float value, float maximum) {
  return value == maximum || (value != value && maximum != maximum);
}

// The gradient for size 3, stride 2, of a patch of dx: pixels (2a, 2b) to (2a + 1, 2b + 1) are covered by windows
// (a - 1, b - 1) to (a, b) and no others, each at a place of the window that is known beforehand.
//   marks             (C,P,Q,N), by which a window knows its maximum
//   receiver(at)      the test of the pixel whose element of dx is `at`: test(place, mark) is true when a window with that
//                     mark, which has the pixel at row * 3 + column = place, sends its gradient there
template <class Mark, class Receiver>
__device__ __forceinline__ void backward_3_2(
    const PoolShape& shape,
    const Mark* __restrict__ marks,  // (C,P,Q,N)
    const float* __restrict__ dy,    // (C,P,Q,N)
    float* __restrict__ dx,          // (C,H,W,N)
    const Receiver& receiver) {
  const Place patch((shape.width + 1) / 2);
  if (!patch.exists(shape)) {
    return;
  }
  const long long plane = patch.plane(shape, shape.output_height * shape.output_width);
  float gradient[2][2];
  Mark mark[2][2];
#pragma unroll
  for (int i = 0; i < 2; ++i) {
#pragma unroll
    for (int j = 0; j < 2; ++j) {
      const int p = patch.row - 1 + i;
      const int q = patch.column - 1 + j;
      // Where there is no window, its gradient is 0, whoever receives it.
      gradient[i][j] = 0.0f;
      mark[i][j] = 0;
      if (p >= 0 && p < shape.output_height && q >= 0 && q < shape.output_width) {
        const long long at = plane + static_cast<long long>(p * shape.output_width + q) * shape.batch;
        gradient[i][j] = dy[at];
        mark[i][j] = marks[at];
      }
    }
  }
  const long long first = patch.plane(shape, shape.height * shape.width)
      + static_cast<long long>(2 * patch.row * shape.width + 2 * patch.column) * shape.batch;
#pragma unroll
  for (int row = 0; row < 2; ++row) {
#pragma unroll
    for (int column = 0; column < 2; ++column) {
      if (2 * patch.row + row < shape.height && 2 * patch.column + column < shape.width) {
        const long long at = first + static_cast<long long>(row * shape.width + column) * shape.batch;
        const auto receives = receiver(at);
        float sum = 0.0f;
#pragma unroll
        for (int i = row; i < 2; ++i) {
#pragma unroll
          for (int j = column; j < 2; ++j) {
            const int place = (row + 2 - 2 * i) * 3 + column + 2 - 2 * j;
            sum += receives(place, mark[i][j]) ? gradient[i][j] : 0.0f;
          }
        }
        dx[at] = sum;
      }
    }
  }
}

// The shape with the window that the entries 3_2 have in their name, known to the compiler.
__device__ __forceinline__ PoolShape with_window_3_2(PoolShape shape) {
  shape.size = 3;
  shape.stride = 2;
  return shape;
}

}  // namespace

// max_pool_forward, max_pool_forward_3_2
//   y[c][p][q][n] = max over r, s < size of x[c][p*stride + r][q*stride + s][n], windows cut at the lower and right edge
//   index[c][p][q][n] = r * size + s of that maximum
//   x      (C,H,W,N)  float32
//   y      (C,P,Q,N)  float32
//   index  (C,P,Q,N)  uint8
//   Threads   thread (tx, ty) of block (bx, by, bz): image bz*32 + tx, channel by*8 + ty, row bx / Q, column bx mod Q.
//   Launch    grid (P*Q, ceil(C / 8), ceil(N / 32)), block (32, 8).
//   Needs     1 <= size <= 15, 1 <= stride <= size <= H, W; the outputs share no memory with x. The entry 3_2 takes its
//             size and stride from its name and leaves those of the shape unread.
//   Work      4*C*H*W*N + 5*C*P*Q*N bytes (windows overlap in the cache), size^2 comparisons per output.
//   Deterministic: one thread per output; no value is rounded.
extern "C" __global__ void __launch_bounds__(256) max_pool_forward(
    const PoolShape shape,
    const float* __restrict__ x,            // (C,H,W,N)
    float* __restrict__ y,                  // (C,P,Q,N)
    unsigned char* __restrict__ index) {    // (C,P,Q,N)
  forward(shape, x, y, index);
}

extern "C" __global__ void __launch_bounds__(256) max_pool_forward_3_2(
    const PoolShape shape,
    const float* __restrict__ x,            // (C,H,W,N)
    float* __restrict__ y,                  // (C,P,Q,N)
    unsigned char* __restrict__ index) {    // (C,P,Q,N)
  forward(with_window_3_2(shape), x, y, index);
}

// max_pool_backward
//   dx[c][h][w][n] = sum of dy[c][p][q][n] over the windows (p, q) that cover (h, w) and whose index points at it,
//   in row-major order of the windows
//   dy     (C,P,Q,N)  float32
//   index  (C,P,Q,N)  uint8, from the forward pass
//   dx     (C,H,W,N)  float32, every element is written
//   Threads   thread (tx, ty) of block (bx, by, bz): image bz*32 + tx, channel by*8 + ty, row bx / W, column bx mod W.
//   Launch    grid (H*W, ceil(C / 8), ceil(N / 32)), block (32, 8).
//   Needs     as the forward pass; dx shares no memory with dy or index.
//   Work      4*C*H*W*N + 5*C*P*Q*N bytes, at most ceil(size / stride)^2 additions per element.
//   Deterministic: a gather, without atomics, in a fixed order.
extern "C" __global__ void __launch_bounds__(256) max_pool_backward(
    const PoolShape shape,
    const float* __restrict__ dy,             // (C,P,Q,N)
    const unsigned char* __restrict__ index,  // (C,P,Q,N)
    float* __restrict__ dx) {                 // (C,H,W,N)
  gather_gradient(shape, dx, [&](const Place& pixel, int p, int q, long long at, float& sum) {
    if (index[at] == (pixel.row - p * shape.stride) * shape.size + pixel.column - q * shape.stride) {
      sum += dy[at];
    }
  });
}

// max_pool_backward_3_2
//   The same for size 3, stride 2, four elements of dx per thread, see backward_3_2.
//   dy     (C,P,Q,N)  float32
//   index  (C,P,Q,N)  uint8, from the forward pass
//   dx     (C,H,W,N)  float32, every element is written
//   Threads   thread (tx, ty) of block (bx, by, bz): image bz*32 + tx, channel by*8 + ty, a = bx / B, b = bx mod B;
//             A = ceil(H / 2), B = ceil(W / 2).
//   Launch    grid (A*B, ceil(C / 8), ceil(N / 32)), block (32, 8).
//   Needs     as the forward pass; dx shares no memory with dy or index. Size and stride are left unread.
//   Work      4*C*H*W*N + 5*C*P*Q*N bytes, 9 additions per thread.
//   Deterministic: a gather, without atomics; sums in the order of max_pool_backward, so with its bits.
extern "C" __global__ void __launch_bounds__(256) max_pool_backward_3_2(
    const PoolShape shape,
    const float* __restrict__ dy,             // (C,P,Q,N)
    const unsigned char* __restrict__ index,  // (C,P,Q,N)
    float* __restrict__ dx) {                 // (C,H,W,N)
  backward_3_2(shape, index, dy, dx, [](long long) {
    return [](int place, int chosen) { return chosen == place; };
  });
}

// max_pool_backward_all
//   dx[c][h][w][n] = sum of dy[c][p][q][n] over the windows (p, q) that cover (h, w) and whose maximum equals
//   x[c][h][w][n], in row-major order of the windows; in a window whose maximum is NaN every NaN receives dy
//   x      (C,H,W,N)  float32, the input of the forward pass
//   y      (C,P,Q,N)  float32, its output
//   dy     (C,P,Q,N)  float32
//   dx     (C,H,W,N)  float32, every element is written
//   Threads   thread (tx, ty) of block (bx, by, bz): image bz*32 + tx, channel by*8 + ty, row bx / W, column bx mod W.
//   Launch    grid (H*W, ceil(C / 8), ceil(N / 32)), block (32, 8).
//   Needs     as the forward pass; dx shares no memory with x, y or dy.
//   Work      8*C*H*W*N + 8*C*P*Q*N bytes, at most ceil(size / stride)^2 comparisons and additions per element.
//   Deterministic: a gather, without atomics, in a fixed order.
extern "C" __global__ void __launch_bounds__(256) max_pool_backward_all(
    const PoolShape shape,
    const float* __restrict__ x,   // (C,H,W,N)
    const float* __restrict__ y,   // (C,P,Q,N)
    const float* __restrict__ dy,  // (C,P,Q,N)
    float* __restrict__ dx) {      // (C,H,W,N)
  const Place pixel(shape.width);
  if (!pixel.exists(shape)) {
    return;
  }
  const long long target = pixel.at(shape, shape.height * shape.width);
  const float value = x[target];
  float sum = 0.0f;
  over_covering_windows(shape, pixel, [&](int, int, long long at) {
    if (is_maximum(value, y[at])) {
      sum += dy[at];
    }
  });
  dx[target] = sum;
}

// max_pool_backward_all_3_2
//   The same for size 3, stride 2, four elements of dx per thread, as max_pool_backward_3_2: the four windows that cover
//   a patch are read once for all of its pixels.
//   x      (C,H,W,N)  float32, the input of the forward pass
//   y      (C,P,Q,N)  float32, its output
//   dy     (C,P,Q,N)  float32
//   dx     (C,H,W,N)  float32, every element is written
//   Threads   thread (tx, ty) of block (bx, by, bz): image bz*32 + tx, channel by*8 + ty, a = bx / B, b = bx mod B;
//             A = ceil(H / 2), B = ceil(W / 2).
//   Launch    grid (A*B, ceil(C / 8), ceil(N / 32)), block (32, 8).
//   Needs     as the forward pass; dx shares no memory with x, y or dy. Size and stride are left unread.
//   Work      8*C*H*W*N + 8*C*P*Q*N bytes, 9 comparisons and additions per thread.
//   Deterministic: a gather, without atomics; sums in the order of max_pool_backward_all, so with its bits.
extern "C" __global__ void __launch_bounds__(256) max_pool_backward_all_3_2(
    const PoolShape shape,
    const float* __restrict__ x,   // (C,H,W,N)
    const float* __restrict__ y,   // (C,P,Q,N)
    const float* __restrict__ dy,  // (C,P,Q,N)
    float* __restrict__ dx) {      // (C,H,W,N)
  backward_3_2(shape, y, dy, dx, [&](long long at) {
    const float value = x[at];
    return [=](int, float maximum) { return is_maximum(value, maximum); };
  });
}
