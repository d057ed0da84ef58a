// lrn: local response normalisation across channels (paper, 3.3), beta = 0.75.
//
//   s_i  = k + alpha * sum of x_j^2, j = i-half .. i+half, clipped to the channels there are; size = 2 half + 1
//   y_i  = x_i * s_i^-0.75
//   dx_i = dy_i * s_i^-0.75 - 1.5 alpha x_i * sum over the same j of dy_j x_j s_j^-1.75
//
// s^0.75 is sqrt(s) * sqrt(sqrt(s)): IEEE square roots have the same bits everywhere, a power function has not.
// A thread walks along the channels of one pixel and keeps the window in registers (a ring that is shifted by renaming,
// since the walk is unrolled by the size of the window), so every operand is read once. Each window is summed anew, in
// ascending order: an add-and-subtract sum would drift. Nothing is kept for the backward pass.
//
// Long walks are cut into slices of channels, which read up to 2 (forward) or 4 (backward) halves of a window of their
// neighbours again; the sums are the same, so the cut does not show in the results.
//
// Where channels lie on several GPUs, the lrn_border kernels normalise over all of them: x then has the half nearest
// channels of the neighbours in front of and behind its own, and the terms dy_j x_j s_j^-1.75 of these channels, which
// only their owner can make, come from there. Bits are those of the plain kernels over all channels.

namespace {

// C channels of H*W*N values each and the constants of the formula; Lrn in Java fills it.
struct LrnShape {
  int channels;            // C
  int plane;               // H*W*N
  int channels_per_slice;  // of the walk of one thread
  float k;
  float alpha;
};

// Channels of the neighbours that x has in front of and behind its own: HALF, or 0 where there is no neighbour.
struct LrnBorder {
  int lower;
  int upper;
};

// Drops the oldest value of a ring; the place of the newest is open.
template <int LENGTH>
__device__ __forceinline__ void shift(float (&ring)[LENGTH]) {
#pragma unroll
  for (int j = 1; j < LENGTH; ++j) {
    ring[j - 1] = ring[j];
  }
}

// a * b of 64 bits in one instruction. Of a factor that is a field of a parameter nvcc otherwise makes 64 bits first, and
// of the product three multiplications.
__device__ __forceinline__ long long wide_product(int a, int b) {
  long long product;
  asm("mul.wide.s32 %0, %1, %2;" : "=l"(product) : "r"(a), "r"(b));
  return product;
}

// One value of a tensor that has channels first to end - 1; others count as 0. The load itself never depends on a
// branch, so the loads of an unrolled walk can all be under way at once.
__device__ __forceinline__ float load(
    const float* __restrict__ tensor, int channel, int first, int end, int plane, unsigned pixel) {
  const int nearest = min(max(channel, first), end - 1);
  const float value = tensor[wide_product(nearest, plane) + pixel];
  return channel == nearest ? value : 0.0f;
}

// x of the channels around one channel at one pixel, the oldest first.
template <int HALF>
struct Window {
  static constexpr int SIZE = 2 * HALF + 1;
  float values[SIZE] = {};

  // Makes `middle` the channel in the middle, when the one before it was.
  __device__ __forceinline__ void advance(
      const LrnShape& shape, const LrnBorder& border, const float* __restrict__ x, int middle, unsigned pixel) {
    shift(values);
    values[SIZE - 1] = load(x, middle + HALF, -border.lower, shape.channels + border.upper, shape.plane, pixel);
  }

