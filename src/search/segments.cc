// Segments as rows and blobs: writing, merging, averages.
#include <fmt/format.h>

#include <deque>
#include <set>

#include "base/error.hh"
#include "base/json.hh"
#include "index/block.hh"
#include "index/merge.hh"
#include "search/blobs.hh"
#include "search/indexer.hh"
#include "search/row_seal.hh"

namespace ckm::search {
namespace {

// Of segments that are merged: what they have in common, or a list of all that there is.
std::string settings_of(const std::vector<store::SegmentRow>& rows) {
  std::set<std::string> all;
  for (const store::SegmentRow& row : rows) {
    const Value value = read_settings(row.settings);
    if (const Value::Array* list = value.array()) {
      for (const Value& one : *list) all.insert(json::dump(one));
    } else {
      all.insert(row.settings);
    }
  }
  if (all.size() == 1) return *all.begin();
  Value list = Value::Array{};
  for (const std::string& one : all) list.push(read_settings(one));
  return json::dump(list);
}

// Last, for it seals the row.
void fill(store::SegmentRow& row, const index::SegmentWriter& writer, const StoreBlobWriter& blobs) {
  row.terms = static_cast<std::int64_t>(writer.terms());
  row.postings = static_cast<std::int64_t>(writer.postings());
  row.chunks = writer.chunks();
  row.bytes = static_cast<std::int64_t>(writer.bytes());
  row.checksum = blobs.checksum();
  row.seal = row_seal(row);
}

}  // namespace

std::string describe(const IndexSettings& settings) {
  Value value = Value::Object{};
  value.set("question_weight", Value::decimal(settings.question_weight, 3));
  value.set("answer_weight", Value::decimal(settings.answer_weight, 3));
  value.set("k1", Value::decimal(settings.k1, 3));
  value.set("question_b", Value::decimal(settings.question_b, 3));
  value.set("answer_b", Value::decimal(settings.answer_b, 3));
  return json::dump(value);
}

Value read_settings(const std::string& text) {
  Value value;
  if (!json::parse_line(text, value).reason.empty()) index::damaged("the settings of a segment can't be read");
  return value;
}

index::Scoring scoring_of(const IndexSettings& settings, const store::Lengths& lengths) {
  index::Scoring scoring;
  scoring.question_weight = settings.question_weight;
  scoring.answer_weight = settings.answer_weight;
  scoring.k1 = settings.k1;
  scoring.question_b = settings.question_b;
  scoring.answer_b = settings.answer_b;
  // A field that is empty everywhere has no average; nothing is ever divided by it then.
  scoring.question_length = lengths.question > 0 ? lengths.question : 1;
  scoring.answer_length = lengths.answer > 0 ? lengths.answer : 1;
  return scoring;
}

void write_segment(store::Store& store, model::Kind kind, bool live, const IndexSettings& settings, SegmentDraft& draft) {
  if (draft.documents() == 0) return;
  store::SegmentRow row;
  row.id = store::next_segment_id(store);
  row.kind = kind;
  row.live = live;
  row.docs = static_cast<std::int64_t>(draft.documents());
  row.first_doc = draft.first();
  row.last_doc = draft.last();
  row.languages = draft.languages();
  row.settings = describe(settings);
  StoreBlobWriter blobs(store, row.id);
  index::SegmentWriter writer(blobs);
  draft.write(writer);
  fill(row, writer, blobs);
  store::insert_segment(store, row);
}

index::DocSet dead_documents(store::Store& store, std::int64_t segment) {
  index::DocSet dead;
  try {
    for (const auto& [chunk, data] : store::read_all_dead(store, segment)) dead.load(static_cast<std::size_t>(chunk), data);
  } catch (const index::Damage& e) {
    throw index::Damage(fmt::format("{} (of segment {}, those that no longer count)", e.what(), segment));
  }
  return dead;
}

void merge_rows(store::Store& store, const std::vector<store::SegmentRow>& rows, bool live) {
  std::deque<StoreBlobs> readers;
  std::deque<index::DocSet> dead;
  std::vector<index::MergeInput> inputs;
  store::SegmentRow merged;
  for (const store::SegmentRow& row : rows) {
    readers.emplace_back(store, row.id);
    dead.push_back(row.dead > 0 ? dead_documents(store, row.id) : index::DocSet());
    inputs.push_back({&readers.back(), row.dead > 0 ? &dead.back() : nullptr});
    merged.languages |= row.languages;
  }
  merged.id = store::next_segment_id(store);
  merged.kind = rows.front().kind;
  merged.live = live;
  merged.settings = settings_of(rows);
  StoreBlobWriter blobs(store, merged.id);
  index::SegmentWriter writer(blobs);
  const index::MergeResult result = index::merge_segments(inputs, writer);
  merged.docs = static_cast<std::int64_t>(result.documents);
  merged.first_doc = result.first;
  merged.last_doc = result.last;
  fill(merged, writer, blobs);
  for (const store::SegmentRow& row : rows) store::remove_segment(store, row.id);
  if (merged.docs > 0) store::insert_segment(store, merged);
}

}  // namespace ckm::search
