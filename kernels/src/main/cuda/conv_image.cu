// conv_image: the convolution of the images, the network's first layer, with 11 x 11 filters.
//
// x (C,H,W,N), weights (K,C,11,11), y (K,P,Q,N), all float32; P = (H + 2 padding - 11) / stride + 1, Q alike. C is 3, so
// there is little to reduce over but taps: a slab is one row of 11 taps of one channel, and which taps there are needs no
// division. There is no data gradient: nobody asks for the gradient of an image.
//
// What both operations share
//   Names     an operation comes once per tile, ROWSxCOLUMNS; the host takes the one that pads least (GemmTile).
//   Threads   block (32, ROWS / TM), see gemm_core.cuh; COLUMNS / 32 groups (pixel times 32 images) to a tile.
//   Shared    static, up to 26 KB.
//   Indices   32-bit: all operands have fewer than 2^31 elements (checked by the host).
//   Determinism  yes: no atomics, each sum in one fixed order.

#include "filter_gradient.cuh"

static constexpr int FILTER = 11;

// The taps around one group: step c*11 + r, tap s.
struct ImageTaps {
  const float* __restrict__ x;   // (C,H,W,N)
  int height;
  int width;
  int batch;
  int top;
  int left;
  int image;

  __device__ __forceinline__ float load(int step, int s) const {
    const int c = step / FILTER;
    const int h = top + step - c * FILTER;
    const int w = left + s;
    const bool exists = inside(h, height) && inside(w, width);
    return load_if(exists, x + (((c * height + h) * width + w) * batch + image));
  }
};

// conv_image_forward
//   y[k][p][q][n] = activation(bias[k] + sum over c, r, s of
//                   weights[k][c][r][s] * x[c][p*stride - padding + r][q*stride - padding + s][n])
//   The sum runs over (c,r,s), s fastest, starting from 0; taps outside of x count as 0; the bias comes last.
//   Product   rows: filters; columns: groups of y; reduction: C*121, in slabs of 11.
//   Launch    grid (ceil(P*Q*ceil(N/32) / (COLUMNS/32)), ceil(K / ROWS)).
//   Work      2*K*P*Q*N*C*121 FLOPs; reads x 121*ceil(K/ROWS) / stride^2 times, mostly from L2, and writes y once.
template <class T>
__device__ __forceinline__ void forward(
    const ConvShape& shape, int relu,
    const float* __restrict__ x,         // (C,H,W,N)
    const float* __restrict__ weights,   // (K,C,11,11)
    const float* __restrict__ bias,      // (K)
    float* __restrict__ y) {             // (K,P,Q,N)
  activation_tile<T, FILTER>(
      weights, shape.filters, shape.channels * FILTER * FILTER, shape.channels * FILTER, shape.output_height,
      shape.output_width, shape.batch,
      [&](const Group& group) {
        return ImageTaps{x, shape.height, shape.width, shape.batch, group.row * shape.stride - shape.padding,
                         group.column * shape.stride - shape.padding, group.readable_image(shape.batch)};
      },
      [&](float sum, int m) { return activate(sum + bias[m], relu); }, y);
}

// conv_image_filter_gradient
//   d_weights[k][c][r][s] = sum over p, q, n of
//                          dy[k][p][q][n] * x[c][p*stride - padding + r][q*stride - padding + s][n]
//   Slice z sums the groups z*groups_per_slice and on, in order (pixels row by row, chunks of 32 images innermost), and
//   within a group its images in order; out is d_weights itself when there is one slice, else the workspace.
//   Product   rows: filters; columns: (c,r,s); reduction: groups of y, 32 images each.
//   Launch    grid (ceil(C*121 / COLUMNS), ceil(K / ROWS), slices).
//   Work      2*K*P*Q*N*C*121 FLOPs; reads dy ceil(C*121/COLUMNS) times and x 121*ceil(K/ROWS) / stride^2 times.
//
// conv_image_add_slices
//   d_weights[i] = slices[0][i] + slices[1][i] + ... in this order
//   Launch    grid ceil(elements / 256), block 256.
//   Work      4*(slices + 1)*elements bytes.
extern "C" __global__ void __launch_bounds__(256) conv_image_add_slices(
    int slice_count,
    int elements,
    const float* __restrict__ slices,   // (slice_count, elements)
    float* __restrict__ out) {          // (elements)
  add_filter_gradient_slices(slice_count, elements, slices, out);
}

#define CONV_IMAGE_KERNELS(NAME, ...)                                                                                 \
  TILE_KERNEL(__VA_ARGS__) conv_image_forward_##NAME(                                                                 \
      const __grid_constant__ ConvShape shape,                                                                        \
      int relu, const float* x, const float* weights, const float* bias, float* y) {                                  \
    forward<__VA_ARGS__>(shape, relu, x, weights, bias, y);                                                           \
  }                                                                                                                   \
  TILE_KERNEL(__VA_ARGS__) conv_image_filter_gradient_##NAME(                                                         \
      const __grid_constant__ ConvShape shape, int groups_per_slice, const float* x, const float* dy, float* out) {   \
    filter_gradient<__VA_ARGS__>(shape, groups_per_slice, x, dy, out);                                                \
  }

CONV_IMAGE_KERNELS(64x128, Tile<64, 1, 1, 4>)
CONV_IMAGE_KERNELS(48x128, Tile<48, 1, 1, 4>)
CONV_IMAGE_KERNELS(32x128, Tile<32, 1, 1, 4>)
CONV_IMAGE_KERNELS(16x128, Tile<16, 1, 1, 4>)
