#include "store/segments.hh"

namespace ckm::store {
namespace {

std::int64_t chunk_id(std::int64_t segment, std::uint32_t number) { return segment << 32 | number; }
int number_of(model::Kind kind) { return static_cast<int>(kind); }

}  // namespace

std::vector<SegmentRow> read_segments(Store& store, bool live) {
  Stmt stmt = store.db().cached(
      "SELECT id, kind, docs, dead, first_doc, last_doc, terms, postings, chunks, bytes, languages, settings, checksum, "
      "seal FROM segment WHERE state = ?1 ORDER BY id");
  stmt.bind(live ? "live" : "building");
  std::vector<SegmentRow> rows;
  while (stmt.step()) {
    SegmentRow row;
    row.live = live;
    row.kind = static_cast<model::Kind>(stmt.integer(1));
    int column = 0;
    row.id = stmt.integer(column++);
    for (std::int64_t* field : {&row.docs, &row.dead, &row.first_doc, &row.last_doc, &row.terms, &row.postings, &row.chunks,
                                &row.bytes, &row.languages}) {
      *field = stmt.integer(++column);
    }
    row.settings = stmt.string(11);
    row.checksum = std::string(stmt.bytes(12));
    row.seal = stmt.integer(13);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::int64_t next_segment_id(Store& store) {
  return store.db().integer(
      "SELECT max(ifnull((SELECT max(id) FROM segment), 0), ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'segment'), 0)) "
      "+ 1");
}

void insert_segment(Store& store, const SegmentRow& row) {
  store.db()
      .cached(
          "INSERT INTO segment (id, kind, state, docs, dead, first_doc, last_doc, terms, postings, chunks, bytes, languages, "
          "settings, checksum, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)")
      .run(row.id, number_of(row.kind), row.live ? "live" : "building", row.docs, row.dead, row.first_doc, row.last_doc,
           row.terms, row.postings, row.chunks, row.bytes, row.languages, row.settings, Bytes{row.checksum}, row.seal);
}

void remove_segment(Store& store, std::int64_t id) {
  Db& db = store.db();
  db.run("DELETE FROM segment_chunk WHERE id >= ?1 AND id < ?2", chunk_id(id, 0), chunk_id(id + 1, 0));
  db.run("DELETE FROM segment_term WHERE segment_id = ?1", id);
  db.run("DELETE FROM segment_dead WHERE segment_id = ?1", id);
  db.run("DELETE FROM segment WHERE id = ?1", id);
}

void write_chunk(Store& store, std::int64_t segment, std::uint32_t number, std::string_view data) {
  store.db().cached("INSERT INTO segment_chunk VALUES (?1, ?2)").run(chunk_id(segment, number), Bytes{data});
}

void write_terms(Store& store, std::int64_t segment, std::string_view first_term, std::string_view data) {
  store.db().cached("INSERT INTO segment_term VALUES (?1, ?2, ?3)").run(segment, Bytes{first_term}, Bytes{data});
}

bool read_chunk(Store& store, std::int64_t segment, std::uint32_t number, std::string& into) {
  Stmt stmt = store.db().cached("SELECT data FROM segment_chunk WHERE id = ?1");
  if (!stmt.bind(chunk_id(segment, number)).step()) return false;
  into.assign(stmt.bytes(0));
  return true;
}

bool read_terms(Store& store, std::int64_t segment, std::string_view term, std::string& first_term, std::string& into) {
  Stmt stmt = store.db().cached(
      "SELECT first_term, data FROM segment_term WHERE segment_id = ?1 AND first_term <= ?2 ORDER BY first_term DESC LIMIT 1");
  if (!stmt.bind(segment, Bytes{term}).step()) return false;
  first_term.assign(stmt.bytes(0));
  into.assign(stmt.bytes(1));
  return true;
}

bool read_next_terms(Store& store, std::int64_t segment, const std::optional<std::string>& after, std::string& first_term,
                     std::string& into) {
  Stmt stmt =
      after ? store.db().cached(
                  "SELECT first_term, data FROM segment_term WHERE segment_id = ?1 AND first_term > ?2 "
                  "ORDER BY first_term LIMIT 1")
            : store.db().cached("SELECT first_term, data FROM segment_term WHERE segment_id = ?1 ORDER BY first_term LIMIT 1");
  if (after) stmt.bind(segment, Bytes{*after});
  else stmt.bind(segment);
  if (!stmt.step()) return false;
  first_term.assign(stmt.bytes(0));
  into.assign(stmt.bytes(1));
  return true;
}

std::string read_dead(Store& store, std::int64_t segment, std::int64_t chunk) {
  Stmt stmt = store.db().cached("SELECT data FROM segment_dead WHERE segment_id = ?1 AND chunk = ?2");
  if (!stmt.bind(segment, chunk).step()) return {};
  std::string data(stmt.bytes(0));
  return data;
}

std::vector<std::pair<std::int64_t, std::string>> read_all_dead(Store& store, std::int64_t segment) {
  Stmt stmt = store.db().cached("SELECT chunk, data FROM segment_dead WHERE segment_id = ?1 ORDER BY chunk");
  stmt.bind(segment);
  std::vector<std::pair<std::int64_t, std::string>> rows;
  while (stmt.step()) rows.emplace_back(stmt.integer(0), stmt.bytes(1));
  return rows;
}

void write_dead(Store& store, std::int64_t segment, std::int64_t chunk, std::string_view data) {
  store.db()
      .cached("INSERT INTO segment_dead VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET data = excluded.data")
      .run(segment, chunk, Bytes{data});
}

void write_dead_count(Store& store, const SegmentRow& row) {
  store.db().cached("UPDATE segment SET dead = ?2, seal = ?3 WHERE id = ?1").run(row.id, row.dead, row.seal);
}

std::vector<FacetRow> read_facet_chunk(Store& store, model::Kind kind, std::int64_t chunk) {
  Stmt stmt = store.db().cached("SELECT field, value, data FROM facet WHERE kind = ?1 AND chunk = ?2 ORDER BY field, value");
  stmt.bind(number_of(kind), chunk);
  std::vector<FacetRow> rows;
  while (stmt.step()) rows.push_back({chunk, stmt.string(0), stmt.string(1), std::string(stmt.bytes(2))});
  return rows;
}

std::string read_facet(Store& store, model::Kind kind, std::int64_t chunk, std::string_view field, std::string_view value) {
  Stmt stmt = store.db().cached("SELECT data FROM facet WHERE kind = ?1 AND chunk = ?2 AND field = ?3 AND value = ?4");
  if (!stmt.bind(number_of(kind), chunk, field, value).step()) return {};
  std::string data(stmt.bytes(0));
  return data;
}

void write_facet(Store& store, model::Kind kind, const FacetRow& row) {
  if (row.data.empty()) {
    store.db()
        .cached("DELETE FROM facet WHERE kind = ?1 AND chunk = ?2 AND field = ?3 AND value = ?4")
        .run(number_of(kind), row.chunk, row.field, row.value);
    return;
  }
  store.db()
      .cached("INSERT INTO facet VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET data = excluded.data")
      .run(number_of(kind), row.chunk, row.field, row.value, Bytes{row.data});
}

void remove_facets(Store& store, model::Kind kind) { store.db().run("DELETE FROM facet WHERE kind = ?1", number_of(kind)); }

bool has_facets(Store& store, model::Kind kind) {
  return store.db().integer("SELECT EXISTS (SELECT 1 FROM facet WHERE kind = ?1)", number_of(kind)) != 0;
}

std::vector<std::int64_t> facet_chunks(Store& store, model::Kind kind) {
  Stmt stmt = store.db().cached("SELECT min(chunk) FROM facet WHERE kind = ?1 AND chunk > ?2");
  std::vector<std::int64_t> chunks;
  std::int64_t after = -1;
  while (stmt.bind(number_of(kind), after).step() && !stmt.null(0)) {
    after = stmt.integer(0);
    chunks.push_back(after);
  }
  return chunks;
}

std::vector<FacetRow> read_facets(Store& store, model::Kind kind, std::string_view field, std::string_view first,
                                  std::string_view last) {
  std::vector<FacetRow> rows;
  for (const auto chunk : facet_chunks(store, kind)) {
    Stmt stmt = store.db().cached(
        "SELECT value, data FROM facet WHERE kind = ?1 AND chunk = ?2 AND field = ?3 AND value BETWEEN ?4 AND ?5 ORDER BY value");
    stmt.bind(number_of(kind), chunk, field, first, last);
    while (stmt.step()) rows.push_back({chunk, std::string(field), stmt.string(0), std::string(stmt.bytes(1))});
  }
  return rows;
}

std::optional<Lengths> read_lengths(Store& store, model::Kind kind) {
  Stmt stmt = store.db().cached("SELECT question, answer, docs FROM index_length WHERE kind = ?1");
  if (!stmt.bind(number_of(kind)).step()) return std::nullopt;
  const Lengths lengths{stmt.real(0), stmt.real(1), stmt.integer(2)};
  return lengths;
}

void write_lengths(Store& store, model::Kind kind, const Lengths& lengths) {
  store.db().run(
      "INSERT INTO index_length VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET question = ?2, answer = ?3, docs = ?4",
      number_of(kind), lengths.question, lengths.answer, lengths.docs);
}

void swap_rebuilt(Store& store) {
  for (const SegmentRow& old : read_segments(store, true)) remove_segment(store, old.id);
  store.db().exec("UPDATE segment SET state = 'live' WHERE state = 'building'");
}

}  // namespace ckm::store
