// avg_pool: the mean of each window, and its gradient. A window that hangs over the lower or right edge is divided by the
// number of pixels that it really has, as in the original program.

// avg_pool_forward
//   y[c][p][q][n] = mean over r, s < size of x[c][p*stride + r][q*stride + s][n], windows cut at the lower and right edge
//   x  (C,H,W,N)  float32
//   y  (C,P,Q,N)  float32
//   Threads   thread (tx, ty) of block (bx, by, bz): image bz*32 + tx, channel by*8 + ty, row bx / Q, column bx mod Q.
//   Launch    grid (P*Q, ceil(C / 8), ceil(N / 32)), block (32, 8).
//   Needs     1 <= size <= 15, 1 <= stride <= size <= H, W; y shares no memory with x.
//   Work      4*C*H*W*N + 4*C*P*Q*N bytes (windows overlap in the cache), size^2 additions and a division per output.
//   Deterministic: one thread per output, which adds in row-major order.
extern "C" __global__ void __launch_bounds__(256) avg_pool_forward(
    int channels, int height, int width, int output_height, int output_width, int batch, int size, int stride,
    const float* __restrict__ x,  // (C,H,W,N)
    float* __restrict__ y) {      // (C,P,Q,N)
  const int p = blockIdx.x / output_width;
  const int q = blockIdx.x - p * output_width;
  const int c = blockIdx.y * 8 + threadIdx.y;
  const int n = blockIdx.z * 32 + threadIdx.x;
  if (c >= channels || n >= batch) {
    return;
  }
  const int top = p * stride;
  const int left = q * stride;
  const int bottom = min(top + size, height);
  const int right = min(left + size, width);
  const float* plane = x + static_cast<long long>(c) * height * width * batch + n;
  float sum = 0.0f;
  for (int h = top; h < bottom; ++h) {
    for (int w = left; w < right; ++w) {
      sum += plane[static_cast<long long>(h * width + w) * batch];
    }
  }
  y[(static_cast<long long>(c) * output_height * output_width + blockIdx.x) * batch + n] =
      sum / static_cast<float>((bottom - top) * (right - left));
}

// avg_pool_backward
//   dx[c][h][w][n] = sum over the windows (p, q) that cover (h, w) of dy[c][p][q][n] * share of that window, in
//   row-major order of the windows; a share is 1 / pixels, from the host: one for the windows that lie inside, one each for
//   those of the last row, the last column and the corner, which alone can hang over the edge
//   dy  (C,P,Q,N)  float32
//   dx  (C,H,W,N)  float32, every element is written
//   Threads   thread (tx, ty) of block (bx, by, bz): image bz*32 + tx, channel by*8 + ty, row bx / W, column bx mod W.
//   Launch    grid (H*W, ceil(C / 8), ceil(N / 32)), block (32, 8).
//   Needs     as the forward pass; dx shares no memory with dy.
//   Work      4*C*H*W*N + 4*C*P*Q*N bytes, at most ceil(size / stride)^2 fused additions per element.
//   Deterministic: a gather, without atomics, in a fixed order.
extern "C" __global__ void __launch_bounds__(256) avg_pool_backward(
    int channels, int height, int width, int output_height, int output_width, int batch, int size, int stride,
    float inside_share, float bottom_share, float right_share, float corner_share,
    const float* __restrict__ dy,  // (C,P,Q,N)
    float* __restrict__ dx) {      // (C,H,W,N)
  const int h = blockIdx.x / width;
  const int w = blockIdx.x - h * width;
  const int c = blockIdx.y * 8 + threadIdx.y;
  const int n = blockIdx.z * 32 + threadIdx.x;
  if (c >= channels || n >= batch) {
    return;
  }
  const long long plane = static_cast<long long>(c) * output_height * output_width * batch + n;
  const int first_row = h < size ? 0 : (h - size) / stride + 1;
  const int last_row = min(h / stride, output_height - 1);
  const int first_column = w < size ? 0 : (w - size) / stride + 1;
  const int last_column = min(w / stride, output_width - 1);
  float sum = 0.0f;
  for (int p = first_row; p <= last_row; ++p) {
    const bool is_bottom = p == output_height - 1;
    for (int q = first_column; q <= last_column; ++q) {
      const bool is_right = q == output_width - 1;
      const float share = is_bottom ? (is_right ? corner_share : bottom_share) : (is_right ? right_share : inside_share);
      sum = fmaf(dy[plane + static_cast<long long>(p * output_width + q) * batch], share, sum);
    }
  }
  dx[(static_cast<long long>(c) * height * width + blockIdx.x) * batch + n] = sum;
}
