// local: locally connected layers, convolutions whose filters differ from pixel to pixel.
//
// x (C,H,W,N), weights (P,Q,K,C,R,S), one bank of filters for each pixel of the output, bias (K,P,Q), y (K,P,Q,N), all
// float32; P = (H + 2 padding - R) / stride + 1, Q alike.
//
// For one pixel this is a matrix product of its bank with the taps around it, so a tile never leaves its pixel: its
// groups are chunks of 32 images of one pixel, 128 images in all. A smaller batch leaves warps of it idle.
//
// What all kernels of this file share
//   Names     an operation comes once per tile, ROWSxCOLUMNS; the host takes the one that pads least (GemmTile).
//   Threads   block (32, 4), see gemm_core.cuh; COLUMNS / 32 chunks of the batch to a tile.
//   Shared    static, up to 26.5 KB.
//   Indices   32-bit: all operands have fewer than 2^31 elements (checked by the host).
//   Determinism  yes: no atomics, each sum in one fixed order.
//
// The gradient of the biases, a sum over the batch, is bias_relu_backward over K*P*Q channels.

#include "filter_gradient.cuh"
#include "taps.cuh"

// Where a tile lies: chunks first_chunk .. of one pixel.
template <class T>
struct PixelTile {
  int pixel;
  int row;
  int column;
  int first_chunk;

  __device__ __forceinline__ PixelTile(int chunks, int width) {
    const int tiles = (chunks + T::GROUPS - 1) / T::GROUPS;
    pixel = blockIdx.x / tiles;
    row = pixel / width;
    column = pixel - row * width;
    first_chunk = (blockIdx.x - pixel * tiles) * T::GROUPS;
  }

  // The image for which this thread fetches; always inside the batch, what lies beyond is not stored.
  __device__ __forceinline__ int fetched_image(int batch) const {
    return min((first_chunk + T::fetched_group()) * 32 + static_cast<int>(threadIdx.x), batch - 1);
  }

  // Stores out[m][pixel][image] = finish(sum, m) for rows m from first_row.
  template <class Finish>
  __device__ __forceinline__ void store(
      const float (&sums)[T::TM][T::TN],
      int first_row,
      int row_count,
      int pixels,
      int batch,
      float* __restrict__ out,   // (row_count, pixels, batch)
      const Finish& finish) const {
#pragma unroll
    for (int j = 0; j < T::TN; ++j) {
      const int image = (first_chunk + T::first_group() + j) * 32 + static_cast<int>(threadIdx.x);
      if (image < batch) {
#pragma unroll
        for (int i = 0; i < T::TM; ++i) {
          const int m = first_row + T::first_row() + i;
          if (m < row_count) {
            out[(m * pixels + pixel) * batch + image] = finish(sums[i][j], m);
          }
        }
      }
    }
  }
};

// Rows of the data gradient at one pixel of x: channels. Reduction index (k,r,s): the filter k of the bank at the pixel of
// y that saw this one through tap (r,s).
struct BankRows {
  static constexpr bool K_CONTIGUOUS = false;
  const ConvShape& shape;
  const float* __restrict__ weights;   // (P,Q,K,C,R,S)
  int k_count;                         // K*R*S
  int bottom;                          // row of y that sees the pixel through tap row 0
  int right;
  int first_row;

  __device__ __forceinline__ float load(int row, int k) const {
    const int c = min(first_row + row, shape.channels - 1);
    const int filter = shape.taps.quotient(k);
    const unsigned tap = k - filter * shape.taps.divisor;
    const unsigned r = shape.filter_width.quotient(tap);
    const int p = bottom - static_cast<int>(r);
    const int q = right - static_cast<int>(tap - r * shape.filter_width.divisor);
    const bool exists = k < k_count && inside(p, shape.output_height) && inside(q, shape.output_width);
    const int bank = (p * shape.output_width + q) * shape.filters + filter;
    return load_if(exists, weights + (shape.k_count(bank * shape.channels + c) + static_cast<int>(tap)));
  }
};

