// transpose: a matrix turned over, between our activations (features,N) and the (N,features) of vendor libraries.

#define TILE 32
#define ROWS 8

// transpose_matrix
//   y[c][r] = x[r][c]
//   x (rows,columns), y (columns,rows)  float32
//   Threads   block (i,j) turns the 32x32 tile of rows 32i.. and columns 32j..; thread (a,b) reads column a of rows
//             b, b+8, b+16, b+24 of the tile and writes the same places of the turned tile, so that both sides are
//             contiguous for a warp. Tile rows are padded by one word: no bank conflicts.
//   Launch    grid (ceil(rows / 32), ceil(columns / 32)), block (32, 8).
//   Needs     rows >= 1, columns >= 1; y apart from x.
//   Work      8 bytes per element, no arithmetic.
//   Deterministic: values are only moved.
extern "C" __global__ void __launch_bounds__(TILE * ROWS) transpose_matrix(
    int rows,
    int columns,
    const float* x,  // (rows,columns)
    float* y) {      // (columns,rows)
  __shared__ float tile[TILE][TILE + 1];
  const int first_row = blockIdx.x * TILE;
  const int first_column = blockIdx.y * TILE;
  for (int i = threadIdx.y; i < TILE; i += ROWS) {
    const int row = first_row + i;
    const int column = first_column + threadIdx.x;
    if (row < rows && column < columns) {
      tile[i][threadIdx.x] = x[(size_t)row * columns + column];
    }
  }
  __syncthreads();
  for (int i = threadIdx.y; i < TILE; i += ROWS) {
    const int row = first_row + threadIdx.x;
    const int column = first_column + i;
    if (row < rows && column < columns) {
      y[(size_t)column * rows + row] = tile[threadIdx.x][i];
    }
  }
}
