// The filter gradient, for convolutions of any filter size.
#pragma once

#include "conv_shape.cuh"

// A column (c,r,s) of the filter gradient: where its tap lies in x, seen from the upper left tap of channel 0.
struct alignas(8) FilterColumn {
  int offset;         // ((c * H + r) * W + s) * N
  int row_and_column; // r * 65536 + s
};

// Columns of x (C,H,W,N) as the filters see them, for a product over lanes.
struct TapColumns {
  const float* __restrict__ x;
  const FilterColumn* columns;   // shared memory, one per column of the tile
  int height;
  int width;
  int batch;
  int stride;
  int padding;

  using Place = FilterColumn;

  __device__ __forceinline__ Place place(int column) const { return columns[column]; }

  __device__ __forceinline__ float load(const GroupWalk& at, const Place& tap) const {
    const int top = at.row * stride - padding;
    const int left = at.column * stride - padding;
    const bool exists = inside(top + (tap.row_and_column >> 16), height)
        && inside(left + (tap.row_and_column & 0xffff), width);
    // Lanes beyond the batch meet a 0 of dy.
    return load_if(exists, x + ((top * width + left) * batch + tap.offset + min(at.image(), batch - 1)));
  }
};

// The filter gradient of one tile: rows blockIdx.y, columns (c,r,s) blockIdx.x, groups of slice blockIdx.z.
template <class T>
__device__ __forceinline__ void filter_gradient(
    const ConvShape& shape,
    int groups_per_slice,
    const float* __restrict__ x,    // (C,H,W,N)
    const float* __restrict__ dy,   // (K,P,Q,N)
    float* __restrict__ out) {      // (slices,K,C,R,S)
  __shared__ FilterColumn table[T::COLUMNS];
  const int column_count = shape.k_count(shape.channels);
  const int first_column = blockIdx.x * T::COLUMNS;
  const int thread = threadIdx.y * 32 + threadIdx.x;
  if (thread < T::COLUMNS) {
    // A column beyond the end makes sums that nobody stores.
    const unsigned column = min(first_column + thread, column_count - 1);
    const unsigned c = shape.taps.quotient(column);
    const unsigned tap = column - c * shape.taps.divisor;
    const unsigned r = shape.filter_width.quotient(tap);
    const unsigned s = tap - r * shape.filter_width.divisor;
    table[thread].offset = ((c * shape.height + r) * shape.width + s) * shape.batch;
    table[thread].row_and_column = r * 65536 + s;
  }
  __syncthreads();

  const int chunks = (shape.batch + 31) / 32;
  const int pixels = shape.output_height * shape.output_width;
  const int first_row = blockIdx.y * T::ROWS;
  const int begin = blockIdx.z * groups_per_slice;
  const int end = min(begin + groups_per_slice, pixels * chunks);
  GroupWalk position(begin, chunks, shape.output_width);
  const GradientRows rows{dy, first_row, shape.filters, pixels, shape.batch};
  const TapColumns columns{x, table, shape.height, shape.width, shape.batch, shape.stride, shape.padding};
  float sums[T::TM][T::TN];
  clear<T>(sums);
  multiply_over_lanes<T>(rows, columns, position, begin, end, sums);

  store_weights<T>(sums, first_row, shape.filters, first_column, column_count,
                   out + static_cast<long long>(blockIdx.z) * shape.filters * column_count);
}

// The gradient from its slices: out[i] = slices[0][i] + slices[1][i] + ... in this order, i = blockIdx.x * 256 + threadIdx.x.
__device__ __forceinline__ void add_filter_gradient_slices(
    int slice_count,
    int elements,
    const float* __restrict__ slices,   // (slice_count, elements)
    float* __restrict__ out) {          // (elements)
  const int i = blockIdx.x * 256 + threadIdx.x;
  if (i < elements) {
    out[i] = add_slices(slices, slice_count, elements, i);
  }
}
