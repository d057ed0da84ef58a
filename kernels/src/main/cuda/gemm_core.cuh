// The matrix multiplication that all convolutions and fully connected layers share.
//
// Terms
//   lane      tid.x, 0 to 31: one image of a chunk of 32 consecutive images. Activations are (C,H,W,N), so the lanes of
//             a warp touch consecutive floats.
//   group     one pixel of an activation times one chunk of the batch: 32 columns of the matrix product.
//   row       one row of the product: a filter, a channel or a neuron.
//   tile      what one block makes: rows x groups (or rows x columns for gradients of weights).
//
// Everything about a pixel (where its taps lie, which of them are outside) is the same for a whole warp.
//
// Blocks are (32, WM * WN): WM warps share out the rows, TM each, and WN warps the groups, TN each. Lane tx of a warp owns
// column tx of each of its groups. So a thread has TM x TN sums in registers, reads its TM values of the left operand as
// float4 broadcasts, and its TN values of the right operand from TN consecutive rows of 32 floats, without bank conflicts.
// Where WM is 1, the left operand is the same for the whole block.
//
// Each sum is a chain of fused multiply-adds in increasing order of the reduction index, starting from +0. The tile that
// the host picks therefore never changes a bit of the result.
#pragma once

template <int TM_, int TN_, int WM_, int WN_>
struct Tile {
  static constexpr int TM = TM_;              // rows per thread
  static constexpr int TN = TN_;              // columns per thread
  static constexpr int WARPS = WM_ * WN_;
  static constexpr int THREADS = 32 * WARPS;
  static constexpr int ROWS = TM_ * WM_;
  static constexpr int GROUPS = TN_ * WN_;
  static constexpr int COLUMNS = 32 * GROUPS;
  // 128 registers a thread, but for 64 sums of which each row is read on its own: these would spill, and get 168.
  static constexpr int BLOCKS_PER_SM = (TM_ < 64 ? 512 : 384) / THREADS;
  static_assert(TM_ % 4 == 0, "the left operand is read as float4");
  static_assert(WARPS % GROUPS == 0, "each warp fetches for one group");
  static_assert(WM_ == 1 || WN_ == 1, "warps share out rows or groups");

  // First of the rows, and of the groups, of which this thread has sums.
  static __device__ __forceinline__ int first_row() { return WM_ == 1 ? 0 : static_cast<int>(threadIdx.y) * TM; }
  static __device__ __forceinline__ int first_group() { return WN_ == 1 ? 0 : static_cast<int>(threadIdx.y) * TN; }

  // The group for which this thread fetches the right operand, and the first of its reduction indices in a slab.
  static __device__ __forceinline__ int fetched_group() {
    return WARPS == GROUPS ? static_cast<int>(threadIdx.y) : static_cast<int>(threadIdx.y) % GROUPS;
  }
  static __device__ __forceinline__ int first_fetched_k() {
    return WARPS == GROUPS ? 0 : static_cast<int>(threadIdx.y) / GROUPS;
  }
};

// Begins a kernel whose blocks make one tile each.
#define TILE_KERNEL(...) \
  extern "C" __global__ void __launch_bounds__(__VA_ARGS__::THREADS, __VA_ARGS__::BLOCKS_PER_SM)

// The shared copy of a slab of the left operand, DEPTH x ROWS. Four floats of padding keep float4 alignment and spread
// the stores of 8 neighbouring k over the banks.
template <class T, int DEPTH>
struct LeftSlab {
  static constexpr int STRIDE = T::ROWS + 4;
  float4 values[DEPTH * STRIDE / 4];
  __device__ __forceinline__ float* at(int k, int row) { return reinterpret_cast<float*>(values) + k * STRIDE + row; }
};

// sums[i][j] += left[i] * right[32 * j], the rank-one update of one k.
template <class T>
__device__ __forceinline__ void multiply_add(const float* left, const float* right, float (&sums)[T::TM][T::TN]) {
  float a[T::TM];
  float b[T::TN];
#pragma unroll
  for (int i = 0; i < T::TM; i += 4) {
    const float4 four = *reinterpret_cast<const float4*>(left + i);
    a[i] = four.x;
    a[i + 1] = four.y;
    a[i + 2] = four.z;
    a[i + 3] = four.w;
  }
#pragma unroll
  for (int j = 0; j < T::TN; ++j) {
    b[j] = right[32 * j];
  }
#pragma unroll
  for (int i = 0; i < T::TM; ++i) {
#pragma unroll
    for (int j = 0; j < T::TN; ++j) {
      sums[i][j] = fmaf(a[i], b[j], sums[i][j]);
    }
  }
}

