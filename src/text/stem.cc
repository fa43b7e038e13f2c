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

#include "base/number.hh"
#include "text/eight_bytes.hh"

namespace ckm::text {
namespace {

constexpr std::size_t kMaxBytes = 64;  // Of a word that is stemmed.

// Up to eight bytes of a word from `from` on, as a number. Eight must be readable.
std::uint64_t part(std::string_view word, std::size_t from) {
  const std::uint64_t out = eight_bytes::load(word.data() + from);
  const std::size_t left = word.size() - from;
  return left >= 8 ? out : out & ((1ULL << 8 * left) - 1);
}

std::size_t mixed(std::uint64_t key) { return static_cast<std::size_t>((key ^ key >> 29) * 0x9E3779B97F4A7C15ULL >> 32); }
constexpr std::uint64_t kOddA = 0x9E3779B97F4A7C15ULL;
constexpr std::uint64_t kOddB = 0xC2B2AE3D27D4EB4FULL;
constexpr std::uint64_t kOddC = 0x165667B19E3779F9ULL;

// Words of up to 15 bytes, which most are, and their stems: two in a cache line.
struct ShortSlot {
  static constexpr std::size_t kMostBytes = 15;
  static constexpr std::size_t kSlots = 16384;
  struct Key {
    std::uint64_t a, b;  // The word's size is in the last byte.
    explicit Key(std::string_view word)
        : a(part(word, 0)), b((word.size() > 8 ? part(word, 8) : 0) | static_cast<std::uint64_t>(word.size()) << 56) {}
    [[nodiscard]] bool has_digit() const { return (eight_bytes::digits(a) | eight_bytes::digits(b)) != 0; }
    [[nodiscard]] std::size_t hash() const { return mixed((a * kOddA) ^ (std::rotl(b, 21) * kOddB)); }
    bool operator==(const Key&) const = default;
  } key;
  std::array<char, kMostBytes> stem;
  std::uint8_t stem_size;
};
static_assert(sizeof(ShortSlot) == 32);

// Words of up to 24 bytes.
struct LongSlot {
  static constexpr std::size_t kMostBytes = Stemmer::kReadable;
  static constexpr std::size_t kSlots = 2048;
  struct Key {
    std::uint64_t a, b, c, size;
    explicit Key(std::string_view word)
        : a(part(word, 0)), b(part(word, 8)), c(word.size() > 16 ? part(word, 16) : 0), size(word.size()) {}
    [[nodiscard]] bool has_digit() const {
      return (eight_bytes::digits(a) | eight_bytes::digits(b) | eight_bytes::digits(c)) != 0;
    }
    [[nodiscard]] std::size_t hash() const {
      return mixed((a * kOddA) ^ (std::rotl(b, 21) * kOddB) ^ (std::rotl(c, 42) * kOddC));
    }
    bool operator==(const Key&) const = default;
  } key;
  std::array<char, kMostBytes> stem;
  std::uint8_t stem_size;
  std::array<char, 7> padding;
};
static_assert(sizeof(LongSlot) == 64);

// What was stemmed lately. A slot is overwritten by the next word that falls on it; a free one is all zeros, which no word is.
template <typename Slot>
class Cache {
 public:
  // calloc, so that a stemmer that sees few words touches few pages.
  Cache() : memory_(std::calloc(Slot::kSlots + 1, sizeof(Slot)), std::free) {
    void* aligned = memory_.get();
    std::size_t space = (Slot::kSlots + 1) * sizeof(Slot);
    if (aligned == nullptr) throw std::bad_alloc();
    slots_ = static_cast<Slot*>(std::align(sizeof(Slot), Slot::kSlots * sizeof(Slot), aligned, space));
  }

  // The stem of a word of at most kMostBytes, by `run` where it is not known. The word itself where it has a digit.
  template <typename Run>
  std::string_view stem(std::string_view word, Run run) {
    const typename Slot::Key key(word);
    if (key.has_digit()) return word;
    Slot& slot = slots_[key.hash() % Slot::kSlots];
    if (slot.key != key) {
      const std::string_view stem = run(word);
      if (stem.size() > slot.stem.size()) return stem;
      slot.key = key;
      slot.stem_size = static_cast<std::uint8_t>(stem.size());
      stem.copy(slot.stem.data(), stem.size());
    }
    return {slot.stem.data(), slot.stem_size};
  }

 private:
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
  Cache<ShortSlot> short_words;
  Cache<LongSlot> long_words;
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
  const auto run = [this](std::string_view word) { return state_->run(word); };
  if (folded.size() <= ShortSlot::kMostBytes) return state_->short_words.stem(folded, run);
  if (folded.size() <= LongSlot::kMostBytes) return state_->long_words.stem(folded, run);
  return has_digit(folded) ? folded : run(folded);
}

}  // namespace ckm::text
