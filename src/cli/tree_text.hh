// How the files of a tree of texts stand to the store, and the texts that they should be.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/article.hh"
#include "store/history_graph.hh"

namespace ckm::cli {

enum class TreeFileIs : std::uint8_t {
  kTaken,       // The store has all that it says: nothing is lost with it.
  kEdited,      // By people, and not imported since.
  kUnknown,     // Of an article that the store has never had.
  kOther,       // No export wrote it.
  kAbout,       // Nor is it an article: it is about its folder.
  kUnreadable,  // Nor can an import read it.
};

struct TreeFile {
  TreeFileIs is = TreeFileIs::kOther;
  std::vector<std::string> uids;                // Of its texts, where it is taken,
  std::vector<std::vector<std::string>> bases;  // and what each says it was.
  bool edited = false;                          // Whether any text differs from what was exported, or never was.
};

// One graph serves a whole tree. `file`: where it is; `path`: in its tree; `kind`: of texts that don't say it; `for_readers`: the
// tree is one whose texts are not what the articles say (formats::tree_readers), so that all is taken that nobody edited.
TreeFile look_at_tree_file(store::Store& store, store::LazyGraph& graph, const std::string& file, const std::string& path,
                           model::Kind kind, bool for_readers = false);

// An article that the store has as its exported text.
struct TreeText {
  model::Article article;  // As it is edited.
  std::string text;
};
// `older`: what the text was before (formats::write_exported_text()).
TreeText tree_text(store::Store& store, std::int64_t article, const std::vector<std::string>& older);

}  // namespace ckm::cli
