// What the tests of the readers share: a sink that keeps everything and a source that hands out odd pieces.
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.hh"
#include "formats/format.hh"

namespace ckm::formats {

struct Collected {
  std::vector<model::Ticket> tickets;
  std::vector<model::Article> articles;
  std::vector<model::Entry> entries;
  std::vector<model::Origin> origins;
  std::vector<std::uint64_t> lines;  // Of what was taken.
  std::vector<Rejection> rejections;
  std::vector<std::string> headers;
  std::vector<std::string> notes;
};

struct CollectSink final : Sink, Collected {
  bool ticket(model::Ticket&& ticket, const model::Origin& origin, Place place) override {
    origins.push_back(origin);
    tickets.push_back(std::move(ticket));
    lines.push_back(place.line);
    return --left > 0;
  }
  bool article(model::Article&& article, const model::Origin& origin, Place place) override {
    origins.push_back(origin);
    articles.push_back(std::move(article));
    lines.push_back(place.line);
    return --left > 0;
  }
  bool entry(model::Entry&& entry, const model::Origin& origin, Place place) override {
    origins.push_back(origin);
    entries.push_back(std::move(entry));
    lines.push_back(place.line);
    return --left > 0;
  }
  bool reject(Rejection&& rejection) override {
    rejections.push_back(std::move(rejection));
    return --left > 0;
  }
  void header(std::string_view raw) override { headers.emplace_back(raw); }
  void note(std::string_view text) override { notes.emplace_back(text); }

  int left = 1 << 30;  // Calls until the sink says stop.
};

// Pieces of 1 to `most` bytes.
class PieceSource final : public ByteSource {
 public:
  PieceSource(std::string_view text, std::size_t most, unsigned seed = 1) : rest_(text), random_(seed), length_(1, most) {}
  std::size_t read(std::span<char> into) override { return rest_.read(into.first(std::min(into.size(), length_(random_)))); }

 private:
  MemorySource rest_;
  std::mt19937 random_;
  std::uniform_int_distribution<std::size_t> length_;
};

inline CollectSink& read_into(CollectSink& sink, std::string_view format, std::string_view text, const ReadOptions& options) {
  PieceSource source(text, 5);
  find_import_format(format)->read(source, options, sink);
  return sink;
}

inline ReadOptions reading(std::optional<model::Kind> kind, std::vector<std::string> columns = {}) {
  return {kind, std::move(columns), "input"};
}

}  // namespace ckm::formats
