// How often a property is tried.
#pragma once

// A tenth under the sanitizers, which find what goes wrong at all rather than what goes wrong rarely.
constexpr int rounds(int wanted) {
#ifdef __SANITIZE_ADDRESS__
  return wanted / 10 + 1;
#else
  return wanted;
#endif
}
