// What a convolution is given, and the tile of an activation that it makes.
#pragma once

#include "operands.cuh"

// Convolution of x (C,H,W,N) with weights (K,C,R,S) to y (K,P,Q,N); ConvShape in Java fills it. Kernels take it as a
// __grid_constant__, so that fields are read where they are used; without it the filter gradient of 64 rows takes 20
// registers more.
struct ConvShape {
  int channels;          // C
  int height;            // H
  int width;             // W
  int batch;             // N
  int filters;           // K
  Divider taps;          // R*S
  Divider filter_width;  // S
  int stride;
  int padding;
  int output_height;     // P
  int output_width;      // Q

  // Reduction indices of a sum over the taps of so many maps.
  __device__ __forceinline__ int k_count(int maps) const { return maps * static_cast<int>(taps.divisor); }
};

// One tile of an activation: rows blockIdx.y, groups blockIdx.x of
//   out[m][pixel][image] = finish(sum over k of weights[m][k] * taps_at(group)[k], m)
// in `steps` slabs of DEPTH reduction indices.
template <class T, int DEPTH, class TapsAt, class Finish>
__device__ __forceinline__ void activation_tile(
    const float* __restrict__ weights,   // (row_count, k_count)
    int row_count,
    int k_count,
    int steps,
    int height,
    int width,
    int batch,
    const TapsAt& taps_at,
    const Finish& finish,
    float* __restrict__ out) {           // (row_count, height, width, batch)
  const int chunks = (batch + 31) / 32;
  const int first_row = blockIdx.y * T::ROWS;
  const int first_group = blockIdx.x * T::GROUPS;
  const Group group(first_group + T::fetched_group(), height * width * chunks, chunks, width);
  const WeightRows left{weights, first_row, row_count, k_count};
  const auto right = taps_at(group);
  float sums[T::TM][T::TN];
  clear<T>(sums);
  multiply<T, DEPTH>(left, right, 0, steps, sums);
  store_activation<T>(sums, first_row, row_count, first_group, height * width, batch, out, finish);
}
