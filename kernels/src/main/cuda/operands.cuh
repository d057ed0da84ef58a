// Operands and results that convolutions and fully connected layers have in common.
#pragma once

#include "activation.cuh"
#include "gemm_core.cuh"

// Rows of the weights (rows, k_count), k innermost.
struct WeightRows {
  static constexpr bool K_CONTIGUOUS = true;
  const float* __restrict__ weights;
  int first_row;
  int row_count;
  int k_count;

  __device__ __forceinline__ float load(int row, int k) const {
    // A row beyond the end makes sums that nobody stores, so any readable value will do there.
    const int m = min(first_row + row, row_count - 1);
    return load_if(k < k_count, weights + (m * k_count + k));
  }
};

// Stores the sums of a tile of an activation: out[m][pixel][image] = finish(sum, m) for rows m from first_row.
template <class T, class Finish>
__device__ __forceinline__ void store_activation(
    const float (&sums)[T::TM][T::TN],
    int first_row,
    int row_count,
    int first_group,
    int pixels,
    int batch,
    float* __restrict__ out,   // (row_count, pixels, batch)
    const Finish& finish) {
  const int chunks = (batch + 31) / 32;
  int offset[T::TN];
  bool exists[T::TN];
#pragma unroll
  for (int j = 0; j < T::TN; ++j) {
    const int g = first_group + T::first_group() + j;
    const int pixel = g / chunks;
    const int image = (g - pixel * chunks) * 32 + static_cast<int>(threadIdx.x);
    exists[j] = pixel < pixels && image < batch;
    offset[j] = pixel * batch + image;
  }
#pragma unroll
  for (int i = 0; i < T::TM; ++i) {
    const int m = first_row + T::first_row() + i;
    if (m < row_count) {
#pragma unroll
      for (int j = 0; j < T::TN; ++j) {
        if (exists[j]) {
          out[m * pixels * batch + offset[j]] = finish(sums[i][j], m);
        }
      }
    }
  }
}

// Rows of dy (K,P,Q,N), for a product over lanes.
struct GradientRows {
  const float* __restrict__ dy;
  int first_row;
  int row_count;
  int pixels;
  int batch;

  __device__ __forceinline__ float load(const GroupWalk& at, int row) const {
    const int m = min(first_row + row, row_count - 1);
    const int image = at.image();
    return load_if(image < batch, dy + ((m * pixels + at.pixel) * batch + image));
  }
};

// Stores the sums of a tile of a gradient of weights: out[m][column].
template <class T>
__device__ __forceinline__ void store_weights(
    const float (&sums)[T::TM][T::TN],
    int first_row,
    int row_count,
    int first_column,
    int column_count,
    float* __restrict__ out) {   // (row_count, column_count)
#pragma unroll
  for (int i = 0; i < T::TM; ++i) {
    const int m = first_row + T::first_row() + i;
    if (m < row_count) {
#pragma unroll
      for (int j = 0; j < T::TN; ++j) {
        const int column = first_column + 32 * (T::first_group() + j) + static_cast<int>(threadIdx.x);
        if (column < column_count) {
          out[m * column_count + column] = sums[i][j];
        }
      }
    }
  }
}
