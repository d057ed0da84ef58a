// What is done to a finished sum before it is stored.
#pragma once

// ReLU: 0 where v <= 0. Asked this way round a NaN stays one, so that a run that has come apart is seen to have.
__device__ __forceinline__ float activate(float v, int relu) {
  return relu && v <= 0.0f ? 0.0f : v;
}
