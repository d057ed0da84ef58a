// Exponential, logarithm and hyperbolic tangent from correctly rounded operations only (fmaf, +, -, *, / and bit patterns), so that a
// GPU, the emulator and Java code give the same bits; expf, logf and tanhf use approximate instructions and do not.
// alexnet.kernels.Elementary has the same lines in Java.

#pragma once

// ln 2 in two parts: the first has 15 significant bits, so a product with a whole number below 512 is exact.
#define LN2_HIGH 0x1.62e4p-1f
#define LN2_LOW 0x1.7f7d1cp-20f

// exp(x), error below 1 ulp (0.98 over all floats) for normal results, below 1 unit of the smallest subnormal under them.
//   x = n ln 2 + r with |r| <= ln 2 / 2;  exp(x) = 2^n (1 + r + r^2 q(r)), q of degree 5 (minimax, 1.0e-10 relative).
// NaN gives NaN; x above 88.72283 gives +infinity; x below -103.9721 gives 0; 1 is exact for x = 0.
__device__ __forceinline__ float exponential(float x) {
  // Beyond these bounds the result is infinity or 0 already; they keep 2^n in the range of two factors.
  float c = x > 90.0f ? 90.0f : x;
  c = c < -105.0f ? -105.0f : c;
  // Adding 1.5 * 2^23 leaves n, rounded to even, in the lowest bits of the sum.
  const float shifted = fmaf(c, 0x1.715476p0f, 0x1.8p23f);
  const int n = __float_as_int(shifted) - 0x4b400000;
  const float whole = shifted - 0x1.8p23f;
  float r = fmaf(whole, -LN2_HIGH, c);
  r = fmaf(whole, -LN2_LOW, r);
  float q = 0x1.9dfc08p-13f;
  q = fmaf(q, r, 0x1.6d4ccap-10f);
  q = fmaf(q, r, 0x1.11130ep-7f);
  q = fmaf(q, r, 0x1.5554e8p-5f);
  q = fmaf(q, r, 0x1.555554p-3f);
  q = fmaf(q, r, 0.5f);
  const float e = fmaf(r * r, q, r) + 1.0f;
  // 2^n as two factors, so that the second product alone rounds when the result is subnormal.
  const int half = n >> 1;
  const float first = __int_as_float((half + 127) << 23);
  const float second = __int_as_float((n - half + 127) << 23);
  return x != x ? x : e * first * second;
}

// ln(x), error below 1 ulp (0.94 over all floats) for every positive x, subnormal ones too.
//   x = 2^n (1 + f) with 2/3 <= 1 + f < 4/3;  ln(x) = n ln 2 + f + f^2 q(f), q of degree 8 (minimax, 4.7e-9 relative).
// 0 gives -infinity, +infinity itself, NaN and x < 0 give NaN; ln(1) = 0 is exact.
__device__ __forceinline__ float logarithm(float x) {
  const bool tiny = x < 0x1p-126f;
  const int bits = __float_as_int(tiny ? x * 0x1p23f : x);
  const int n = (bits - 0x3f2aaaab) >> 23;
  const float f = __int_as_float(bits - (n << 23)) - 1.0f;
  // n as a float: 2^23 + 2^22 + n is exact, and so is what is left after taking the constant off.
  const float whole = __int_as_float(0x4b400000 + (tiny ? n - 23 : n)) - 0x1.8p23f;
  float q = -0x1.07e26ep-3f;
  q = fmaf(q, f, 0x1.1e6f88p-3f);
  q = fmaf(q, f, -0x1.f325acp-4f);
  q = fmaf(q, f, 0x1.1ed50ap-3f);
  q = fmaf(q, f, -0x1.559cd4p-3f);
  q = fmaf(q, f, 0x1.99d052p-3f);
  q = fmaf(q, f, -0x1.fffef8p-3f);
  q = fmaf(q, f, 0x1.555506p-2f);
  q = fmaf(q, f, -0.5f);
  float result = fmaf(f * f, q, f);
  result = fmaf(whole, LN2_LOW, result);
  result = fmaf(whole, LN2_HIGH, result);
  const float infinity = __int_as_float(0x7f800000);
  const float nan = __int_as_float(0x7fffffff);
  result = x == infinity ? x : result;
  result = x == 0.0f ? -infinity : result;
  return x >= 0.0f ? result : nan;
}

// tanh(x), error below 2 ulp for every x, subnormal ones too.
//   |x| < 0.5625: x + x^3 p(x^2), p of degree 4 (minimax, 2.4e-9 relative), so that nothing cancels;
//   else 1 - 2 / (exp(2 |x|) + 1) with the sign of x, which is +-1 from |x| = 9.02 on.
// NaN gives NaN; 0 and -0 give themselves.
__device__ __forceinline__ float hyperbolic_tangent(float x) {
  const int sign = __float_as_int(x) & 0x80000000;
  const float magnitude = __int_as_float(__float_as_int(x) & 0x7fffffff);
  const float square = magnitude * magnitude;
  float p = -0x1.95001ap-8f;
  p = fmaf(p, square, 0x1.582fb0p-6f);
  p = fmaf(p, square, -0x1.b90946p-5f);
  p = fmaf(p, square, 0x1.110c72p-3f);
  p = fmaf(p, square, -0x1.555548p-2f);
  const float small = fmaf(magnitude * square, p, magnitude);
  const float large = 1.0f - 2.0f / (exponential(2.0f * magnitude) + 1.0f);
  const float result = magnitude < 0.5625f ? small : large;
  return x != x ? x : __int_as_float(__float_as_int(result) | sign);
}
