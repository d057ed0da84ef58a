// max_pool: the largest value of each window (paper, 3.4), and the gradient back to where it came from.
//
// Of equal values the first in row-major order of the window counts; the entries with _all instead send the gradient of a
// window to every input that equals its maximum, as the original program did. A NaN counts as larger than every number, and the
// first NaN as the largest: it is passed on, not lost. The entries with 3_2 are the same code for size 3, stride 2.
//
// A block is 32 images times 8 channels of one place of the plane, so where windows lie and where they end is the same
// for all its threads. Neighbouring windows are in neighbouring blocks and share what they read through the L2 cache.

namespace {

__device__ __forceinline__ void forward(
    int channels,
    int height,
    int width,
    int output_height,
    int output_width,
    int batch,
    int size,
    int stride,
    const float* __restrict__ x,            // (C,H,W,N)
    float* __restrict__ y,                  // (C,P,Q,N)
    unsigned char* __restrict__ index) {    // (C,P,Q,N)
  const int p = blockIdx.x / output_width;
  const int q = blockIdx.x - p * output_width;
  const int c = blockIdx.y * 8 + threadIdx.y;
  const int n = blockIdx.z * 32 + threadIdx.x;
  if (c >= channels || n >= batch) {
    return;
  }
  const int top = p * stride;
  const int left = q * stride;
  float best = __int_as_float(0xff800000);
  int place = 0;
  const float* plane = x + static_cast<long long>(c) * height * width * batch + n;
  for (int r = 0; r < size; ++r) {
    if (top + r < height) {
      for (int s = 0; s < size; ++s) {
        if (left + s < width) {
          const float value = plane[static_cast<long long>((top + r) * width + left + s) * batch];
          const bool larger = !(value <= best) && best == best;
          best = larger ? value : best;
          place = larger ? r * size + s : place;
        }
      }
    }
  }
  const long long at = (static_cast<long long>(c) * output_height * output_width + blockIdx.x) * batch + n;
  y[at] = best;
  index[at] = static_cast<unsigned char>(place);
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
//             size and stride from its name and leaves the arguments unread.
//   Work      4*C*H*W*N + 5*C*P*Q*N bytes (windows overlap in the cache), size^2 comparisons per output.
//   Deterministic: one thread per output; no value is rounded.
extern "C" __global__ void __launch_bounds__(256) max_pool_forward(
    int channels, int height, int width, int output_height, int output_width, int batch, int size, int stride,
    const float* __restrict__ x,            // (C,H,W,N)
    float* __restrict__ y,                  // (C,P,Q,N)
    unsigned char* __restrict__ index) {    // (C,P,Q,N)
  forward(channels, height, width, output_height, output_width, batch, size, stride, x, y, index);
}

extern "C" __global__ void __launch_bounds__(256) max_pool_forward_3_2(
    int channels, int height, int width, int output_height, int output_width, int batch, int size, int stride,
    const float* __restrict__ x,            // (C,H,W,N)
    float* __restrict__ y,                  // (C,P,Q,N)
    unsigned char* __restrict__ index) {    // (C,P,Q,N)
  forward(channels, height, width, output_height, output_width, batch, 3, 2, x, y, index);
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
    int channels, int height, int width, int output_height, int output_width, int batch, int size, int stride,
    const float* __restrict__ dy,             // (C,P,Q,N)
    const unsigned char* __restrict__ index,  // (C,P,Q,N)
    float* __restrict__ dx) {                 // (C,H,W,N)
  const int h = blockIdx.x / width;
  const int w = blockIdx.x - h * width;
  const int c = blockIdx.y * 8 + threadIdx.y;
  const int n = blockIdx.z * 32 + threadIdx.x;
  if (c >= channels || n >= batch) {
    return;
  }
  const long long plane = static_cast<long long>(c) * output_height * output_width * batch + n;
  const int first_row = h < size ? 0 : (h - size) / stride + 1;
  const int last_row = min(h / stride, output_height - 1);
  const int first_column = w < size ? 0 : (w - size) / stride + 1;
  const int last_column = min(w / stride, output_width - 1);
  float sum = 0.0f;
  for (int p = first_row; p <= last_row; ++p) {
    for (int q = first_column; q <= last_column; ++q) {
      const long long at = plane + static_cast<long long>(p * output_width + q) * batch;
      if (index[at] == (h - p * stride) * size + w - q * stride) {
        sum += dy[at];
      }
    }
  }
  dx[(static_cast<long long>(c) * height * width + blockIdx.x) * batch + n] = sum;
}

// max_pool_backward_3_2
//   The same for size 3, stride 2, four elements of dx per thread: pixels (2a, 2b) to (2a + 1, 2b + 1) are covered by
//   windows (a - 1, b - 1) to (a, b) and no others, each at a place of the window that is known beforehand.
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
    int channels, int height, int width, int output_height, int output_width, int batch, int size, int stride,
    const float* __restrict__ dy,             // (C,P,Q,N)
    const unsigned char* __restrict__ index,  // (C,P,Q,N)
    float* __restrict__ dx) {                 // (C,H,W,N)
  const int patch_columns = (width + 1) / 2;
  const int a = blockIdx.x / patch_columns;
  const int b = blockIdx.x - a * patch_columns;
  const int c = blockIdx.y * 8 + threadIdx.y;
  const int n = blockIdx.z * 32 + threadIdx.x;
  if (c >= channels || n >= batch) {
    return;
  }
  const long long plane = static_cast<long long>(c) * output_height * output_width * batch + n;
  float gradient[2][2];
  int place[2][2];
#pragma unroll
  for (int i = 0; i < 2; ++i) {
#pragma unroll
    for (int j = 0; j < 2; ++j) {
      const int p = a - 1 + i;
      const int q = b - 1 + j;
      gradient[i][j] = 0.0f;
      place[i][j] = -1;
      if (p >= 0 && p < output_height && q >= 0 && q < output_width) {
        const long long at = plane + static_cast<long long>(p * output_width + q) * batch;
        gradient[i][j] = dy[at];
        place[i][j] = index[at];
      }
    }
  }
  const auto from = [&](int i, int j, int expected) {
    return place[i][j] == expected ? gradient[i][j] : 0.0f;
  };
  float* out = dx + static_cast<long long>(c) * height * width * batch + n
      + static_cast<long long>(2 * a * width + 2 * b) * batch;
  const bool right = 2 * b + 1 < width;
  *out = 0.0f + from(0, 0, 8) + from(0, 1, 6) + from(1, 0, 2) + from(1, 1, 0);
  if (right) {
    out[batch] = 0.0f + from(0, 1, 7) + from(1, 1, 1);
  }
  if (2 * a + 1 < height) {
    out += static_cast<long long>(width) * batch;
    *out = 0.0f + from(1, 0, 5) + from(1, 1, 3);
    if (right) {
      out[batch] = 0.0f + from(1, 1, 4);
    }
  }
}

namespace {

// Whether an input is the maximum of a window: equal to it, or a NaN where the maximum is one.
__device__ __forceinline__ bool is_maximum(float value, float maximum) {
  return value == maximum || (value != value && maximum != maximum);
}

}  // namespace

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
    int channels, int height, int width, int output_height, int output_width, int batch, int size, int stride,
    const float* __restrict__ x,   // (C,H,W,N)
    const float* __restrict__ y,   // (C,P,Q,N)
    const float* __restrict__ dy,  // (C,P,Q,N)
    float* __restrict__ dx) {      // (C,H,W,N)
  const int h = blockIdx.x / width;
  const int w = blockIdx.x - h * width;
  const int c = blockIdx.y * 8 + threadIdx.y;
  const int n = blockIdx.z * 32 + threadIdx.x;
  if (c >= channels || n >= batch) {
    return;
  }
  const long long plane = static_cast<long long>(c) * output_height * output_width * batch + n;
  const long long place = (static_cast<long long>(c) * height * width + blockIdx.x) * batch + n;
  const float value = x[place];
  const int first_row = h < size ? 0 : (h - size) / stride + 1;
  const int last_row = min(h / stride, output_height - 1);
  const int first_column = w < size ? 0 : (w - size) / stride + 1;
  const int last_column = min(w / stride, output_width - 1);
  float sum = 0.0f;
  for (int p = first_row; p <= last_row; ++p) {
    for (int q = first_column; q <= last_column; ++q) {
      const long long at = plane + static_cast<long long>(p * output_width + q) * batch;
      if (is_maximum(value, y[at])) {
        sum += dy[at];
      }
    }
  }
  dx[place] = sum;
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
    int channels, int height, int width, int output_height, int output_width, int batch, int size, int stride,
    const float* __restrict__ x,   // (C,H,W,N)
    const float* __restrict__ y,   // (C,P,Q,N)
    const float* __restrict__ dy,  // (C,P,Q,N)
    float* __restrict__ dx) {      // (C,H,W,N)
  const int patch_columns = (width + 1) / 2;
  const int a = blockIdx.x / patch_columns;
  const int b = blockIdx.x - a * patch_columns;
  const int c = blockIdx.y * 8 + threadIdx.y;
  const int n = blockIdx.z * 32 + threadIdx.x;
  if (c >= channels || n >= batch) {
    return;
  }
  const long long plane = static_cast<long long>(c) * output_height * output_width * batch + n;
  float gradient[2][2];
  float maximum[2][2];
#pragma unroll
  for (int i = 0; i < 2; ++i) {
#pragma unroll
    for (int j = 0; j < 2; ++j) {
      const int p = a - 1 + i;
      const int q = b - 1 + j;
      // Where there is no window, its gradient is 0 whatever equals its maximum.
      gradient[i][j] = 0.0f;
      maximum[i][j] = 0.0f;
      if (p >= 0 && p < output_height && q >= 0 && q < output_width) {
        const long long at = plane + static_cast<long long>(p * output_width + q) * batch;
        gradient[i][j] = dy[at];
        maximum[i][j] = y[at];
      }
    }
  }
  const auto from = [&](int i, int j, float value) {
    return is_maximum(value, maximum[i][j]) ? gradient[i][j] : 0.0f;
  };
  const long long place = static_cast<long long>(c) * height * width * batch + n
      + static_cast<long long>(2 * a * width + 2 * b) * batch;
  const float* in = x + place;
  float* out = dx + place;
  const bool right = 2 * b + 1 < width;
  *out = 0.0f + from(0, 0, *in) + from(0, 1, *in) + from(1, 0, *in) + from(1, 1, *in);
  if (right) {
    out[batch] = 0.0f + from(0, 1, in[batch]) + from(1, 1, in[batch]);
  }
  if (2 * a + 1 < height) {
    in += static_cast<long long>(width) * batch;
    out += static_cast<long long>(width) * batch;
    *out = 0.0f + from(1, 0, *in) + from(1, 1, *in);
    if (right) {
      out[batch] = 0.0f + from(1, 1, in[batch]);
    }
  }
}
