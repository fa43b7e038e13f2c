// Applying a map (record_map.hh) to the records of an input.
#pragma once

#include <array>
#include <deque>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "formats/mapping.hh"
#include "formats/record_map.hh"

namespace ckm::formats {

class MappedRecord {
 public:
  // The map must outlive it. `dates`: how times are read.
  explicit MappedRecord(const RecordMap& map, DateOptions dates = {}) : map_(map), dates_(std::move(dates)) {}

  // Whether the map passes over such a record.
  [[nodiscard]] bool skips(std::span<const Cell> cells) const;
  // Of which kind it is.
  [[nodiscard]] model::Kind kind(std::span<const Cell> cells) const;
  // The cells for the map's fields, each with that as its target, and behind them what no rule took. Valid until the
  // next call, and as long as `cells` are.
  std::span<const Cell> apply(std::span<const Cell> cells);
  // Of the record that was applied last: which messages it says by the map's rules.
  [[nodiscard]] const model::Said& said() const { return said_; }

 private:
  void leave_out(std::span<const Cell> cells, std::size_t cell, std::string_view path);
  void add(Field field, const Rule& rule, std::span<const Cell> cells);
  void add_joined(Field field, const Rule& rule, std::span<const Cell> cells);
  void put(Cell cell);
  [[nodiscard]] bool says(Field field, std::span<const Cell> cells) const;
  void add_messages(std::span<const Cell> cells);
  [[nodiscard]] Value message(std::span<const Cell> members) const;
  [[nodiscard]] Value cut_message(std::string_view text) const;

  const RecordMap& map_;
  DateOptions dates_;
  std::deque<Value> values_;  // What the new cells point to.
  std::vector<Cell> mapped_;
  std::vector<char> taken_;  // By cell.
  model::Said said_;
  std::array<char, kFieldCount> has_;   // By field: a rule gave it something.
  std::map<std::size_t, Value> rests_;  // What rules left of the cells that they looked into.
};

}  // namespace ckm::formats
