// within_map_norm: local response normalisation over a square window of one channel's own map, beta = 0.75: the layer that
// the original program has behind its second normalisation across channels, and the paper does not mention.
//
//   s_i  = k + alpha * sum of x_j^2 over the pixels j of the size x size window around i, clipped to the map
//   y_i  = x_i * s_i^-0.75
//   dx_i = dy_i * s_i^-0.75 - 1.5 alpha x_i * sum over the same j of dy_j x_j s_j^-1.75
//
// s^0.75 is sqrt(s) * sqrt(sqrt(s)), as in lrn. The window is symmetric, so the windows that contain a pixel are those of
// the pixels in its own. Nothing is kept for the backward pass: its first kernel makes s anew and with it both terms of
// the gradient, its second adds them up. A block is 32 images times 8 channels of one pixel, so where a window ends is the
// same for all its threads; neighbouring windows share what they read through the caches.

namespace {

// x (C,H,W,N) and the constants of the formula; WithinMapNorm in Java fills it.
struct WithinMapNormShape {
  int channels;  // C
  int height;    // H
  int width;     // W
  int batch;     // N
  int half;      // pixels on either side of the middle of the window
  float k;
  float alpha;
};

// One element: its pixel, the window around that, and where its map starts for its image.
struct Window {
  int first_row;
  int last_row;
  int first_column;
  int last_column;
  long long map;
  long long place;
  bool exists;

  explicit __device__ __forceinline__ Window(const WithinMapNormShape& shape) {
    const int h = blockIdx.x / shape.width;
    const int w = blockIdx.x - h * shape.width;
    const int c = blockIdx.y * 8 + threadIdx.y;
    const int n = blockIdx.z * 32 + threadIdx.x;
    first_row = max(h - shape.half, 0);
    last_row = min(h + shape.half, shape.height - 1);
    first_column = max(w - shape.half, 0);
    last_column = min(w + shape.half, shape.width - 1);
    map = static_cast<long long>(c) * shape.height * shape.width * shape.batch + n;
    place = map + static_cast<long long>(blockIdx.x) * shape.batch;
    exists = c < shape.channels && n < shape.batch;
  }

  // visit(value) for each value of the window, in row-major order.
  template <class Visit>
  __device__ __forceinline__ void over_values(
      const WithinMapNormShape& shape, const float* __restrict__ tensor, const Visit& visit) const {
    for (int row = first_row; row <= last_row; ++row) {
      for (int column = first_column; column <= last_column; ++column) {
        visit(tensor[map + static_cast<long long>(row * shape.width + column) * shape.batch]);
      }
    }
  }
};

// s of the window's pixel; the squares are added in row-major order.
__device__ __forceinline__ float denominator(
    const Window& window, const WithinMapNormShape& shape, const float* __restrict__ x) {
  float sum = 0.0f;
  window.over_values(shape, x, [&](float value) { sum = fmaf(value, value, sum); });
  return fmaf(shape.alpha, sum, shape.k);
}

}  // namespace

// within_map_norm_forward
//   y_i = x_i / (sqrt(s_i) * sqrt(sqrt(s_i)))
//   x, y  (C,H,W,N)  float32
//   Threads   thread (tx, ty) of block (bx, by, bz): image bz*32 + tx, channel by*8 + ty, row bx / W, column bx mod W.
//   Launch    grid (H*W, ceil(C / 8), ceil(N / 32)), block (32, 8).
//   Needs     half >= 0, k > 0, alpha >= 0; x and y share no memory.
//   Work      8*C*H*W*N bytes (windows overlap in the caches), (2 size^2 + 6) float operations per element.
//   Deterministic: one thread per element, fixed order.
extern "C" __global__ void __launch_bounds__(256) within_map_norm_forward(
    const WithinMapNormShape shape,
    const float* __restrict__ x,  // (C,H,W,N)
    float* __restrict__ y) {      // (C,H,W,N)
  const Window window(shape);
  if (!window.exists) {
    return;
  }
  const float root = sqrtf(denominator(window, shape, x));
  y[window.place] = x[window.place] / (root * sqrtf(root));
}

// within_map_norm_terms
//   dx_i = dy_i * s_i^-0.75, the first term of the gradient
//   terms_i = dy_i * x_i * s_i^-1.75, what the second term adds up
//   x, dy, dx, terms  (C,H,W,N)  float32; x is the input of the forward pass
//   Threads   thread (tx, ty) of block (bx, by, bz): image bz*32 + tx, channel by*8 + ty, row bx / W, column bx mod W.
//   Launch    grid (H*W, ceil(C / 8), ceil(N / 32)), block (32, 8).
//   Needs     half, k and alpha as in the forward pass; dx and terms share no memory with x or dy, nor with each other.
//   Work      16*C*H*W*N bytes, (2 size^2 + 8) float operations per element.
//   Deterministic: one thread per element, fixed order.
extern "C" __global__ void __launch_bounds__(256) within_map_norm_terms(
    const WithinMapNormShape shape,
    const float* __restrict__ x,   // (C,H,W,N)
    const float* __restrict__ dy,  // (C,H,W,N)
    float* __restrict__ dx,        // (C,H,W,N)
    float* __restrict__ terms) {   // (C,H,W,N)
  const Window window(shape);
  if (!window.exists) {
    return;
  }
  const float s = denominator(window, shape, x);
  const float root = sqrtf(s);
  const float scaled = dy[window.place] / (root * sqrtf(root));
  dx[window.place] = scaled;
  terms[window.place] = scaled * x[window.place] / s;
}

// within_map_norm_backward
//   dx_i = dx_i - 1.5 alpha x_i * sum of terms_j over the window of i, behind within_map_norm_terms
//   x, terms, dx  (C,H,W,N)  float32; dx is read and written
//   Threads   thread (tx, ty) of block (bx, by, bz): image bz*32 + tx, channel by*8 + ty, row bx / W, column bx mod W.
//   Launch    grid (H*W, ceil(C / 8), ceil(N / 32)), block (32, 8).
//   Needs     half and alpha as in the forward pass, k is left unread; dx shares no memory with x or terms.
//   Work      16*C*H*W*N bytes, (size^2 + 3) float operations per element.
//   Deterministic: a gather in row-major order, without atomics.
extern "C" __global__ void __launch_bounds__(256) within_map_norm_backward(
    const WithinMapNormShape shape,
    const float* __restrict__ x,      // (C,H,W,N)
    const float* __restrict__ terms,  // (C,H,W,N)
    float* __restrict__ dx) {         // (C,H,W,N)
  const Window window(shape);
  if (!window.exists) {
    return;
  }
  float sum = 0.0f;
  window.over_values(shape, terms, [&](float term) { sum += term; });
  dx[window.place] = fmaf(-(1.5f * shape.alpha * x[window.place]), sum, dx[window.place]);
}