template <class T>
__device__ __forceinline__ void clear(float (&sums)[T::TM][T::TN]) {
#pragma unroll
  for (int i = 0; i < T::TM; ++i) {
#pragma unroll
    for (int j = 0; j < T::TN; ++j) {
      sums[i][j] = 0.0f;
    }
  }
}

__host__ __device__ constexpr int round_up_to_power_of_two(int n, int power = 1) {
  return power >= n ? power : round_up_to_power_of_two(n, 2 * power);
}

// Product of a matrix in memory (weights) with columns that are gathered from an activation.
//
//   left.load(row, k)      the left operand at row (of the tile) and reduction index k; 0 beyond the end of k
//   Left::K_CONTIGUOUS     whether neighbouring k, or neighbouring rows, are neighbours in memory
//   right.load(step, k)    the right operand at reduction index step * DEPTH + k, for this thread's lane and for its
//                          fetched_group() of the tile; 0 beyond the end of k and outside of the image
//   steps begin to end     the slabs of DEPTH reduction indices to go through
//
// Shared memory holds two slabs of both operands: while one is multiplied, the next is on its way through registers, and
// one barrier per slab is enough. Step s fetches slab s, multiplies slab s - 1 and stores slab s.
template <class T, int DEPTH, class Left, class Right>
__device__ __forceinline__ void multiply(
    const Left& left, const Right& right, int begin, int end, float (&sums)[T::TM][T::TN]) {
  // A whole number of lanes goes through each row of the left operand, so that they read neighbouring k. What they fetch
  // beyond the slab is the beginning of the next one, and is not used.
  constexpr int FETCHED = Left::K_CONTIGUOUS ? round_up_to_power_of_two(DEPTH) : DEPTH;
  constexpr int LEFT_VALUES = T::ROWS * FETCHED;
  constexpr int LEFT_FETCHES = (LEFT_VALUES + T::THREADS - 1) / T::THREADS;
  constexpr int K_STRIDE = T::WARPS / T::GROUPS;
  constexpr int RIGHT_FETCHES = DEPTH / K_STRIDE;
  static_assert(DEPTH % K_STRIDE == 0, "the warps of a group share the slab evenly");
  __shared__ LeftSlab<T, FETCHED> left_slab[2];
  __shared__ float right_slab[2][DEPTH * T::COLUMNS];

  const unsigned tx = threadIdx.x;
  const unsigned ty = threadIdx.y;
  const unsigned thread = ty * 32 + tx;
  const unsigned first_k = T::first_fetched_k();
  float* const right_target = &right_slab[0][(first_k * T::GROUPS + T::fetched_group()) * 32 + tx];
  float left_next[LEFT_FETCHES];
  float right_next[RIGHT_FETCHES];

  for (int step = begin; step <= end; ++step) {
    const int slab = (step - begin) & 1;
    if (step < end) {
#pragma unroll
      for (int e = 0; e < LEFT_FETCHES; ++e) {
        const unsigned index = thread + e * T::THREADS;
        const unsigned row = Left::K_CONTIGUOUS ? index / FETCHED : index % T::ROWS;
        const unsigned k = Left::K_CONTIGUOUS ? index % FETCHED : index / T::ROWS;
        left_next[e] = left.load(row, step * DEPTH + k);
      }
#pragma unroll
      for (int e = 0; e < RIGHT_FETCHES; ++e) {
        right_next[e] = right.load(step, first_k + e * K_STRIDE);
      }
    }
    if (step > begin) {
      const float* a = left_slab[slab ^ 1].at(0, T::first_row());
      const float* b = &right_slab[slab ^ 1][T::first_group() * 32 + tx];
#pragma unroll
      for (int k = 0; k < DEPTH; ++k) {
        multiply_add<T>(a + k * LeftSlab<T, FETCHED>::STRIDE, b + k * T::COLUMNS, sums);
      }
    }
    if (step < end) {
#pragma unroll
      for (int e = 0; e < LEFT_FETCHES; ++e) {
        const unsigned index = thread + e * T::THREADS;
        const unsigned row = Left::K_CONTIGUOUS ? index / FETCHED : index % T::ROWS;
        const unsigned k = Left::K_CONTIGUOUS ? index % FETCHED : index / T::ROWS;
        if ((e + 1) * T::THREADS <= LEFT_VALUES || index < LEFT_VALUES) {
          *left_slab[slab].at(k, row) = left_next[e];
        }
      }
#pragma unroll
      for (int e = 0; e < RIGHT_FETCHES; ++e) {
        right_target[slab * (DEPTH * T::COLUMNS) + e * K_STRIDE * T::COLUMNS] = right_next[e];
      }
    }
    __syncthreads();
  }
}