// local_forward
//   y[k][p][q][n] = activation(bias[k][p][q] + sum over c, r, s of
//                   weights[p][q][k][c][r][s] * x[c][p*stride - padding + r][q*stride - padding + s][n])
//   The sum runs over (c,r,s), s fastest, starting from 0; taps outside of x count as 0; the bias comes last.
//   Product   for each pixel of y, rows: filters; columns: images; reduction: C*R*S.
//   Launch    grid (P*Q*ceil(ceil(N/32) / (COLUMNS/32)), ceil(K / ROWS)).
//   Work      2*K*P*Q*N*C*R*S FLOPs; reads weights once per 128 images, x R*S*ceil(K/ROWS) times, mostly from L2.
template <class T>
__device__ __forceinline__ void forward(
    const ConvShape& shape, int relu,
    const float* __restrict__ x,         // (C,H,W,N)
    const float* __restrict__ weights,   // (P,Q,K,C,R,S)
    const float* __restrict__ bias,      // (K,P,Q)
    float* __restrict__ y) {             // (K,P,Q,N)
  const int k_count = shape.k_count(shape.channels);
  const int first_row = blockIdx.y * T::ROWS;
  const int pixels = shape.output_height * shape.output_width;
  const PixelTile<T> tile((shape.batch + 31) / 32, shape.output_width);
  const WeightRows left{weights + tile.pixel * shape.filters * k_count, first_row, shape.filters, k_count};
  const Taps<1> right{x, shape.taps, shape.filter_width, k_count, shape.height, shape.width, shape.batch,
                      tile.row * shape.stride - shape.padding, tile.column * shape.stride - shape.padding,
                      tile.fetched_image(shape.batch)};
  float sums[T::TM][T::TN];
  clear<T>(sums);
  multiply<T, 8>(left, right, 0, (k_count + 7) / 8, sums);
  tile.store(sums, first_row, shape.filters, pixels, shape.batch, y,
             [&](float sum, int m) { return activate(sum + bias[m * pixels + tile.pixel], relu); });
}

// local_data_gradient, stride 1
//   dx[c][h][w][n] = sum over k, r, s of weights[p][q][k][c][r][s] * dy[k][p][q][n], p = h + padding - r,
//                    q = w + padding - s
//   The sum runs over (k,r,s), s fastest, starting from 0; pixels outside of dy count as 0.
//   Product   for each pixel of x, rows: channels; columns: images; reduction: K*R*S.
//   Launch    grid (H*W*ceil(ceil(N/32) / (COLUMNS/32)), ceil(C / ROWS)).
//   Needs     stride 1.
//   Work      2*C*H*W*N*K*R*S FLOPs; reads weights once per 128 images, R*S floats apart, mostly from L2.
template <class T>
__device__ __forceinline__ void data_gradient(
    const ConvShape& shape,
    const float* __restrict__ weights,   // (P,Q,K,C,R,S)
    const float* __restrict__ dy,        // (K,P,Q,N)
    float* __restrict__ dx) {            // (C,H,W,N)
  const int k_count = shape.k_count(shape.filters);
  const int first_row = blockIdx.y * T::ROWS;
  const PixelTile<T> tile((shape.batch + 31) / 32, shape.width);
  const int bottom = tile.row + shape.padding;
  const int right_end = tile.column + shape.padding;
  const BankRows left{shape, weights, k_count, bottom, right_end, first_row};
  const Taps<-1> right{dy, shape.taps, shape.filter_width, k_count, shape.output_height, shape.output_width,
                       shape.batch, bottom, right_end, tile.fetched_image(shape.batch)};
  float sums[T::TM][T::TN];
  clear<T>(sums);
  multiply<T, 8>(left, right, 0, (k_count + 7) / 8, sums);
  tile.store(sums, first_row, shape.channels, shape.height * shape.width, shape.batch, dx,
             [](float sum, int) { return sum; });
}

// local_weight_gradient
//   d_weights[p][q][k][c][r][s] = sum over n of
//                                dy[k][p][q][n] * x[c][p*stride - padding + r][q*stride - padding + s][n]
//   This is the filter gradient of a convolution that is cut into one slice per pixel, with the slices left apart.
//   Product   for each pixel, rows: filters; columns: (c,r,s); reduction: the images in order.
//   Launch    grid (ceil(C*R*S / COLUMNS), ceil(K / ROWS), P*Q).
//   Work      2*K*P*Q*N*C*R*S FLOPs; reads dy ceil(C*R*S/COLUMNS) times and x R*S*ceil(K/ROWS) times, mostly from L2.

#define LOCAL_KERNELS(NAME, ...)                                                                                      \
  TILE_KERNEL(__VA_ARGS__) local_forward_##NAME(                                                                      \
      const __grid_constant__ ConvShape shape,                                                                        \
      int relu, const float* x, const float* weights, const float* bias, float* y) {                                  \
    forward<__VA_ARGS__>(shape, relu, x, weights, bias, y);                                                           \
  }                                                                                                                   \
  TILE_KERNEL(__VA_ARGS__) local_data_gradient_##NAME(                                                                \
      const __grid_constant__ ConvShape shape, const float* weights, const float* dy, float* dx) {                    \
    data_gradient<__VA_ARGS__>(shape, weights, dy, dx);                                                               \
  }                                                                                                                   \
  TILE_KERNEL(__VA_ARGS__) local_weight_gradient_##NAME(                                                              \
      const __grid_constant__ ConvShape shape, const float* x, const float* dy, float* d_weights) {                   \
    filter_gradient<__VA_ARGS__>(shape, (shape.batch + 31) / 32, x, dy, d_weights);                                   \
  }

LOCAL_KERNELS(64x128, Tile<64, 1, 1, 4>)
LOCAL_KERNELS(48x128, Tile<48, 1, 1, 4>)
LOCAL_KERNELS(32x128, Tile<32, 1, 1, 4>)
LOCAL_KERNELS(16x128, Tile<16, 1, 1, 4>)
