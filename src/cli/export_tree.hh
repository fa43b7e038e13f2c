// Articles as a tree of folders and files, one text each (formats/article_text.hh, formats/tree_name.hh).
//
// A tree is brought up to date in place: files that say already what they should are not touched, those of removed articles go.
// What a person edited in it and nobody imported is never overwritten: each file tells by its `base` whether it is as it was
// exported. Each is written beside and renamed, so that a killed export leaves whole files, and the next one does the rest.
#pragma once

#include <optional>
#include <string>

#include "cli/command.hh"
#include "cli/export_chain.hh"
#include "search/selection.hh"

namespace ckm::cli {

struct TreeOptions {
  std::string folder;
  std::string kind;         // As the command says it; a tree is always of the same ones,
  std::string where;        // and of the same query,
  std::string as_of = {};   // as they were at the same time: as it is written, empty for now;
  ChainOptions chain = {};  // and taken through the same.
};

// Whether an output is a folder: one that is there, a path that ends in /, or a name without a dot that nothing has.
bool names_folder(const std::string& output);

// Throws Error{kUsage} for tickets, kConflict for a folder that holds something else or another export, and for files that people
// edited, kLocked where another export writes to it, kSystem.
Exit export_tree(Context& context, const TreeOptions& options, std::optional<search::Selection>& selection);

}  // namespace ckm::cli
