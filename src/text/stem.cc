#include "text/stem.hh"

#include <libstemmer.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>

#include "text/eight_bytes.hh"

namespace ckm::text {
namespace {

constexpr std::size_t kMaxBytes = 64;  // Of a word that is stemmed.

// A word of up to 24 bytes, padded with zeros.
struct Key {
  static constexpr std::size_t kBytes = Stemmer::kReadable;
  static_assert(kBytes == 24);
  std::uint64_t a, b, c;

  // 24 bytes must be readable.
  explicit Key(std::string_view word)
      : a(part(word, 0)), b(word.size() > 8 ? part(word, 8) : 0), c(word.size() > 16 ? part(word, 16) : 0) {}

  [[nodiscard]] bool has_digit() const {
    using eight_bytes::digits;
    return (digits(a) | digits(b) | digits(c)) != 0;
  }

  [[nodiscard]] std::size_t hash() const {
    const std::uint64_t mixed =
        (a * 0x9E3779B97F4A7C15ULL) ^ (std::rotl(b, 21) * 0xC2B2AE3D27D4EB4FULL) ^ (std::rotl(c, 42) * 0x165667B19E3779F9ULL);
    return static_cast<std::size_t>((mixed ^ mixed >> 29) * 0x9E3779B97F4A7C15ULL >> 32);
  }

 private:
  static std::uint64_t part(std::string_view word, std::size_t from) {
    const std::uint64_t out = eight_bytes::load(word.data() + from);
    const std::size_t left = word.size() - from;
    return left >= 8 ? out : out & ((1ULL << 8 * left) - 1);
  }
};

// What was stemmed lately. A slot is overwritten by the next word that falls on it.
class Cache {
 public:
  struct Slot {
    std::uint64_t a, b, c;  // The key.
    std::array<char, Key::kBytes> stem;
    std::uint8_t size;  // Of the word; 0 in a free slot.
    std::uint8_t stem_size;
    std::array<char, 14> padding;
  };
  static_assert(sizeof(Slot) == 64, "A slot is one cache line");

  // calloc, so that a stemmer that sees few words touches few pages.
  Cache() : memory_(std::calloc(kSlots + 1, sizeof(Slot)), std::free) {
    void* aligned = memory_.get();
    std::size_t space = (kSlots + 1) * sizeof(Slot);
    if (aligned == nullptr) throw std::bad_alloc();
    slots_ = static_cast<Slot*>(std::align(sizeof(Slot), kSlots * sizeof(Slot), aligned, space));
  }
  Slot& slot(const Key& key) { return slots_[key.hash() % kSlots]; }

 private:
  static constexpr std::size_t kSlots = 16384;
  std::unique_ptr<void, void (*)(void*)> memory_;
  Slot* slots_ = nullptr;
};

const char* algorithm(Language language) {
  switch (language) {
    case Language::kNone: break;
    case Language::kEnglish: return "english";
    case Language::kGerman: return "german";
    case Language::kFrench: return "french";
    case Language::kSpanish: return "spanish";
    case Language::kPortuguese: return "portuguese";
    case Language::kItalian: return "italian";
    case Language::kDutch: return "dutch";
    case Language::kSwedish: return "swedish";
    case Language::kDanish: return "danish";
    case Language::kNorwegian: return "norwegian";
    case Language::kFinnish: return "finnish";
    case Language::kRussian: return "russian";
  }
  return nullptr;
}

bool has_digit(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

struct Stemmer::State {
  explicit State(const char* name) : snowball(sb_stemmer_new(name, "UTF_8"), sb_stemmer_delete) {
    if (snowball == nullptr) throw std::bad_alloc();
  }

  // Valid until the next call. The word itself where nothing is left of it.
  std::string_view run(std::string_view word) {
    const auto* const stem =
        sb_stemmer_stem(snowball.get(), reinterpret_cast<const sb_symbol*>(word.data()), static_cast<int>(word.size()));
    if (stem == nullptr) throw std::bad_alloc();
    const int size = sb_stemmer_length(snowball.get());
    return size == 0 ? word : std::string_view(reinterpret_cast<const char*>(stem), static_cast<std::size_t>(size));
  }

  std::unique_ptr<sb_stemmer, void (*)(sb_stemmer*)> snowball;
  Cache cache;
};

Stemmer::Stemmer(Language language) {
  if (const char* const name = algorithm(language)) state_ = std::make_unique<State>(name);
}
Stemmer::Stemmer(Stemmer&&) noexcept = default;
Stemmer& Stemmer::operator=(Stemmer&&) noexcept = default;
Stemmer::~Stemmer() = default;

std::string_view Stemmer::stem(std::string_view folded) {
  if (state_ == nullptr || folded.size() >= kReadable) return stem_in_buffer(folded);
  std::array<char, kReadable> buffer{};
  folded.copy(buffer.data(), folded.size());
  const std::string_view stem = stem_in_buffer({buffer.data(), folded.size()});
  return stem.data() == buffer.data() ? folded : stem;
}

std::string_view Stemmer::stem_in_buffer(std::string_view folded) {
  if (state_ == nullptr || folded.empty() || folded.size() > kMaxBytes) return folded;
  if (folded.size() > Key::kBytes) return has_digit(folded) ? folded : state_->run(folded);
  const Key key(folded);
  if (key.has_digit()) return folded;
  Cache::Slot& slot = state_->cache.slot(key);
  const std::uint64_t differ = (slot.a ^ key.a) | (slot.b ^ key.b) | (slot.c ^ key.c) | (slot.size ^ folded.size());
  if (differ == 0) return {slot.stem.data(), slot.stem_size};
  const std::string_view stem = state_->run(folded);
  if (stem.size() > slot.stem.size()) return stem;
  slot.a = key.a;
  slot.b = key.b;
  slot.c = key.c;
  slot.size = static_cast<std::uint8_t>(folded.size());
  slot.stem_size = static_cast<std::uint8_t>(stem.size());
  stem.copy(slot.stem.data(), stem.size());
  return {slot.stem.data(), slot.stem_size};
}

}  // namespace ckm::text
