// After an import of files of a tree: those that it took are brought up to date, as an export of just these would write them.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "cli/command.hh"
#include "model/kind.hh"
#include "store/history_graph.hh"

namespace ckm::cli {

class TreeUpdate {
 public:
  // Before the import, which reads `path`, a file or a folder: notes what each file holds that people edited or added. Of what
  // lies in no tree, or in one of articles as they were at some time, nothing is noted. `kind`: that was asked for, where it was.
  TreeUpdate(const std::string& path, std::optional<model::Kind> kind);
  // Once it was imported: writes each of them anew whose edits are in the store, if it is still as it was noted. Tells how many,
  // and what is in the way.
  void bring(Context& context);

 private:
  bool bring_file(store::Store& store, store::LazyGraph& graph, class TreeFolder& folder, const std::string& path);
  std::string path_;
  std::string root_;  // Empty: no tree.
  model::Kind kind_ = model::Kind::kDocument;
  std::unordered_map<std::string, std::string> edited_;  // By path in the tree: the digest of its bytes.
};

}  // namespace ckm::cli
