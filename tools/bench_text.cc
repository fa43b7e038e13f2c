// Measures the text chain, decoding, folding and tokenizing with stems, on one core, beside ICU's word break iterator; and how
// fast personal data is looked for.
//   bench_text [FILE...]              UTF-8 texts; without any, the demo's sample
// The lines are told apart by script, each kind is repeated to 32 MB, and the best of five rounds counts. Prints a Markdown
// tables.
#include <fmt/format.h>
#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.hh"
#include "text/decode.hh"
#include "text/personal.hh"
#include "text/tokenize.hh"

namespace {

// Of this thread alone, so that what else runs does not count.
double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

constexpr std::size_t kBytes = 32'000'000;
constexpr int kRounds = 5;

struct Round {
  double seconds = 1e9;
  std::size_t tokens = 0;
};

template <typename Work>
Round best(Work work) {
  Round best;
  for (int i = 0; i < kRounds; ++i) {
    const double start = cpu_seconds();
    const std::size_t tokens = work();
    best = {std::min(best.seconds, cpu_seconds() - start), tokens};
  }
  return best;
}

// In pieces of the size of a long ticket, as an import would.
std::size_t tokenize(std::string_view bytes, ckm::text::Language language) {
  ckm::MemorySource memory(bytes);
  ckm::text::DecodeSource decoded(memory, *ckm::text::find_encoding("UTF-8"), ckm::text::OnUndecodable::kMark);
  ckm::text::Stemmer stemmer(language);
  std::string buffer(65'536, '\0');
  std::size_t tokens = 0;
  while (const std::size_t n = decoded.read(buffer)) {
    ckm::text::TokenStream stream({buffer.data(), n}, stemmer);
    for (ckm::text::Token token; stream.next(token);) ++tokens;
  }
  return tokens;
}

std::size_t break_words(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> breaks(icu::BreakIterator::createWordInstance(icu::Locale::getEnglish(), status));
  UText* const utext = utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status);
  breaks->setText(utext, status);
  if (U_FAILURE(status)) std::abort();
  std::size_t words = 0;
  while (breaks->next() != icu::BreakIterator::DONE) {
    if (breaks->getRuleStatus() != UBRK_WORD_NONE) ++words;
  }
  utext_close(utext);
  return words;
}

void measure(const char* name, const std::string& lines, ckm::text::Language language) {
  if (lines.empty()) return;
  std::string text;
  while (text.size() < kBytes) text += lines;
  const double megabytes = static_cast<double>(text.size()) / 1e6;
  const Round ours = best([&] { return tokenize(text, language); });
  // ICU is slow enough to be measured on less.
  const std::string_view some = std::string_view(text).substr(0, text.find('\n', kBytes / 8));
  const Round theirs = best([&] { return break_words(some); });
  const double speed = megabytes / ours.seconds;
  const double their_speed = static_cast<double>(some.size()) / 1e6 / theirs.seconds;
  fmt::print("| {} | {:.0f} | {:.0f} | {:.1f} | {:.1f} M |\n", name, speed, their_speed, speed / their_speed,
             static_cast<double>(ours.tokens) / 1e6);
}

// In pieces as above; `clean`: of the lines in which nothing is found alone.
void measure_personal(const char* name, const std::string& lines, bool clean) {
  const ckm::text::PersonalFinder finder;
  std::string some;
  for (std::size_t begin = 0; begin < lines.size();) {
    const std::size_t end = lines.find('\n', begin) + 1;
    const std::string line = lines.substr(begin, end - begin);
    if (!clean || finder.find(line).empty()) some += line;
    begin = end;
  }
  if (some.empty()) return;
  std::string text;
  while (text.size() < kBytes) text += some;
  const Round round = best([&] {
    std::size_t found = 0;
    for (std::size_t at = 0; at < text.size(); at += 65'536)
      found += finder.find(std::string_view(text).substr(at, 65'536)).size();
    return found;
  });
  const double megabytes = static_cast<double>(text.size()) / 1e6;
  fmt::print("| {}, {} | {:.0f} | {:.1f} |\n", name, clean ? "lines without any" : "all lines", megabytes / round.seconds,
             static_cast<double>(round.tokens) / megabytes);
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> paths(argv + 1, argv + argc);
  if (paths.empty()) paths = {CKM_SAMPLE "/tickets.csv", CKM_SAMPLE "/faq.jsonl"};
  std::string han, latin;
  for (const std::string& path : paths) {
    std::ifstream in(path, std::ios::binary);
    for (std::string line; std::getline(in, line);) {
      std::size_t of_han = 0;
      for (const char c : line)
        of_han += static_cast<unsigned char>(c) >= 0xE3 && static_cast<unsigned char>(c) <= 0xE9 ? 3U : 0U;
      if (of_han * 2 > line.size()) han += line + "\n";
      else if (of_han == 0) latin += line + "\n";
    }
  }
  fmt::print("| text | ckm, MB/s | ICU BreakIterator, MB/s | ratio | tokens |\n| --- | --- | --- | --- | --- |\n");
  measure("English", latin, ckm::text::Language::kEnglish);
  measure("Chinese", han, ckm::text::Language::kNone);
  fmt::print("\n| personal data | MB/s | found a MB |\n| --- | --- | --- |\n");
  for (const bool clean : {true, false}) {
    measure_personal("English", latin, clean);
    measure_personal("Chinese", han, clean);
  }
}
