// softmax_cross_entropy: probabilities of the classes, loss, top-1 and top-5 scores, and the gradient of the logits.

#include "elementary.cuh"

namespace {

constexpr int LANES = 32;
constexpr int SLICES = 16;

// The share of the first k places that falls to a label with `larger` logits above it and `equal` equal ones, its own
// included (cuda-convnet scores ties this way).
__device__ __forceinline__ float score(int k, int larger, int equal) {
  const float share = static_cast<float>(k - larger) / static_cast<float>(equal);
  return larger >= k ? 0.0f : share < 1.0f ? share : 1.0f;
}

}  // namespace

// softmax_cross_entropy_forward
//   m[n] = max over k of z[k][n];  e[k][n] = exp(z[k][n] - m[n]);  sum[n] = sum over k of e[k][n]
//   probabilities[k][n] = e[k][n] / sum[n]
//   loss[n] = ln(sum[n]) - (z[label][n] - m[n])
//   top1, top5[n] = share of the label among the largest 1, 5 logits, see score
//   Label -1: loss, top1, top5 are 0. A NaN or +infinity in z, or a label beyond -1 .. K-1: loss NaN, scores 0.
//   logits (z)            (K,N)  float32
//   labels                (N)    int32
//   probabilities         (K,N)  float32
//   loss, top1, top5      (N)    float32
//   Threads   thread (tx, ty) of block b: image b*32 + tx, classes ty, ty + 16, ty + 32 ...; the slices of an image are
//             joined through shared memory.
//   Launch    grid ceil(N / 32), block (32, 16).
//   Shared    8192 bytes.
//   Needs     K, N >= 1; the outputs share no memory with the inputs.
//   Work      20*K*N bytes (8 of them from the cache), about 20*K*N float operations.
//   Deterministic: classes of a slice in ascending order, then slices in ascending order.
extern "C" __global__ void __launch_bounds__(512) softmax_cross_entropy_forward(
    int classes,
    int batch,
    const float* __restrict__ logits,   // (K,N)
    const int* __restrict__ labels,     // (N)
    float* __restrict__ probabilities,  // (K,N)
    float* __restrict__ loss,           // (N)
    float* __restrict__ top1,           // (N)
    float* __restrict__ top5) {         // (N)
  __shared__ float maxima[SLICES][LANES];
  __shared__ float sums[SLICES][LANES];
  __shared__ int larger[SLICES][LANES];
  __shared__ int equal[SLICES][LANES];
  const int lane = threadIdx.x;
  const int slice = threadIdx.y;
  const int n = blockIdx.x * LANES + lane;
  const bool present = n < batch;

  int label = -1;
  bool known = false;
  float label_logit = 0.0f;
  float maximum = __int_as_float(0xff800000);
  int larger_here = 0;
  int equal_here = 0;
  if (present) {
    label = labels[n];
    known = label >= 0 && label < classes;
    if (known) {
      label_logit = logits[static_cast<long long>(label) * batch + n];
    }
    for (int k = slice; k < classes; k += SLICES) {
      const float z = logits[static_cast<long long>(k) * batch + n];
      // A NaN is taken as the maximum and stays it.
      maximum = z > maximum || z != z ? z : maximum;
      larger_here += z > label_logit ? 1 : 0;
      equal_here += z == label_logit ? 1 : 0;
    }
  }
  maxima[slice][lane] = maximum;
  larger[slice][lane] = larger_here;
  equal[slice][lane] = equal_here;
  __syncthreads();

  float sum_here = 0.0f;
  maximum = maxima[0][lane];
#pragma unroll
  for (int other = 1; other < SLICES; ++other) {
    const float z = maxima[other][lane];
    maximum = z > maximum || z != z ? z : maximum;
  }
  if (present) {
    for (int k = slice; k < classes; k += SLICES) {
      const long long at = static_cast<long long>(k) * batch + n;
      const float e = exponential(logits[at] - maximum);
      probabilities[at] = e;
      sum_here += e;
    }
  }
  sums[slice][lane] = sum_here;
  __syncthreads();

  float sum = sums[0][lane];
#pragma unroll
  for (int other = 1; other < SLICES; ++other) {
    sum += sums[other][lane];
  }
  if (present) {
    for (int k = slice; k < classes; k += SLICES) {
      const long long at = static_cast<long long>(k) * batch + n;
      probabilities[at] = probabilities[at] / sum;
    }
    if (slice == 0) {
      for (int other = 1; other < SLICES; ++other) {
        larger_here += larger[other][lane];
        equal_here += equal[other][lane];
      }
      const float entropy = logarithm(sum) - (label_logit - maximum);
      const float value = known ? entropy : __int_as_float(0x7fffffff);
      const bool scored = known && value == value;
      loss[n] = label == -1 ? 0.0f : value;
      top1[n] = scored ? score(1, larger_here, equal_here) : 0.0f;
      top5[n] = scored ? score(5, larger_here, equal_here) : 0.0f;
    }
  }
}

// softmax_cross_entropy_gradient
//   d_logits[k][n] = (probabilities[k][n] - (k == label[n] ? 1 : 0)) * scale;  0 where label[n] is -1
//   probabilities, d_logits  (K,N)  float32
//   labels                   (N)    int32
//   Threads   thread (tx, ty) of block (bx, by): class bx*8 + ty, image by*32 + tx.
//   Launch    grid (ceil(K / 8), ceil(N / 32)), block (32, 8).
//   Needs     K, N >= 1; d_logits may be probabilities.
//   Work      8*K*N bytes, 2*K*N float operations.
//   Deterministic: one thread per element, two roundings.
extern "C" __global__ void __launch_bounds__(256) softmax_cross_entropy_gradient(
    int classes,
    int batch,
    float scale,
    const float* probabilities,      // (K,N)
    const int* __restrict__ labels,  // (N)
    float* d_logits) {               // (K,N)
  const int k = blockIdx.x * 8 + threadIdx.y;
  const int n = blockIdx.y * 32 + threadIdx.x;
  if (k < classes && n < batch) {
    const long long at = static_cast<long long>(k) * batch + n;
    const int label = labels[n];
    const float p = probabilities[at];
    const float gradient = (k == label ? p - 1.0f : p) * scale;
    d_logits[at] = label == -1 ? 0.0f : gradient;
  }
}
