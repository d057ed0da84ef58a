// augment: the float batch of a step from uint8 images: crop, mirror, colour noise, mean, scale (paper, sections 2 and 4.1).

namespace {

constexpr int IMAGES = 32;
constexpr int COLUMNS = 32;
constexpr int LENGTH = 3 * COLUMNS;  // values of a tile row, and threads

// Sizes of one batch; AugmentShape in Java fills it.
struct AugmentShape {
  int batch;        // N
  int source_size;  // S, rows and columns of an image
  int crop_size;    // rows and columns of the crop
  int output_size;  // O, rows and columns of the output
};

// How numbers are made out of pixels; AugmentRule in Java fills it.
struct AugmentRule {
  int mean_offset;    // row and column of the mean that belong to the first of the output; below 0: as the pixel's
  int is_blue_first;  // whether the channels of the output are blue, green, red
  float scale;
};

}  // namespace

// augment_apply
//   out[c][y][x][n] = ((images[n][row][column][k] + colour[k][n]) - average) * scale
//   for y, x < crop, row = crop_y[n] + y, column = crop_x[n] + (mirror[n] ? crop - 1 - x : x), k = is_blue_first ? 2 - c : c;
//   average = mean[mean_offset + y][mean_offset + x][k], or mean[row][column][k] where mean_offset is below 0;
//   0 for the other rows and columns of the output
//   images                  (N,S,S,3)  uint8
//   crop_x, crop_y, mirror  (N)        int32
//   colour                  (3,N)      float32
//   mean                    (S,S,3)    float32
//   out                     (3,O,O,N)  float32, every element is written
//   Threads   block (bx, by, bz) makes row by, columns bx*32 .. +31, of images bz*32 .. +31, all three channels. First
//             thread (tx, ty) makes column tx of channel ty for one image after the other: the three warps share the
//             bytes of a row, and what belongs to the image is the same for all threads. Then it writes image tx of
//             channel ty, one column after the other: the batch lies together.
//   Launch    grid (ceil(O / 32), O, ceil(N / 32)), block (32, 3).
//   Shared    12416 bytes; an odd row length keeps the turned reads free of bank conflicts.
//   Needs     1 <= crop <= S, O; crop_x, crop_y in 0 .. S - crop, mean_offset at most S - crop.
//   Work      3*crop^2*N bytes read, 12*O^2*N written, 9*crop^2*N float operations.
//   Deterministic: one thread per element, three roundings in the order written; times 1 rounds nothing.
extern "C" __global__ void __launch_bounds__(LENGTH) augment_apply(
    const AugmentShape shape,
    const AugmentRule rule,
    const unsigned char* __restrict__ images,  // (N,S,S,3)
    const int* __restrict__ crop_x,            // (N)
    const int* __restrict__ crop_y,            // (N)
    const int* __restrict__ mirror,            // (N)
    const float* __restrict__ colour,          // (3,N)
    const float* __restrict__ mean,            // (S,S,3)
    float* __restrict__ out) {                 // (3,O,O,N)
  __shared__ float tile[IMAGES][LENGTH + 1];   // image, channel * 32 + column
  const int batch = shape.batch;
  const int source = shape.source_size;
  const int crop = shape.crop_size;
  const int output = shape.output_size;
  const int mean_offset = rule.mean_offset;
  const float scale = rule.scale;
  const int y = blockIdx.y;
  const int first_column = blockIdx.x * COLUMNS;
  const int first_image = blockIdx.z * IMAGES;
  const int images_here = min(IMAGES, batch - first_image);
  const int c = threadIdx.y;
  const int x = first_column + threadIdx.x;
  const int t = c * COLUMNS + threadIdx.x;

  if (y < crop && x < crop) {
    const int k = rule.is_blue_first != 0 ? 2 - c : c;
    const int plain = 3 * x + k;
    const int mirrored = 3 * (crop - 1 - x) + k;
    const long long picture = 3ll * source * source;
    const auto fill = [&](auto average_at) {
      for (int i = 0; i < images_here; ++i) {
        const int n = first_image + i;
        const int place = ((crop_y[n] + y) * source + crop_x[n]) * 3 + (mirror[n] != 0 ? mirrored : plain);
        const float pixel = static_cast<float>(images[n * picture + place]);
        tile[i][t] = (pixel + colour[k * batch + n] - average_at(place)) * scale;
      }
    };
    if (mean_offset >= 0) {
      const float average = mean[((mean_offset + y) * source + mean_offset) * 3 + plain];
      fill([=](int) { return average; });
    } else {
      fill([=](int place) { return mean[place]; });
    }
  } else {
    for (int i = 0; i < images_here; ++i) {
      tile[i][t] = 0.0f;
    }
  }
  __syncthreads();

  const int n = first_image + threadIdx.x;
  const int columns_here = min(COLUMNS, output - first_column);
  if (n < batch) {
    float* to = out + (static_cast<long long>(c * output + y) * output + first_column) * batch + n;
    for (int column = 0; column < columns_here; ++column) {
      to[static_cast<long long>(column) * batch] = tile[threadIdx.x][c * COLUMNS + column];
    }
  }
}
