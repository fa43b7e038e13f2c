// A Sink that passes everything on: the base of those that change one thing on its way.
#pragma once

#include <span>
#include <string_view>
#include <utility>

#include "formats/format.hh"

namespace ckm::formats {

class ForwardingSink : public Sink {
 public:
  bool ticket(model::Ticket&& ticket, const model::Origin& origin, Place place) override {
    return out_.ticket(std::move(ticket), origin, place);
  }
  bool article(model::Article&& article, const model::Origin& origin, Place place) override {
    return out_.article(std::move(article), origin, place);
  }
  bool entry(model::Entry&& entry, const model::Origin& origin, Place place) override {
    return out_.entry(std::move(entry), origin, place);
  }
  bool reject(Rejection&& rejection) override { return out_.reject(std::move(rejection)); }
  void table(std::string_view delimiter) override { out_.table(delimiter); }
  void header(std::string_view raw) override { out_.header(raw); }
  void note(std::string_view text) override { out_.note(text); }
  void made_for(std::string_view readers) override { out_.made_for(readers); }
  void pass_over() override { out_.pass_over(); }
  [[nodiscard]] std::string_view source_said() const override { return out_.source_said(); }
  [[nodiscard]] bool wants_raw() const override { return out_.wants_raw(); }
  bool raw(std::span<const Cell> cells, Place place) override { return out_.raw(cells, place); }

 protected:
  // `out` must outlive the sink.
  explicit ForwardingSink(Sink& out) : out_(out) {}

 private:
  Sink& out_;
};

}  // namespace ckm::formats
