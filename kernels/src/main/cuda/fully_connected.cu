// fully_connected: fully connected layers as matrix multiplications.
//
// x (I,N), weights (O,I), y (O,N), all float32, N the batch; I inputs, O outputs. An activation (C,H,W,N) is an x with
// I = C*H*W as it lies in memory.
//
// What all kernels of this file share
//   Names     an operation comes once per tile, ROWSxCOLUMNS; the host takes the one that pads least (GemmTile).
//   Threads   block (32, ROWS / TM), see gemm_core.cuh; a group is a chunk of 32 images.
//   Shared    static, up to 33.5 KB.
//   Indices   32-bit: all operands have fewer than 2^31 elements (checked by the host).
//   Determinism  yes: no atomics, each sum in one fixed order; the number of slices comes from the shape alone.
//
// With few outputs and a small batch there are few tiles, so forward and data gradient can split the reduction into
// slices (gridDim.z). A kernel with several slices writes plain sums to the workspace (slices, rows, N), and
// fully_connected_add_slices adds them in order and finishes; with one slice it finishes itself.

#include "operands.cuh"

// One layer: x (I,N), weights (O,I), y (O,N); FullyConnectedShape in Java fills it.
struct FullyConnectedShape {
  int inputs;   // I
  int outputs;  // O
  int batch;    // N
};

// Columns of an activation (k_count, N): reduction index k is its row.
struct ActivationColumns {
  const float* __restrict__ values;
  int k_count;
  int batch;
  int image;

  __device__ __forceinline__ float load(int step, int k_in_step) const {
    const int k = step * 8 + k_in_step;
    return load_if(k < k_count, values + (k * batch + image));
  }
};

// Rows of the transposed weights: row i, reduction index o.
struct TransposedWeightRows {
  static constexpr bool K_CONTIGUOUS = false;
  const float* __restrict__ weights;   // (O,I)
  int first_row;
  int inputs;
  int outputs;

  __device__ __forceinline__ float load(int row, int k) const {
    return load_if(k < outputs, weights + (k * inputs + min(first_row + row, inputs - 1)));
  }
};

// finish(sum, row): the bias, where there is one, and the activation.
struct Finish {
  const float* __restrict__ bias;   // (rows) or null
  int relu;

  __device__ __forceinline__ float operator()(float sum, int row) const {
    return activate(bias == nullptr ? sum : sum + bias[row], relu);
  }
};

// The sums of one tile and slice: left (rows, k_count) times right (k_count, N).
template <class T, class Left>
__device__ __forceinline__ void product(
    const Left& left, int row_count, int k_count, int batch, int steps_per_slice, const float* right_values,
    const Finish& finish, float* out) {
  const int chunks = (batch + 31) / 32;
  const int first_group = blockIdx.x * T::GROUPS;
  const Group group(first_group + T::fetched_group(), chunks, chunks, 1);
  const ActivationColumns right{right_values, k_count, batch, group.readable_image(batch)};
  const int begin = blockIdx.z * steps_per_slice;
  float sums[T::TM][T::TN];
  clear<T>(sums);
  multiply<T, 8>(left, right, begin, min(begin + steps_per_slice, (k_count + 7) / 8), sums);
  store_activation<T>(sums, blockIdx.y * T::ROWS, row_count, first_group, 1, batch,
                      out + static_cast<long long>(blockIdx.z) * row_count * batch, finish);
}

// fully_connected_forward
//   y[o][n] = activation(bias[o] + sum over i of weights[o][i] * x[i][n])
//   Slice z sums the inputs 8*z*steps_per_slice and on, in order; the bias comes last.
//   Launch    grid (ceil(ceil(N/32) / (COLUMNS/32)), ceil(O / ROWS), slices); bias null and relu 0 with several slices.
//   Work      2*O*I*N FLOPs; reads 4*O*I bytes of weights ceil(N/COLUMNS) times and 4*I*N of x ceil(O/ROWS) times.
//
// fully_connected_data_gradient
//   dx[i][n] = sum over o of weights[o][i] * dy[o][n]
//   Slice z sums the outputs 8*z*steps_per_slice and on, in order.
//   Launch    grid (ceil(ceil(N/32) / (COLUMNS/32)), ceil(I / ROWS), slices).
//   Work      2*O*I*N FLOPs; reads 4*O*I bytes of weights ceil(N/COLUMNS) times and 4*O*N of dy ceil(I/ROWS) times.
#define PRODUCT_KERNELS(NAME, ...)                                                                                    \
  TILE_KERNEL(__VA_ARGS__) fully_connected_forward_##NAME(                                                            \
      const FullyConnectedShape shape, int steps_per_slice, int relu, const float* x, const float* weights,           \
      const float* bias, float* out) {                                                                                \
    const WeightRows left{weights, static_cast<int>(blockIdx.y) * __VA_ARGS__::ROWS, shape.outputs, shape.inputs};    \
    product<__VA_ARGS__>(                                                                                             \
        left, shape.outputs, shape.inputs, shape.batch, steps_per_slice, x, Finish{bias, relu}, out);                 \
  }                                                                                                                   \
  TILE_KERNEL(__VA_ARGS__) fully_connected_data_gradient_##NAME(                                                      \
      const FullyConnectedShape shape, int steps_per_slice, const float* weights, const float* dy, float* out) {      \
    const TransposedWeightRows left{                                                                                  \
        weights, static_cast<int>(blockIdx.y) * __VA_ARGS__::ROWS, shape.inputs, shape.outputs};                      \
    product<__VA_ARGS__>(                                                                                             \
        left, shape.inputs, shape.outputs, shape.batch, steps_per_slice, dy, Finish{nullptr, 0}, out);                \
  }

