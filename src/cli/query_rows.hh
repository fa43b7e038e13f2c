// How results of a query are printed.
#pragma once

#include <vector>

#include "cli/printer.hh"
#include "search/search.hh"

namespace ckm::cli {

class QueryRows {
 public:
  QueryRows(Context& context, bool explains);
  void add(const search::Result& result);
  // Once, last. Tells people which synonyms and other spellings the results have in place of the words that were typed.
  void finish();

 private:
  Context& context_;
  bool explains_;
  Printer out_;
  std::vector<std::string> told_;
};

}  // namespace ckm::cli
