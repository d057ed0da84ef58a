// augment: the float batch of a step from uint8 images: crop, mirror, colour noise, mean (paper, sections 2 and 4.1).

namespace {

constexpr int TILE = 32;
constexpr int ROWS = 8;

}  // namespace

// augment_apply
//   out[c][y][x][n] = (images[n][cropY[n] + y][cropX[n] + x'][c] + colour[c][n]) - mean[meanOffset + y][meanOffset + x][c]
//   for y, x < crop, x' = mirror[n] ? crop - 1 - x : x;  0 for the other rows and columns of the output
//   images               (N,S,S,3)  uint8
//   cropX, cropY, mirror (N)        int32
//   colour               (3,N)      float32
//   mean                 (S,S,3)    float32
//   out                  (3,O,O,N)  float32, every element is written
//   Threads   block (bx, by, bz) makes row by, columns bx*32 .. +31, of images bz*32 .. +31, all three channels. It reads
//             with threads along the columns (the bytes of a row lie together), turns the tile in shared memory, and
//             writes with threads along the batch.
//   Launch    grid (ceil(O / 32), O, ceil(N / 32)), block (32, 8).
//   Shared    12672 bytes; rows of 33 floats keep both directions free of bank conflicts.
//   Needs     1 <= crop <= S, O; cropX, cropY, meanOffset in 0 .. S - crop.
//   Work      3*crop^2*N bytes read, 12*O^2*N written, 6*crop^2*N float operations.
//   Deterministic: one thread per element, two roundings in the order written.
extern "C" __global__ void __launch_bounds__(256) augment_apply(
    int batch,
    int source,
    int crop,
    int output,
    int meanOffset,
    const unsigned char* __restrict__ images,  // (N,S,S,3)
    const int* __restrict__ cropX,             // (N)
    const int* __restrict__ cropY,             // (N)
    const int* __restrict__ mirror,            // (N)
    const float* __restrict__ colour,          // (3,N)
    const float* __restrict__ mean,            // (S,S,3)
    float* __restrict__ out) {                 // (3,O,O,N)
  __shared__ float tile[3][TILE][TILE + 1];    // channel, image, column
  const int y = blockIdx.y;
  const int firstColumn = blockIdx.x * TILE;
  const int firstImage = blockIdx.z * TILE;

  if (y < crop && firstColumn < crop) {
    const int x = firstColumn + threadIdx.x;
    for (int image = threadIdx.y; image < TILE; image += ROWS) {
      const int n = firstImage + image;
      if (n < batch && x < crop) {
        const int column = cropX[n] + (mirror[n] != 0 ? crop - 1 - x : x);
        const unsigned char* pixel =
            images + ((static_cast<long long>(n) * source + cropY[n] + y) * source + column) * 3;
#pragma unroll
        for (int c = 0; c < 3; ++c) {
          tile[c][image][threadIdx.x] = static_cast<float>(pixel[c]);
        }
      }
    }
  }
  __syncthreads();

  const int n = firstImage + threadIdx.x;
  if (n >= batch) {
    return;
  }
#pragma unroll
  for (int c = 0; c < 3; ++c) {
    const float noise = colour[c * batch + n];
    for (int column = threadIdx.y; column < TILE; column += ROWS) {
      const int x = firstColumn + column;
      if (x < output) {
        float value = 0.0f;
        if (y < crop && x < crop) {
          const float average = mean[((meanOffset + y) * source + meanOffset + x) * 3 + c];
          value = tile[c][threadIdx.x][column] + noise - average;
        }
        out[(static_cast<long long>(c * output + y) * output + x) * batch + n] = value;
      }
    }
  }
}
