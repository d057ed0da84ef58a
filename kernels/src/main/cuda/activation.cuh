// Where the 32 columns of a group lie in activations, and how reduction indices become filter taps.
#pragma once

// Division by a number that the host knows: quotient = high half of (2 n * magic), shifted. Exact for 0 <= n < 2^31; Divider
// in Java makes magic and shift.
struct Divider {
  unsigned divisor;
  unsigned magic;
  int shift;
  __device__ __forceinline__ unsigned quotient(unsigned n) const { return __umulhi(n << 1, magic) >> shift; }
};

// One group: pixel (row, column) of the activation whose columns are made, and a chunk of 32 images.
struct Group {
  int pixel;   // row * width + column
  int row;
  int column;
  int image;   // this thread's image, may be beyond the batch

  // Group g of an activation of the given width; groups run over the chunks first. Beyond the last group: pixel 0.
  __device__ __forceinline__ Group(int g, int groups, int chunks, int width) {
    const int inside = g < groups ? g : 0;
    pixel = inside / chunks;
    row = pixel / width;
    column = pixel - row * width;
    image = (inside - pixel * chunks) * 32 + static_cast<int>(threadIdx.x);
  }

  // The image to read where the result is thrown away or multiplied by zero: always inside the batch.
  __device__ __forceinline__ int readable_image(int batch) const { return image < batch ? image : batch - 1; }
};

// The groups of an activation, one after the other, the same for all threads of a block.
struct GroupWalk {
  int chunks;
  int width;
  int pixel;
  int row;
  int column;
  int chunk;

  __device__ __forceinline__ GroupWalk(int g, int chunks_, int width_) : chunks(chunks_), width(width_) {
    pixel = g / chunks;
    chunk = g - pixel * chunks;
    row = pixel / width;
    column = pixel - row * width;
  }

  __device__ __forceinline__ void advance() {
    const bool next_pixel = chunk + 1 == chunks;
    const bool next_row = next_pixel && column + 1 == width;
    chunk = next_pixel ? 0 : chunk + 1;
    pixel += next_pixel ? 1 : 0;
    column = next_row ? 0 : column + (next_pixel ? 1 : 0);
    row += next_row ? 1 : 0;
  }

  __device__ __forceinline__ int image() const { return chunk * 32 + static_cast<int>(threadIdx.x); }
};

__device__ __forceinline__ bool inside(int i, int extent) {
  return static_cast<unsigned>(i) < static_cast<unsigned>(extent);
}

// The float at an address that need not exist: 0 where it does not, without a branch and without a read.
__device__ __forceinline__ float load_if(bool exists, const float* address) {
  float value;
  asm("{\n\t"
      ".reg .pred exists;\n\t"
      "setp.ne.s32 exists, %2, 0;\n\t"
      "mov.f32 %0, 0f00000000;\n\t"
      "@exists ld.global.nc.f32 %0, [%1];\n\t"
      "}"
      : "=f"(value)
      : "l"(__cvta_generic_to_global(address)), "r"(static_cast<int>(exists)));
  return value;
}

// ReLU: 0 where v <= 0. Asked this way round a NaN stays one, so that a run that has come apart is seen to have.
__device__ __forceinline__ float activate(float v, int relu) {
  return relu && v <= 0.0f ? 0.0f : v;
}
