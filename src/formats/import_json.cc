#include "formats/import_json.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstring>
#include <memory>

#include "base/error.hh"
#include "base/json.hh"
#include "base/utf8.hh"
#include "formats/json_documents.hh"
#include "formats/json_records.hh"
#include "formats/json_recovery.hh"
#include "formats/window.hh"
#include "text/undecodable.hh"

namespace ckm::formats {
namespace {

[[noreturn]] void fail_empty(const ReadOptions& options) {
  throw Error(Exit::kInput, fmt::format("{}: nothing in it", options.name), "check the file, or the program that wrote it");
}

// Outside of texts, what could not be decoded makes the line no JSON.
std::string why(std::string_view line, std::string otherwise) {
  const auto bytes = text::find_undecodable(line);
  return bytes ? bytes->reason() : std::move(otherwise);
}

char first_of(std::string_view text) {
  const std::size_t at = text.find_first_not_of(" \t\r\n");
  return at == std::string_view::npos ? ',' : text[at];
}

bool has_more_than_blanks(std::string_view text) { return text.find_first_not_of(" \t\r\n") != std::string_view::npos; }

}  // namespace

void read_json(ByteSource& in, const ReadOptions& options, Sink& out) { read_json_within(kMaxRecord, in, options, out); }

void read_json_within(std::size_t max_record, ByteSource& in, const ReadOptions& options, Sink& out) {
  JsonRecords records(options, out);
  JsonRecovery recovery(max_record);
  UnreadSource source(in);
  auto limit = std::make_unique<RecordLimit>(source, max_record);
  auto reader = std::make_unique<json::Reader>(*limit);
  JsonBeside beside(options, out);
  Documents documents(*reader, *limit, records, beside, recovery);
  if (!reader->more()) fail_empty(options);
  bool faulty = false;
  std::size_t count = 0;
  Place second;  // Document.
  while (reader->more()) {
    if (++count == 2) second = {reader->position().line, reader->position().column};
    if (!documents.in_array()) reader->mark();
    std::string error;
    limit->within(true);
    try {
      error = reader->read(documents);
    } catch (const TooLong&) {
      error = fmt::format("a record over {} MiB", max_record >> 20);
    }
    limit->within(false);
    if (records.stopped() || beside.stopped()) return;
    if (!documents.refusal().empty()) error = documents.refusal();
    if (error.empty()) continue;
    faulty = true;
    documents.settle();
    const json::Position fault = reader->position();
    Place place{fault.line, fault.column};
    JsonRest next;
    if (!documents.behind_records()) {
      const json::Position begin = reader->marked_at();
      std::string read = reader->take_read();
      if (limit->exceeded()) {
        place = begin_of(read, begin);
        next = JsonRecovery::pass_long(read, begin, source);
      }
      if (!next.found && !read.empty()) next = recovery.skip(std::move(read), begin, source, fault.offset, documents.in_array());
    }
    if (!records.reject(place, error, std::move(next.bad))) return;
    if (!next.found) {
      throw Error(Exit::kInput,
                  fmt::format("{}:{}:{}: what follows was not read: {}", options.name, fault.line, fault.column, error),
                  "mend the file there, or get it anew, and give the same command again");
    }
    const char first = first_of(next.rest);
    source.unread(std::move(next.rest));
    limit = std::make_unique<RecordLimit>(source, max_record);
    reader = std::make_unique<json::Reader>(*limit, next.at, documents.opening_for(first));
    documents.go_on(*reader, *limit, first);
  }
  if (!documents.left_out().empty())
    out.note(fmt::format("holds other lists beside its records, which are left out: {}; give ckm each in a file of its own",
                         utf8::fit(utf8::one_line(fmt::format("{}", fmt::join(documents.left_out(), ", "))), 200)));
  if (!documents.undecided().empty())
    records.reject({},
                   fmt::format("lists that may hold the records, of which one was read: {}; give ckm each in a file of its own",
                               utf8::fit(utf8::one_line(fmt::format("{}", fmt::join(documents.undecided(), ", "))), 200)),
                   {});
  if (!faulty && !documents.any_object() && !documents.any_value() && count > 1)
    records.reject(second, "another text behind the first, and neither holds a record", {});
  else if (!faulty && !documents.any_object()) out.note("is valid JSON and holds no record: records are objects");
}

void read_jsonl(ByteSource& in, const ReadOptions& options, Sink& out) {
  Window window(in);
  JsonRecords records(options, out);
  bool any = false;
  bool too_long = false;
  for (std::uint64_t number = 1; !records.stopped();) {
    const auto* end = static_cast<const char*>(window.size() == 0 ? nullptr : std::memchr(window.begin(), '\n', window.size()));
    if (end == nullptr && window.size() >= kMaxRecord) {
      if (!too_long) records.reject({number, 1}, fmt::format("a line over {} MiB", kMaxRecord >> 20), {});
      any = too_long = true;
      window.drop(window.size());
    }
    if (end == nullptr && window.grow()) continue;
    if (end == nullptr && window.size() == 0) break;
    const std::size_t length = end == nullptr ? window.size() : static_cast<std::size_t>(end - window.begin());
    std::string_view line(window.begin(), length);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!too_long && has_more_than_blanks(line)) {
      any = true;
      Value value;
      json::LineError error = json::parse_line(line, value);
      if (error.reason.empty()) records.take(value, {number, 1}, line);
      else records.reject({number, error.column}, why(line, std::move(error.reason)), std::string(line));
    }
    too_long = false;
    window.drop(length + (end == nullptr ? 0 : 1));
    ++number;
  }
  if (!any) fail_empty(options);
}

}  // namespace ckm::formats