  __device__ __forceinline__ float denominator(const LrnShape& shape) const {
    float sum = values[0] * values[0];
#pragma unroll
    for (int j = 1; j < SIZE; ++j) {
      sum = fmaf(values[j], values[j], sum);
    }
    return fmaf(shape.alpha, sum, shape.k);
  }
};

// lrn_forward_SIZE
//   x, y  (C, plane)  float32, plane = H*W*N
//   Threads   thread t of block (b, slice) walks channels slice*channels_per_slice .. of pixel b*256 + t.
//   Launch    grid (ceil(plane / 256), ceil(C / channels_per_slice)), block 256.
//   Needs     C, plane, channels_per_slice >= 1; k > 0, alpha >= 0; x and y share no memory.
//   Work      8*C*plane bytes and the neighbours of slices, (2 SIZE + 6)*C*plane float operations.
//   Deterministic: one thread per element, fixed order.
//
// lrn_border_forward_SIZE
//   The same for the C own channels of (lower + C + upper); lower and upper are HALF, or 0 where there is no neighbour.
template <int HALF, int UNROLL>
__device__ __forceinline__ void forward(
    const LrnShape& shape,
    const LrnBorder& border,
    const float* __restrict__ x,  // (C, plane), behind lower and in front of upper channels of the neighbours
    float* __restrict__ y) {      // (C, plane)
  const unsigned pixel = blockIdx.x * 256 + threadIdx.x;
  if (pixel >= shape.plane) {
    return;
  }
  const int first = blockIdx.y * shape.channels_per_slice;
  const int end = min(first + shape.channels_per_slice, shape.channels);
  Window<HALF> window;
  for (int c = first - 2 * HALF; c < first; ++c) {
    window.advance(shape, border, x, c, pixel);
  }
  float* out = y + static_cast<long long>(first) * shape.plane + pixel;
#pragma unroll UNROLL
  for (int c = first; c < end; ++c) {
    window.advance(shape, border, x, c, pixel);
    const float root = sqrtf(window.denominator(shape));
    *out = window.values[HALF] / (root * sqrtf(root));
    out += shape.plane;
  }
}

// lrn_backward_SIZE
//   x, dy, dx  (C, plane)  float32, plane = H*W*N; x is the input of the forward pass
//   Threads   thread t of block (b, slice) walks channels slice*channels_per_slice .. of pixel b*256 + t, twice HALF
//             channels behind what it reads of x and HALF behind what it reads of dy.
//   Launch    grid (ceil(plane / 256), ceil(C / channels_per_slice)), block 256.
//   Needs     C, plane, channels_per_slice >= 1; k > 0, alpha >= 0; dx shares no memory with x or dy.
//   Work      12*C*plane bytes and the neighbours of slices, (3 SIZE + 11)*C*plane float operations.
//   Deterministic: one thread per element, fixed order.
//
// lrn_border_backward_SIZE
//   The same for the C own channels, with x as in lrn_border_forward_SIZE and the neighbours' terms of its channels:
//   terms  (lower + upper, plane)  float32, rows of their lrn_border_terms_SIZE
template <int HALF, int UNROLL, bool HAS_BORDER>
__device__ __forceinline__ void backward(
    const LrnShape& shape,
    const LrnBorder& border,
    const float* __restrict__ x,           // (C, plane), behind lower and in front of upper channels of the neighbours
    const float* __restrict__ dy,          // (C, plane)
    const float* __restrict__ neighbours,  // (lower + upper, plane), read where HAS_BORDER
    float* __restrict__ dx) {              // (C, plane)
  constexpr int SIZE = Window<HALF>::SIZE;
  const unsigned pixel = blockIdx.x * 256 + threadIdx.x;
  if (pixel >= shape.plane) {
    return;
  }
  const int first = blockIdx.y * shape.channels_per_slice;
  const int end = min(first + shape.channels_per_slice, shape.channels);
  const float factor = 1.5f * shape.alpha;
  // With c the channel whose gradient is due and t = c + HALF the newest one whose window is complete:
  Window<HALF> window;          // x of channels t - HALF .. t + HALF, the oldest is c
  float terms[SIZE] = {};       // dy_j x_j s_j^-1.75 of channels t - 2 HALF .. t, the window around c
  float scaled[HALF + 1] = {};  // dy_j s_j^-0.75 of channels t - HALF .. t
  for (int t = first - 3 * HALF; t < first - HALF; ++t) {
    window.advance(shape, border, x, t, pixel);
  }
  const auto advance = [&](int t) {
    window.advance(shape, border, x, t, pixel);
    shift(terms);
    shift(scaled);
    const float s = window.denominator(shape);
    const float root = sqrtf(s);
    scaled[HALF] = load(dy, t, 0, shape.channels, shape.plane, pixel) / (root * sqrtf(root));
    terms[SIZE - 1] = scaled[HALF] * window.values[HALF] / s;
    if (HAS_BORDER && (t < 0 || t >= shape.channels)) {
      const int row = t < 0 ? t + border.lower : t - shape.channels + border.lower;
      const bool exists = t < 0 ? row >= 0 : row < border.lower + border.upper;
      terms[SIZE - 1] = exists ? neighbours[wide_product(row, shape.plane) + pixel] : 0.0f;
    }
  };
  for (int t = first - HALF; t < first + HALF; ++t) {
    advance(t);
  }
#pragma unroll UNROLL
  for (int c = first; c < end; ++c) {
    advance(c + HALF);
    float sum = terms[0];
#pragma unroll
    for (int j = 1; j < SIZE; ++j) {
      sum += terms[j];
    }
    dx[wide_product(c, shape.plane) + pixel] = fmaf(-(factor * window.values[0]), sum, scaled[0]);
  }
}

// lrn_border_terms_SIZE
//   terms[m]        = dy_j x_j s_j^-1.75 of channel j = m, for m = 0 .. HALF - 1, where there is a lower neighbour
//   terms[HALF + m] = the same of channel j = C - HALF + m, where there is an upper neighbour
//   Rows for a neighbour that is not there are not written.
//   x      (lower + C + upper, plane), dy (C, plane), terms (2 HALF, plane)  float32
//   Threads   thread t of block (b, side) walks the HALF channels of one side at pixel b*256 + t.
//   Launch    grid (ceil(plane / 256), 2), block 256.
//   Needs     C >= HALF; plane >= 1; k > 0, alpha >= 0; terms shares no memory with x or dy.
//   Work      per neighbour 4*(5 HALF)*plane bytes, HALF*(2 SIZE + 5)*plane float operations.
//   Deterministic: one thread per element, fixed order.
template <int HALF>
__device__ __forceinline__ void border_terms(
    const LrnShape& shape,
    const LrnBorder& border,
    const float* __restrict__ x,   // (C, plane), behind lower and in front of upper channels of the neighbours
    const float* __restrict__ dy,  // (C, plane)
    float* __restrict__ terms) {   // (2 HALF, plane)
  const unsigned pixel = blockIdx.x * 256 + threadIdx.x;
  const bool is_upper = blockIdx.y == 1;
  if (pixel >= shape.plane || (is_upper ? border.upper : border.lower) == 0) {
    return;
  }
  const int first = is_upper ? shape.channels - HALF : 0;
  float* out = terms + static_cast<long long>(is_upper ? HALF : 0) * shape.plane + pixel;
  Window<HALF> window;
  for (int t = first - 2 * HALF; t < first; ++t) {
    window.advance(shape, border, x, t, pixel);
  }
  for (int t = first; t < first + HALF; ++t) {
    window.advance(shape, border, x, t, pixel);
    const float s = window.denominator(shape);
    const float root = sqrtf(s);
    const float scaled = dy[wide_product(t, shape.plane) + pixel] / (root * sqrtf(root));
    *out = scaled * window.values[HALF] / s;
    out += shape.plane;
  }
}

// The own channels of a tensor x that is given whole, with those of the neighbours.
__device__ __forceinline__ const float* own_channels(const LrnShape& shape, const LrnBorder& border, const float* x) {
  return x + wide_product(border.lower, shape.plane);
}

}  // namespace

