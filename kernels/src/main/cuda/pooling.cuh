// What max_pool and avg_pool have in common: their shape, who makes which element, and which windows cover a pixel.
#pragma once

// Pooling of x (C,H,W,N) to y (C,P,Q,N); PoolShape in Java fills it.
struct PoolShape {
  int channels;       // C
  int height;         // H
  int width;          // W
  int output_height;  // P
  int output_width;   // Q
  int batch;          // N
  int size;           // rows and columns of a window
  int stride;         // step between windows
};

// What a thread works on: one place of a plane that is `width` wide, one channel, one image.
struct Place {
  int row;
  int column;
  int channel;
  int image;

  explicit __device__ __forceinline__ Place(int width) {
    row = blockIdx.x / width;
    column = blockIdx.x - row * width;
    channel = blockIdx.y * 8 + threadIdx.y;
    image = blockIdx.z * 32 + threadIdx.x;
  }

  __device__ __forceinline__ bool exists(const PoolShape& shape) const {
    return channel < shape.channels && image < shape.batch;
  }

  // Where this image's part of the channel starts in a tensor whose planes have that many pixels.
  __device__ __forceinline__ long long plane(const PoolShape& shape, int pixels) const {
    return static_cast<long long>(channel) * pixels * shape.batch + image;
  }

  // Where the place itself lies in such a tensor.
  __device__ __forceinline__ long long at(const PoolShape& shape, int pixels) const {
    return (static_cast<long long>(channel) * pixels + blockIdx.x) * shape.batch + image;
  }
};

// visit(p, q, at) for each window (p, q) that covers the pixel, in row-major order; `at` is where the window's element lies
// in a tensor (C,P,Q,N).
template <class Visit>
__device__ __forceinline__ void over_covering_windows(
    const PoolShape& shape, const Place& pixel, const Visit& visit) {
  const long long plane = pixel.plane(shape, shape.output_height * shape.output_width);
  const int h = pixel.row;
  const int w = pixel.column;
  const int first_row = h < shape.size ? 0 : (h - shape.size) / shape.stride + 1;
  const int last_row = min(h / shape.stride, shape.output_height - 1);
  const int first_column = w < shape.size ? 0 : (w - shape.size) / shape.stride + 1;
  const int last_column = min(w / shape.stride, shape.output_width - 1);
  for (int p = first_row; p <= last_row; ++p) {
    for (int q = first_column; q <= last_column; ++q) {
      visit(p, q, plane + static_cast<long long>(p * shape.output_width + q) * shape.batch);
    }
  }
}

// A gradient of x, of which this thread makes one pixel: dx (C,H,W,N) is what add(pixel, p, q, at, sum) makes of sum = 0
// over the windows that cover the pixel, as over_covering_windows gives them.
template <class Add>
__device__ __forceinline__ void gather_gradient(const PoolShape& shape, float* __restrict__ dx, const Add& add) {
  const Place pixel(shape.width);
  if (!pixel.exists(shape)) {
    return;
  }
  float sum = 0.0f;
  over_covering_windows(shape, pixel, [&](int p, int q, long long at) { add(pixel, p, q, at, sum); });
  dx[pixel.at(shape, shape.height * shape.width)] = sum;
}
