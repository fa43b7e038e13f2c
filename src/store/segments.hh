// The index's segments as blobs: what index/ writes and reads, without knowing what is in them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/kind.hh"
#include "store/items.hh"
#include "store/store.hh"

namespace ckm::store {

struct SegmentRow {
  std::int64_t id = 0;
  model::Kind kind = model::Kind::kTicket;
  bool live = true;  // Or part of a rebuild.
  std::int64_t docs = 0;
  std::int64_t dead = 0;
  std::int64_t first_doc = 0;
  std::int64_t last_doc = 0;
  std::int64_t terms = 0;
  std::int64_t postings = 0;
  std::int64_t chunks = 0;
  std::int64_t bytes = 0;
  std::int64_t languages = 0;
  std::string settings;
  std::string checksum;  // 16 bytes.
  std::int64_t seal = 0;
};

// In the order of their ids.
std::vector<SegmentRow> read_segments(Store& store, bool live);
std::int64_t next_segment_id(Store& store);
void insert_segment(Store& store, const SegmentRow& row);
// With its blobs and dead documents.
void remove_segment(Store& store, std::int64_t id);

void write_chunk(Store& store, std::int64_t segment, std::uint32_t number, std::string_view data);
void write_terms(Store& store, std::int64_t segment, std::string_view first_term, std::string_view data);
// False where there is no such chunk.
bool read_chunk(Store& store, std::int64_t segment, std::uint32_t number, std::string& into);
// The dictionary block that would hold the term: the last one that begins at or before it. False before the first.
bool read_terms(Store& store, std::int64_t segment, std::string_view term, std::string& first_term, std::string& into);
// The block behind the one that begins with `after`; nothing was read where `after` is not given.
bool read_next_terms(Store& store, std::int64_t segment, const std::optional<std::string>& after, std::string& first_term,
                     std::string& into);

// Sets of documents by their numbers' high bits; empty data removes the row.
std::string read_dead(Store& store, std::int64_t segment, std::int64_t chunk);
std::vector<std::pair<std::int64_t, std::string>> read_all_dead(Store& store, std::int64_t segment);
void write_dead(Store& store, std::int64_t segment, std::int64_t chunk, std::string_view data);
// The row's count of dead documents, and its seal.
void write_dead_count(Store& store, const SegmentRow& row);

struct FacetRow {
  std::int64_t chunk = 0;
  std::string field;
  std::string value;
  std::string data;
};
std::vector<FacetRow> read_facet_chunk(Store& store, model::Kind kind, std::int64_t chunk);
std::string read_facet(Store& store, model::Kind kind, std::int64_t chunk, std::string_view field, std::string_view value);
void write_facet(Store& store, model::Kind kind, const FacetRow& row);
void remove_facets(Store& store, model::Kind kind);
bool has_facets(Store& store, model::Kind kind);
std::vector<std::int64_t> facet_chunks(Store& store, model::Kind kind);
// The rows of a field whose value lies in [first, last], chunk by chunk.
std::vector<FacetRow> read_facets(Store& store, model::Kind kind, std::string_view field, std::string_view first,
                                  std::string_view last);

struct Lengths {
  double question = 0;
  double answer = 0;
  std::int64_t docs = 0;  // That they were averaged over.
};
std::optional<Lengths> read_lengths(Store& store, model::Kind kind);
void write_lengths(Store& store, model::Kind kind, const Lengths& lengths);

// Swaps a finished rebuild in: what is live goes, what is being built becomes live.
void swap_rebuilt(Store& store);

}  // namespace ckm::store