// Both kernels for one window. The paper's window of 5 is unrolled so far that the ring needs no moves; the others
// share the code and stay small. Four blocks on a multiprocessor are asked for because without a number ptxas aims at
// more for the window of 9, and then spills.
#define LRN_KERNELS(SIZE, UNROLL)                                                                                     \
  extern "C" __global__ void __launch_bounds__(256) lrn_forward_##SIZE(                                               \
      const LrnShape shape, const float* __restrict__ x, float* __restrict__ y) {                                     \
    forward<SIZE / 2, UNROLL>(shape, LrnBorder{0, 0}, x, y);                                                          \
  }                                                                                                                   \
  extern "C" __global__ void __launch_bounds__(256, 4) lrn_backward_##SIZE(                                           \
      const LrnShape shape, const float* __restrict__ x, const float* __restrict__ dy, float* __restrict__ dx) {      \
    backward<SIZE / 2, UNROLL, false>(shape, LrnBorder{0, 0}, x, dy, nullptr, dx);                                    \
  }

// The three kernels of a window that reaches over to other GPUs.
#define LRN_BORDER_KERNELS(SIZE, UNROLL)                                                                              \
  extern "C" __global__ void __launch_bounds__(256) lrn_border_forward_##SIZE(                                        \
      const LrnShape shape, const LrnBorder border, const float* __restrict__ x, float* __restrict__ y) {             \
    forward<SIZE / 2, UNROLL>(shape, border, own_channels(shape, border, x), y);                                      \
  }                                                                                                                   \
  extern "C" __global__ void __launch_bounds__(256, 4) lrn_border_terms_##SIZE(                                       \
      const LrnShape shape, const LrnBorder border, const float* __restrict__ x, const float* __restrict__ dy,        \
      float* __restrict__ terms) {                                                                                    \
    border_terms<SIZE / 2>(shape, border, own_channels(shape, border, x), dy, terms);                                 \
  }                                                                                                                   \
  extern "C" __global__ void __launch_bounds__(256, 4) lrn_border_backward_##SIZE(                                    \
      const LrnShape shape, const LrnBorder border, const float* __restrict__ x, const float* __restrict__ dy,        \
      const float* __restrict__ terms, float* __restrict__ dx) {                                                      \
    backward<SIZE / 2, UNROLL, true>(shape, border, own_channels(shape, border, x), dy, terms, dx);                   \
  }

LRN_KERNELS(1, 1)
LRN_KERNELS(3, 1)
LRN_KERNELS(5, 5)
LRN_KERNELS(7, 1)
LRN_KERNELS(9, 1)
LRN_KERNELS(11, 1)
LRN_KERNELS(13, 1)
LRN_KERNELS(15, 1)

LRN_BORDER_KERNELS(3, 1)
LRN_BORDER_KERNELS(5, 5)
LRN_BORDER_KERNELS(7, 1)
LRN_BORDER_KERNELS(9, 1)
LRN_BORDER_KERNELS(11, 1)
LRN_BORDER_KERNELS(13, 1)
LRN_BORDER_KERNELS(15, 1)
