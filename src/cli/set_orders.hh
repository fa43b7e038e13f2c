// What ckm set carries out: the words of its command line, or the lines of a file.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/error.hh"
#include "cli/assignment.hh"
#include "store/items.hh"
#include "store/store.hh"

namespace ckm::cli {

struct Order {
  std::string where;  // FILE:LINE, for messages; empty for the command line.
  std::vector<std::string> refs;
  std::vector<Assignment> assignments;
  std::optional<Error> mistake;  // Of a line that can't be taken.
};

// The lines of a file, - for standard input, each REF TAB FIELD=VALUE with perhaps more of these. All are read before any is
// carried out, so that nobody waits for a pipe, and with those that have a mistake, so that mistakes are told in the order of
// lines. Throws Error for a file that can't be read.
std::vector<Order> read_orders(const std::string& path);

// What the lines that were carried out say, so that two do not contradict each other.
class SaidByLines {
 public:
  // Throws Error{kUsage} where a line before says something else of the item. Tags may be added and taken away line by line, but
  // no tag both, and not beside tags=.
  void check(store::Store& store, const store::Item& item, const Order& order) const;
  void add(const store::Item& item, const Order& order);

 private:
  struct Said {
    std::string where;
    std::string value;
  };
  std::map<std::tuple<model::Kind, std::int64_t, std::string>, Said> said_;  // By field, or field and tag.
};

}  // namespace ckm::cli
