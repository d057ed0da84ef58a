// Source of calls.ptx: nvcc -ptx -arch=compute_80 -lineinfo calls.cu; then .version set to 7.0 and debug sections removed.
#include <cassert>
#include <cstdio>

struct Triple {
    int a;
    float b;
    long long c;
};
struct Six {
    int v[6];
};

__device__ __noinline__ Triple bump(Triple t, int k) {
    t.a += k;
    t.b *= 2;
    t.c -= k;
    return t;
}
__device__ __noinline__ int pick(Six q, int i, char c, bool b, short s, unsigned char u, double d, float f) {
    return q.v[i] + c + b + s + u + (int)d + (int)f;
}
__device__ __noinline__ char next(char c) { return c + 1; }
extern "C" __global__ void values(int* out, int n) {
    int t = threadIdx.x;
    Triple s;
    s.a = t;
    s.b = t;
    s.c = t;
    s = bump(s, n);
    Six q;
    for (int i = 0; i < 6; i++) q.v[i] = out[i];
    int picked = pick(q, t % 6, (char)t, t & 1, (short)-t, t, t * 0.5, t) + next(t);
    __syncthreads();
    out[t] = picked + 1000 * (s.a + (int)s.b + (int)s.c);
}

typedef int (*Function)(int);
__device__ __noinline__ int one(int x) { return x + 1; }
__device__ __noinline__ int two(int x) { return x * 2; }
__device__ __noinline__ int three(int x) { return x < 10 ? one(x) : two(x) - 7; }
__device__ Function table[3] = {one, two, three};
struct Base {
    __device__ virtual int go(int x) { return x; }
};
struct Left : Base {
    __device__ int go(int x) override { return x + 100; }
};
struct Right : Base {
    __device__ int go(int x) override { return x * 3; }
};
extern "C" __global__ void pointers(int* out) {
    int t = threadIdx.x;
    Left left;
    Right right;
    Base* base = t & 1 ? (Base*)&left : (Base*)&right;
    int r = table[t % 3](t);
    out[t] = 1000 * base->go(t) + r;
}

__device__ __noinline__ int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
__device__ int odd(int n);
__device__ __noinline__ int even(int n) { return n == 0 ? 1 : odd(n - 1); }
__device__ __noinline__ int odd(int n) { return n == 0 ? 0 : even(n - 1); }
__device__ __noinline__ void sum(const int* p, int n, int* out) {
    int own[4];
    for (int i = 0; i < 4; i++) own[i] = p[i] + n;
    if (n > 0) sum(own, n - 1, out);
    for (int i = 0; i < 4; i++) *out += own[(i + n) & 3] * (i + 1);
}
extern "C" __global__ void recursion(int* out, int n) {
    int t = threadIdx.x;
    int total = 0;
    int start[4] = {t, t + 1, t + 2, t * 5};
    sum(start, t % n, &total);
    out[t] = 100000 * fib(t % 12) + 2 * total + even(t % 9);
}

extern "C" __global__ void prints(int* out) {
    int t = threadIdx.x;
    if (t % 2) {
        out[t] = printf("odd %d of %u: %5.2f %c|%-4s|\n", t, blockIdx.x, t * 1.5, 'a' + t, "xy");
    } else {
        out[t] = printf("even\n");
    }
}
extern "C" __global__ void asserts(int* out) {
    int t = threadIdx.x;
    assert(out[t] < 5);
    out[t] = 9;
}
extern "C" __global__ void choice(int* out) {
    int t = threadIdx.x;
    int r = t * 7;
    for (int i = 0; i < t % 5; i++) {
        switch ((r + i) % 9) {
            case 0: r += 3; break;
            case 1: r *= 5; continue;
            case 2: r -= 9;  // falls through
            case 3: r ^= 77; break;
            case 4: r = r * r; break;
            case 5: r <<= 2; break;
            case 6: r = r / 3 + i; goto done;
            case 7: r += one(r); break;
            default: r = 1;
        }
        r += i;
    }
done:
    out[t] = r;
}
