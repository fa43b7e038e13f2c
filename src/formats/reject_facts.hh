// What --rejects puts before a record: where it was, what is wrong with it, and the source that it is of. Readers pass it over
// but for the last, which the record keeps: its file is of another format, or another file, than the one that it came in.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "formats/forwarding_sink.hh"

namespace ckm::formats {

// Columns of a table.
inline constexpr std::array<std::string_view, 5> kFactColumns = {"ckm_source", "ckm_line", "ckm_column", "ckm_reason",
                                                                 "ckm_system"};
inline constexpr std::string_view kSystemColumn = kFactColumns.back();
// The first member of an object of JSON, and in it the source.
inline constexpr std::string_view kFactMember = "ckm_rejected";
inline constexpr std::string_view kSystemMember = "system";

// The text of an object without that, if it begins with it.
std::string without_facts(std::string object);
// The source in those facts, empty without them.
std::string system_in_facts(std::string_view object);

// Gives records that say no source of their own the one that they were rejected with.
class SystemSink final : public ForwardingSink {
 public:
  explicit SystemSink(Sink& out) : ForwardingSink(out) {}
  // Of the records that follow; empty, or what can't be a source's name: they have none.
  void use(std::string_view system);
  bool ticket(model::Ticket&& ticket, const model::Origin& origin, Place place) override {
    return ForwardingSink::ticket(std::move(ticket), named(origin), place);
  }
  bool article(model::Article&& article, const model::Origin& origin, Place place) override {
    return ForwardingSink::article(std::move(article), named(origin), place);
  }
  bool entry(model::Entry&& entry, const model::Origin& origin, Place place) override {
    return ForwardingSink::entry(std::move(entry), named(origin), place);
  }

  [[nodiscard]] std::string_view source_said() const override { return system_; }

 private:
  [[nodiscard]] model::Origin named(model::Origin origin) const {
    if (origin.source.empty()) origin.source = system_;
    return origin;
  }
  std::string system_;
};

}  // namespace ckm::formats
