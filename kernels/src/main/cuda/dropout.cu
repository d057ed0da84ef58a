// dropout: values set to 0 at random in training, scaled in a test (paper, 4.2: no scaling in training); or, in the
// inverted form of later programs, those that are kept scaled in training and nothing done in a test.

#include "elementwise.cuh"
#include "philox.cuh"

// Which values a mask keeps and what they are multiplied by; Dropout in Java fills it.
struct DropoutMask {
  unsigned threshold;  // least word that keeps a value
  unsigned seed_low;
  unsigned seed_high;
  unsigned layer;
  unsigned step_low;
  unsigned step_high;
  float factor;
};

// dropout_mask
//   y[e] = word(e) >= threshold ? x[e] * factor : 0; factor 1 leaves what is kept as it is
//   word(e) = word e / T of Philox4x32-10 with counter (e mod T, layer, step_low, step_high), key (seed_low, seed_high)
//   x, y  (elements)  float32; dy and dx in the backward direction
//   Threads   thread t, counted over all blocks, makes elements t, t + T, t + 2T, t + 3T: one Philox block each, and
//             neighbouring threads stay on neighbouring elements.
//   Launch    grid ceil(T / 256), block 256; T = threads = ceil(elements / 4).
//   Needs     elements >= 1; y may be x.
//   Work      8 bytes and one multiplication per element, 25 integer operations.
//   Deterministic: the mask depends on the arguments alone.
extern "C" __global__ void __launch_bounds__(256) dropout_mask(
    int elements,
    int threads,
    const DropoutMask mask,
    const float* x,  // (elements)
    float* y) {      // (elements)
  const unsigned t = blockIdx.x * 256 + threadIdx.x;
  if (t >= threads) {
    return;
  }
  const uint4 words =
      philox4x32_10(make_uint4(t, mask.layer, mask.step_low, mask.step_high), make_uint2(mask.seed_low, mask.seed_high));
  const unsigned word[4] = {words.x, words.y, words.z, words.w};
#pragma unroll
  for (int part = 0; part < 4; ++part) {
    const unsigned e = t + part * threads;
    if (e < elements) {
      const float value = x[e] * mask.factor;
      y[e] = word[part] >= mask.threshold ? value : 0.0f;
    }
  }
}

// dropout_scale
//   y[e] = x[e] * factor
//   x, y  (elements)  float32
//   Threads   thread t of block b makes element b*256 + t.
//   Launch    grid ceil(elements / 256), block 256.
//   Needs     elements >= 1; y may be x.
//   Work      8 bytes and one multiplication per element.
//   Deterministic: one rounding per element.
extern "C" __global__ void __launch_bounds__(256) dropout_scale(
    int elements,
    float factor,
    const float* x,  // (elements)
    float* y) {      // (elements)
  each_element(elements, [&](unsigned e) { y[e] = x[e] * factor; });
}
