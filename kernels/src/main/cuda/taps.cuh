// The right operand of convolutions of any filter size: what filters see around a pixel.
#pragma once

#include "conv_shape.cuh"

// The taps around one group: reduction index (c,r,s), c outermost. DIRECTION 1: tap (r,s) lies at (top + r, left + s);
// -1: at (top - r, left - s).
template <int DIRECTION>
struct Taps {
  const float* __restrict__ values;   // (channels, height, width, batch)
  Divider taps;                       // R*S
  Divider filter_width;               // S
  int k_count;                        // channels*R*S
  int height;
  int width;
  int batch;
  int top;
  int left;
  int image;

  __device__ __forceinline__ float load(int step, int k_in_step) const {
    const unsigned k = step * 8 + k_in_step;
    const unsigned c = taps.quotient(k);
    const unsigned tap = k - c * taps.divisor;
    const unsigned r = filter_width.quotient(tap);
    const unsigned s = tap - r * filter_width.divisor;
    const int h = top + DIRECTION * static_cast<int>(r);
    const int w = left + DIRECTION * static_cast<int>(s);
    const bool exists = static_cast<int>(k) < k_count && inside(h, height) && inside(w, width);
    return load_if(exists, values + (((static_cast<int>(c) * height + h) * width + w) * batch + image));
  }
};
