// What kernels on single elements have in common: a thread for each element.
#pragma once

// make(i) in thread t of block b for element i = b*256 + t, where there is one. Launch: grid ceil(elements / 256), block 256.
template <class Make>
__device__ __forceinline__ void each_element(int elements, const Make& make) {
  const unsigned i = blockIdx.x * 256 + threadIdx.x;
  if (i < elements) {
    make(i);
  }
}
