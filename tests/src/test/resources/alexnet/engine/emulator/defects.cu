// Kernels with one defect each; the comments name the lines that a report has to give.
// nvcc -ptx -arch=compute_75 -lineinfo -fmad=false, then .version 7.0 and .target sm_70.

__constant__ int limits[4] = {1, 2, 3, 4};

extern "C" __global__ void out_of_bounds(int *out) {
  int t = threadIdx.x;
  out[t + 2] = t;  // out_of_bounds at
}

extern "C" __global__ void misaligned(int *out) {
  *(int *)((char *)out + 2 * threadIdx.x) = 1;  // misaligned at
}

extern "C" __global__ void write_to_constant(int *out) {
  int *p = threadIdx.x < 3 ? out : (int *)limits;
  p[threadIdx.x] = 7;  // write_to_constant at
}

extern "C" __global__ void uninitialised_global(const int *in, int *out) {
  int t = threadIdx.x;
  int value = in[t];  // uninitialised_global at
  out[t] = value + 1;
}

extern "C" __global__ void uninitialised_shared(int *out) {
  __shared__ int s[64];
  int t = threadIdx.x;
  if (t != 5) {
    s[t] = t;
  }
  __syncthreads();
  out[t] = s[63 - t];  // uninitialised_shared at
}

extern "C" __global__ void uninitialised_local(const int *in, int *out) {
  int stack[8];
  int n = in[0];
  for (int i = 0; i < n; i++) {
    stack[i & 7] = i;
  }
  out[threadIdx.x] = stack[in[threadIdx.x] & 7];  // uninitialised_local at
}

extern "C" __global__ void block_race(const int *in, int *out) {
  __shared__ int s[64];
  int t = threadIdx.x;
  s[t] = in[t];        // block_race other
  out[t] = s[63 - t];  // block_race at
}

extern "C" __global__ void loop_race(const int *in, int *out, int rounds) {
  __shared__ int s[64];
  int t = threadIdx.x;
  int sum = 0;
#pragma unroll 1
  for (int i = 0; i < rounds; i++) {
    s[t] = in[i * 64 + t];  // loop_race at
    __syncthreads();
    sum += s[(t + 32) & 63];  // loop_race other
  }
  out[t] = sum;
}

extern "C" __global__ void warp_race(const int *in, int *out) {
  __shared__ int s[32];
  int t = threadIdx.x;
  s[t] = in[t];       // warp_race other
  out[t] = s[t ^ 1];  // warp_race at
}

extern "C" __global__ void same_place(int *out) {
  __shared__ int s;
  s = threadIdx.x;  // same_place at
  __syncthreads();
  out[threadIdx.x] = s;
}

extern "C" __global__ void global_race(int *data) {
  int t = threadIdx.x;
  int next = data[(t + 1) & 63];  // global_race other
  data[t] = next;                 // global_race at
}

extern "C" __global__ void blocks_race(const int *in, int *sum) {
  int before = sum[0];                // blocks_race at
  sum[0] = before + in[blockIdx.x];  // blocks_race other
}

extern "C" __global__ void missing_fence(const int *in, int *partial, unsigned *done, int *sum) {
  partial[blockIdx.x] = in[blockIdx.x];  // missing_fence other
  if (atomicAdd(done, 1) == gridDim.x - 1) {
    int total = 0;
#pragma unroll 1
    for (unsigned i = 0; i < gridDim.x; i++) {
      total += partial[i];  // missing_fence at
    }
    sum[0] = total;
  }
}

extern "C" __global__ void divergent_barrier(const int *in, int *out) {
  __shared__ int s[64];
  int t = threadIdx.x;
  if (t < 40) {
    s[t] = in[t];
    __syncthreads();  // divergent_barrier at
    out[t] = s[39 - t];
  }
}

extern "C" __global__ void illegal_syncwarp(int *out) {
  __shared__ int s[32];
  int t = threadIdx.x;
  if (t <= 16) {
    s[t] = t;
    __syncwarp(0xffff);  // illegal_syncwarp at
    out[t] = s[t];
  }
}

extern "C" __global__ void ended_lane(int *out) {
  int t = threadIdx.x;
  if (t >= 24) {
    return;
  }
  out[t] = __shfl_down_sync(0xffffff, t, 4);  // ended_lane at
}