// Product that reduces over groups and their lanes: gradients of weights.
//
//   rows.load(at, row)       the left operand at a row of the tile, for this thread's lane; 0 for lanes beyond the batch
//   columns.place(column)    what is known of a column of the tile for all groups
//   columns.load(at, place)  the right operand at that column, for this thread's lane; 0 outside of the image
//   position                 where both are: advances from group to group
//   groups begin to end      the groups to go through
//
// A slab is one group: 32 lanes are 32 reduction indices. Both operands are read along the lanes and stored transposed. A
// thread has four loads of rows or eight of columns under way before it stores the first.
template <class T, class Rows, class Columns, class Position>
__device__ __forceinline__ void multiply_over_lanes(
    const Rows& rows,
    const Columns& columns,
    Position& position,
    int begin,
    int end,
    float (&sums)[T::TM][T::TN]) {
  constexpr int RIGHT_STRIDE = T::COLUMNS + 1;
  constexpr int ROWS_AT_ONCE = 4;
  constexpr int COLUMNS_AT_ONCE = 8;
  static_assert(T::ROWS % (ROWS_AT_ONCE * T::WARPS) == 0, "each warp fetches whole sets of rows");
  static_assert(T::COLUMNS % (COLUMNS_AT_ONCE * T::WARPS) == 0, "each warp fetches whole sets of columns");
  __shared__ LeftSlab<T, 32> left_slab;
  __shared__ float right_slab[32 * RIGHT_STRIDE];
  const unsigned tx = threadIdx.x;
  const unsigned ty = threadIdx.y;
  float* const left_target = left_slab.at(tx, ty);
  float* const right_target = &right_slab[tx * RIGHT_STRIDE + ty];
  for (int group = begin; group < end; ++group) {
#pragma unroll
    for (int row = 0; row < T::ROWS; row += ROWS_AT_ONCE * T::WARPS) {
      float values[ROWS_AT_ONCE];
#pragma unroll
      for (int i = 0; i < ROWS_AT_ONCE; ++i) {
        values[i] = rows.load(position, row + i * T::WARPS + ty);
      }
#pragma unroll
      for (int i = 0; i < ROWS_AT_ONCE; ++i) {
        left_target[row + i * T::WARPS] = values[i];
      }
    }
#pragma unroll
    for (int column = 0; column < T::COLUMNS; column += COLUMNS_AT_ONCE * T::WARPS) {
      typename Columns::Place places[COLUMNS_AT_ONCE];
      float values[COLUMNS_AT_ONCE];
#pragma unroll
      for (int i = 0; i < COLUMNS_AT_ONCE; ++i) {
        places[i] = columns.place(column + i * T::WARPS + ty);
      }
#pragma unroll
      for (int i = 0; i < COLUMNS_AT_ONCE; ++i) {
        values[i] = columns.load(position, places[i]);
      }
#pragma unroll
      for (int i = 0; i < COLUMNS_AT_ONCE; ++i) {
        right_target[column + i * T::WARPS] = values[i];
      }
    }
    position.advance();
    __syncthreads();
    const float* a = left_slab.at(0, T::first_row());
    const float* b = &right_slab[T::first_group() * 32 + tx];
#pragma unroll 1
    for (int k = 0; k < 32; k += 8) {
#pragma unroll
      for (int step = 0; step < 8; ++step) {
        multiply_add<T>(a + step * LeftSlab<T, 32>::STRIDE, b + step * RIGHT_STRIDE, sums);
      }
      a += 8 * LeftSlab<T, 32>::STRIDE;
      b += 8 * RIGHT_STRIDE;
    }
    __syncthreads();
  }
}

// out[i] = slice 0 [i] + slice 1 [i] + ... in this order.
__device__ __forceinline__ float add_slices(const float* __restrict__ slices, int slice_count, int elements, int i) {
  float sum = slices[i];
  for (int slice = 1; slice < slice_count; ++slice) {
    sum += slices[static_cast<long long>(slice) * elements + i];
  }
  return sum;
}