PRODUCT_KERNELS(128x128, Tile<16, 4, 8, 1>)
PRODUCT_KERNELS(32x128, Tile<8, 4, 4, 1>)
PRODUCT_KERNELS(128x32, Tile<16, 1, 8, 1>)
PRODUCT_KERNELS(32x32, Tile<8, 1, 4, 1>)

// Columns of x for the weight gradient: column i, reduction over the images.
struct InputColumns {
  const float* __restrict__ x;   // (I,N)
  int first_column;
  int inputs;
  int batch;

  using Place = int;   // where the input's row of x starts

  __device__ __forceinline__ Place place(int column) const { return min(first_column + column, inputs - 1) * batch; }

  __device__ __forceinline__ float load(const GroupWalk& at, Place start) const {
    // Lanes beyond the batch meet a 0 of dy.
    return x[start + min(at.image(), batch - 1)];
  }
};

// fully_connected_weight_gradient
//   d_weights[o][i] = sum over n of dy[o][n] * x[i][n], n in order
//   Launch    grid (ceil(I / COLUMNS), ceil(O / ROWS)).
//   Work      2*O*I*N FLOPs; writes 4*O*I bytes, reads 4*O*N of dy ceil(I/COLUMNS) times, 4*I*N of x ceil(O/ROWS) times.
template <class T>
__device__ __forceinline__ void weight_gradient(
    const FullyConnectedShape& shape,
    const float* __restrict__ x,    // (I,N)
    const float* __restrict__ dy,   // (O,N)
    float* __restrict__ out) {      // (O,I)
  const int chunks = (shape.batch + 31) / 32;
  const int first_row = blockIdx.y * T::ROWS;
  const int first_column = blockIdx.x * T::COLUMNS;
  GroupWalk position(0, chunks, 1);
  const GradientRows rows{dy, first_row, shape.outputs, 1, shape.batch};
  const InputColumns columns{x, first_column, shape.inputs, shape.batch};
  float sums[T::TM][T::TN];
  clear<T>(sums);
  multiply_over_lanes<T>(rows, columns, position, 0, chunks, sums);
  store_weights<T>(sums, first_row, shape.outputs, first_column, shape.inputs, out);
}

#define WEIGHT_GRADIENT_KERNEL(NAME, ...)                                                                             \
  TILE_KERNEL(__VA_ARGS__) fully_connected_weight_gradient_##NAME(                                                    \
      const FullyConnectedShape shape, const float* x, const float* dy, float* out) {                                 \
    weight_gradient<__VA_ARGS__>(shape, x, dy, out);                                                                  \
  }

WEIGHT_GRADIENT_KERNEL(128x128, Tile<16, 4, 8, 1>)
WEIGHT_GRADIENT_KERNEL(32x128, Tile<8, 4, 4, 1>)

// fully_connected_add_slices
//   out[m][n] = activation(bias[m] + (slices[0][m][n] + slices[1][m][n] + ...)), in this order; bias may be null
//   Launch    grid ceil(rows*N / 256), block 256.
//   Work      4*(slices + 1)*rows*N bytes.
extern "C" __global__ void __launch_bounds__(256) fully_connected_add_slices(
    int slice_count,
    int rows,
    int batch,
    int relu,
    const float* __restrict__ slices,   // (slice_count, rows, N)
    const float* __restrict__ bias,     // (rows) or null
    float* __restrict__ out) {          // (rows, N)
  const int i = blockIdx.x * 256 + threadIdx.x;
  if (i < rows * batch) {
    out[i] = Finish{bias, relu}(add_slices(slices, slice_count, rows * batch, i), i / batch);
  }
}
