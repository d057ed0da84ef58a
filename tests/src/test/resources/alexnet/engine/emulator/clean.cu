// Kernels that share memory between threads as they should: no checker may report any of them.
// nvcc -ptx -arch=compute_75 -lineinfo -fmad=false, then .version 7.0 and .target sm_70.

extern "C" __global__ void reduction(const int *in, int *out) {
  __shared__ int s[256];
  int t = threadIdx.x;
  s[t] = in[blockIdx.x * 256 + t];
  __syncthreads();
#pragma unroll 1
  for (int width = 128; width > 0; width /= 2) {
    if (t < width) {
      s[t] += s[t + width];
    }
    __syncthreads();
  }
  if (t == 0) {
    out[blockIdx.x] = s[0];
  }
}

extern "C" __global__ void warp_reduction(const int *in, int *out) {
  int t = threadIdx.x;
  int value = in[blockIdx.x * 64 + t];
  for (int step = 16; step > 0; step /= 2) {
    value += __shfl_down_sync(0xffffffff, value, step);
  }
  __shared__ int parts[2];
  if (t % 32 == 0) {
    parts[t / 32] = value;
  }
  __syncthreads();
  if (t == 0) {
    out[blockIdx.x] = parts[0] + parts[1];
  }
}

extern "C" __global__ void warp_exchange(const int *in, int *out) {
  __shared__ int s[64];
  int t = threadIdx.x;
  int sum = 0;
#pragma unroll 1
  for (int i = 0; i < 5; i++) {
    s[t] = in[i * 64 + t];
    __syncwarp();
    sum += s[t ^ 9];
    __syncwarp();
  }
  out[t] = sum;
}

extern "C" __global__ void half_warp_exchange(const int *in, int *out) {
  __shared__ int s[32];
  int t = threadIdx.x;
  if (t < 16) {
    s[t] = in[t];
    __syncwarp(0xffff);
    out[t] = s[15 - t];
  }
}

extern "C" __global__ void double_buffer(const float *in, float *out, int rounds) {
  __shared__ float s[2][64];
  int t = threadIdx.x;
  float sum = 0;
  s[0][t] = in[t];
  __syncthreads();
#pragma unroll 1
  for (int i = 0; i < rounds; i++) {
    if (i + 1 < rounds) {
      s[(i + 1) & 1][t] = in[(i + 1) * 64 + t];
    }
    sum += s[i & 1][63 - t];
    __syncthreads();
  }
  out[t] = sum;
}

extern "C" __global__ void histogram(const unsigned char *in, unsigned *bins, int n) {
  __shared__ unsigned s[16];
  int t = threadIdx.x;
  if (t < 16) {
    s[t] = 0;
  }
  __syncthreads();
  for (int i = blockIdx.x * 64 + t; i < n; i += gridDim.x * 64) {
    atomicAdd(&s[in[i] & 15], 1);
  }
  __syncthreads();
  if (t < 16) {
    atomicAdd(&bins[t], s[t]);
  }
}

extern "C" __global__ void last_block(const int *in, int *partial, unsigned *done, int *sum) {
  __shared__ int s[64];
  __shared__ bool last;
  int t = threadIdx.x;
  s[t] = in[blockIdx.x * 64 + t];
  __syncthreads();
  for (int width = 32; width > 0; width /= 2) {
    if (t < width) {
      s[t] += s[t + width];
    }
    __syncthreads();
  }
  if (t == 0) {
    partial[blockIdx.x] = s[0];
    __threadfence();
    last = atomicAdd(done, 1) == gridDim.x - 1;
  }
  __syncthreads();
  if (last && t == 0) {
    int total = 0;
    for (unsigned i = 0; i < gridDim.x; i++) {
      total += partial[i];
    }
    sum[0] = total;
  }
}

extern "C" __global__ void flag(const int *in, int *found) {
  __shared__ int any;
  int t = threadIdx.x;
  if (t == 0) {
    any = 0;
  }
  __syncthreads();
  if (in[blockIdx.x * 64 + t] > 0) {
    any = 1;
    found[0] = 1;
  }
  __syncthreads();
  found[1 + blockIdx.x * 64 + t] = any;
}

extern "C" __global__ void in_place(float *data, int n) {
  int i = blockIdx.x * 64 + threadIdx.x;
  if (i < n) {
    data[i] = data[i] * 2 + 1;
  }
}

extern "C" __global__ void bytes(const unsigned char *in, unsigned char *out) {
  __shared__ unsigned char s[64];
  int t = threadIdx.x;
  s[t] = in[t];
  __syncthreads();
  out[t] = s[63 - t];
}

extern "C" __global__ void vectors(const float4 *in, float4 *out) {
  __shared__ float4 s[32];
  int t = threadIdx.x;
  s[t] = in[t];
  __syncthreads();
  out[t] = s[31 - t];
}

extern "C" __global__ void stack(const int *in, int *out) {
  int local[4];
  int t = threadIdx.x;
  for (int i = 0; i < 4; i++) {
    local[i] = t + i;
  }
  out[t] = local[in[t] & 3];
}
