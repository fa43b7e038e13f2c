// What became of the things that a command changed, for the formats that programs read: a row each. People read it in the line
// that the command says, so that a table of them would only repeat that.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "cli/printer.hh"
#include "model/kind.hh"

namespace ckm::cli {

class ChangedRows {
 public:
  explicit ChangedRows(const Context& context);

  // `became`: added, changed, removed or undone. As references each thing stands once.
  void add(std::string_view ref, std::string_view kind, std::string_view became);
  void add(std::string_view ref, model::Kind kind, std::string_view became) { add(ref, model::info(kind).name, became); }
  // Once, last: when it is certain that all of it happened.
  void finish();

 private:
  const Context& context_;
  Printer out_;
  std::set<std::string, std::less<>> named_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace ckm::cli
