// conv: convolution (cross-correlation) as an implicit matrix multiplication, for all layers but the first.
//
// x (C,H,W,N), weights (K,C,R,S), y (K,P,Q,N), all float32; P = (H + 2 padding - R) / stride + 1, Q alike. The matrix of
// patches is never made: the kernels gather its slabs from the activation into shared memory.
//
// What all kernels of this file share
//   Names     an operation comes once per tile, ROWSxCOLUMNS; the host takes the one that pads least (GemmTile).
//   Threads   block (32, ROWS / TM), see gemm_core.cuh; COLUMNS / 32 groups (pixel times 32 images) to a tile.
//   Shared    static, up to 34.5 KB.
//   Indices   32-bit: all operands have fewer than 2^31 elements (checked by the host).
//   Determinism  yes: no atomics, each sum in one fixed order.

#include "filter_gradient.cuh"
#include "taps.cuh"

// conv_forward
//   y[k][p][q][n] = activation(bias[k] + sum over c, r, s of
//                   weights[k][c][r][s] * x[c][p*stride - padding + r][q*stride - padding + s][n])
//   The sum runs over (c,r,s), s fastest, starting from 0; taps outside of x count as 0; the bias comes last.
//   Product   rows: filters; columns: groups of y; reduction: C*R*S.
//   Launch    grid (ceil(P*Q*ceil(N/32) / (COLUMNS/32)), ceil(K / ROWS)).
//   Work      2*K*P*Q*N*C*R*S FLOPs; reads weights ceil(groups of y / groups of a tile) times and x R*S*ceil(K/ROWS)
//             times, mostly from L2; writes y once.
template <class T>
__device__ __forceinline__ void forward(
    const ConvShape& shape, int relu,
    const float* __restrict__ x,         // (C,H,W,N)
    const float* __restrict__ weights,   // (K,C,R,S)
    const float* __restrict__ bias,      // (K)
    float* __restrict__ y) {             // (K,P,Q,N)
  const int k_count = shape.k_count(shape.channels);
  activation_tile<T, 8>(
      weights, shape.filters, k_count, (k_count + 7) / 8, shape.output_height, shape.output_width, shape.batch,
      [&](const Group& group) {
        return Taps<1>{x, shape.taps, shape.filter_width, k_count, shape.height, shape.width, shape.batch,
                       group.row * shape.stride - shape.padding, group.column * shape.stride - shape.padding,
                       group.readable_image(shape.batch)};
      },
      [&](float sum, int m) { return activate(sum + bias[m], relu); }, y);
}

// conv_transpose_weights
//   out[c][k][r][s] = weights[k][c][r][s]: the left operand of the data gradient, with neighbouring k next to each other
//   Launch    grid ceil(C*K*R*S / 256), block 256; a thread for each element of out.
//   Work      8*C*K*R*S bytes, no arithmetic.
extern "C" __global__ void __launch_bounds__(256) conv_transpose_weights(
    int channels,
    const Divider filters,               // K
    const Divider taps,                  // R*S
    const float* __restrict__ weights,   // (K,C,R,S)
    float* __restrict__ out) {           // (C,K,R,S)
  const int i = blockIdx.x * 256 + threadIdx.x;
  if (i < channels * filters.divisor * taps.divisor) {
    const unsigned pair = taps.quotient(i);
    const unsigned c = filters.quotient(pair);
    const unsigned k = pair - c * filters.divisor;
    out[i] = weights[(k * channels + c) * taps.divisor + (i - pair * taps.divisor)];
  }
}

// conv_data_gradient, stride 1
//   dx[c][h][w][n] = sum over k, r, s of weights[k][c][r][s] * dy[k][h + padding - r][w + padding - s][n]
//   The sum runs over (k,r,s), s fastest, starting from 0; taps outside of dy count as 0.
//   Product   rows: channels; columns: groups of dx; reduction: K*R*S.
//   Launch    grid (ceil(H*W*ceil(N/32) / (COLUMNS/32)), ceil(C / ROWS)).
//   Needs     stride 1; the weights from conv_transpose_weights.
//   Work      2*C*H*W*N*K*R*S FLOPs; bytes as conv_forward with x and y changed about.
template <class T>
__device__ __forceinline__ void data_gradient(
    const ConvShape& shape,
    const float* __restrict__ transposed,   // (C,K,R,S), the weights
    const float* __restrict__ dy,           // (K,P,Q,N)
    float* __restrict__ dx) {               // (C,H,W,N)
  const int k_count = shape.k_count(shape.filters);
  activation_tile<T, 8>(
      transposed, shape.channels, k_count, (k_count + 7) / 8, shape.height, shape.width, shape.batch,
      [&](const Group& group) {
        return Taps<-1>{dy, shape.taps, shape.filter_width, k_count, shape.output_height, shape.output_width,
                        shape.batch, group.row + shape.padding, group.column + shape.padding,
                        group.readable_image(shape.batch)};
      },
      [](float sum, int) { return sum; }, dx);
}

// conv_filter_gradient
//   d_weights[k][c][r][s] = sum over p, q, n of
//                          dy[k][p][q][n] * x[c][p*stride - padding + r][q*stride - padding + s][n]
//   Slice z sums the groups z*groups_per_slice and on, in order (pixels row by row, chunks of 32 images innermost), and
//   within a group its images in order; out is d_weights itself when there is one slice, else the workspace.
//   Product   rows: filters; columns: (c,r,s); reduction: groups of y, 32 images each.
//   Launch    grid (ceil(C*R*S / COLUMNS), ceil(K / ROWS), slices).
//   Work      2*K*P*Q*N*C*R*S FLOPs; reads dy ceil(C*R*S/COLUMNS) times and x R*S*ceil(K/ROWS) times, mostly from L2.
//
// conv_add_slices
//   d_weights[i] = slices[0][i] + slices[1][i] + ... in this order
//   Launch    grid ceil(elements / 256), block 256.
//   Work      4*(slices + 1)*elements bytes.
extern "C" __global__ void __launch_bounds__(256) conv_add_slices(
    int slice_count,
    int elements,
    const float* __restrict__ slices,   // (slice_count, elements)
    float* __restrict__ out) {          // (elements)
  add_filter_gradient_slices(slice_count, elements, slices, out);
}

#define CONV_KERNELS(NAME, ...)                                                                                       \
  TILE_KERNEL(__VA_ARGS__) conv_forward_##NAME(                                                                       \
      const __grid_constant__ ConvShape shape,                                                                        \
      int relu, const float* x, const float* weights, const float* bias, float* y) {                                  \
    forward<__VA_ARGS__>(shape, relu, x, weights, bias, y);                                                           \
  }                                                                                                                   \
  TILE_KERNEL(__VA_ARGS__) conv_data_gradient_##NAME(                                                                 \
      const __grid_constant__ ConvShape shape, const float* transposed, const float* dy, float* dx) {                 \
    data_gradient<__VA_ARGS__>(shape, transposed, dy, dx);                                                            \
  }                                                                                                                   \
  TILE_KERNEL(__VA_ARGS__) conv_filter_gradient_##NAME(                                                               \
      const __grid_constant__ ConvShape shape, int groups_per_slice, const float* x, const float* dy, float* out) {   \
    filter_gradient<__VA_ARGS__>(shape, groups_per_slice, x, dy, out);                                                \
  }

CONV_KERNELS(64x128, Tile<64, 1, 1, 4>)
CONV_KERNELS(48x128, Tile<48, 1, 1, 4>)
CONV_KERNELS(32x128, Tile<32, 1, 1, 4>)
CONV_KERNELS(16x128, Tile<16, 1, 1, 4>)
