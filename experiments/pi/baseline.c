/* The scalar baseline: Monte Carlo pi with xoshiro256+ (Blackman & Vigna 2021), one stream of doubles a
   thread. Usage: baseline SAMPLES THREADS; prints samples, threads, wall seconds,
   CPU seconds, pi. */
#include <inttypes.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct share {
  uint64_t seed, samples, inside;
};

static uint64_t splitmix64(uint64_t *counter) {
  uint64_t value = (*counter += 0x9E3779B97F4A7C15u);
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9u;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBu;
  return value ^ (value >> 31);
}

static inline uint64_t next(uint64_t s[4]) {
  uint64_t output = s[0] + s[3], shifted = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= shifted;
  s[3] = (s[3] << 45) | (s[3] >> 19);
  return output;
}

static void *draw(void *argument) {
  struct share *share = argument;
  uint64_t s[4], inside = 0;
  for (int word = 0; word < 4; word++) s[word] = splitmix64(&share->seed);
  for (uint64_t sample = 0; sample < share->samples; sample++) {
    /* Signed, because SSE2 converts only signed numbers in one instruction. */
    double x = (double)(int64_t)(next(s) >> 11) * 0x1p-53;
    double y = (double)(int64_t)(next(s) >> 11) * 0x1p-53;
    inside += x * x + y * y < 1;
  }
  share->inside = inside;
  return NULL;
}

static double seconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

int main(int count, char **arguments) {
  if (count != 3) {
    fprintf(stderr, "usage: baseline SAMPLES THREADS\n");
    return 2;
  }
  uint64_t samples = (uint64_t)strtod(arguments[1], NULL), inside = 0;
  int threads = atoi(arguments[2]);
  pthread_t thread[threads];
  struct share share[threads];
  double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
  for (int i = 0; i < threads; i++) {
    share[i] = (struct share){.seed = (uint64_t)i << 32, .samples = samples / threads};
    pthread_create(&thread[i], NULL, draw, &share[i]);
  }
  for (int i = 0; i < threads; i++) {
    pthread_join(thread[i], NULL);
    inside += share[i].inside;
  }
  wall = seconds(CLOCK_MONOTONIC) - wall;
  cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
  samples = samples / threads * threads;
  printf("%" PRIu64 ",%d,%.6f,%.6f,%.9f\n", samples, threads, wall, cpu,
         4.0 * (double)inside / (double)samples);
  return 0;
}
