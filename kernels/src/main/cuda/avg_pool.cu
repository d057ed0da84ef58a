// avg_pool: the mean of each window, and its gradient. A window that hangs over the lower or right edge is divided by the
// number of pixels that it really has, as in the original program.

#include "pooling.cuh"

// What a window adds to the gradient of a pixel: 1 / pixels of the window. Only those of the last row, the last column and
// the corner can hang over the edge. AvgPool in Java fills it.
struct AvgPoolShares {
  float inside;
  float bottom;
  float right;
  float corner;
};

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
    const PoolShape shape,
    const float* __restrict__ x,  // (C,H,W,N)
    float* __restrict__ y) {      // (C,P,Q,N)
  const Place output(shape.output_width);
  if (!output.exists(shape)) {
    return;
  }
  const int top = output.row * shape.stride;
  const int left = output.column * shape.stride;
  const int bottom = min(top + shape.size, shape.height);
  const int right = min(left + shape.size, shape.width);
  const float* plane = x + output.plane(shape, shape.height * shape.width);
  float sum = 0.0f;
  for (int h = top; h < bottom; ++h) {
    for (int w = left; w < right; ++w) {
      sum += plane[static_cast<long long>(h * shape.width + w) * shape.batch];
    }
  }
  y[output.at(shape, shape.output_height * shape.output_width)] =
      sum / static_cast<float>((bottom - top) * (right - left));
}

// avg_pool_backward
//   dx[c][h][w][n] = sum over the windows (p, q) that cover (h, w) of dy[c][p][q][n] * share of that window, in
//   row-major order of the windows
//   dy  (C,P,Q,N)  float32
//   dx  (C,H,W,N)  float32, every element is written
//   Threads   thread (tx, ty) of block (bx, by, bz): image bz*32 + tx, channel by*8 + ty, row bx / W, column bx mod W.
//   Launch    grid (H*W, ceil(C / 8), ceil(N / 32)), block (32, 8).
//   Needs     as the forward pass; dx shares no memory with dy.
//   Work      4*C*H*W*N + 4*C*P*Q*N bytes, at most ceil(size / stride)^2 fused additions per element.
//   Deterministic: a gather, without atomics, in a fixed order.
extern "C" __global__ void __launch_bounds__(256) avg_pool_backward(
    const PoolShape shape,
    const AvgPoolShares shares,
    const float* __restrict__ dy,  // (C,P,Q,N)
    float* __restrict__ dx) {      // (C,H,W,N)
  gather_gradient(shape, dx, [&](const Place&, int p, int q, long long at, float& sum) {
    const bool is_bottom = p == shape.output_height - 1;
    const float before_last = is_bottom ? shares.bottom : shares.inside;
    const float last = is_bottom ? shares.corner : shares.right;
    sum = fmaf(dy[at], q == shape.output_width - 1 ? last : before_last, sum);
  });
}
