// Settings files, and where the store is.
//
// Read in this order, the later one counting: $XDG_CONFIG_HOME/ckm/config.toml, then ckm.toml beside the store. The names that
// may stand there are one table, printed by `ckm help settings`. Words that find each other are read from synonyms.toml beside
// each of the two. A file below a folder that this user may not look into is none.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/value.hh"
#include "formats/unpack_limits.hh"
#include "insight/content.hh"
#include "search/indexer.hh"
#include "search/signals.hh"
#include "search/synonyms.hh"

namespace ckm::cli {

struct Setting {
  std::string_view name;     // With its table: index.k1.
  std::string_view initial;  // As it is without a file.
  std::string_view summary;
  double least = 0;  // Of a number.
  double most = 0;
  std::string_view choices = {};  // Separated by blanks; empty: any.
};
std::span<const Setting> known_settings();

class Settings {
 public:
  // Reads a file if it exists. Throws Error{kUsage} naming file, line and column for a name or value that is wrong, and
  // Error{kInput} for a file that can't be read or is no TOML.
  void read(const std::string& path);

  [[nodiscard]] std::string text(std::string_view name) const;
  [[nodiscard]] double number(std::string_view name) const;
  // One that is a list; null where no file says it. Lives as long as the settings.
  [[nodiscard]] const Value* value(std::string_view name) const;
  [[nodiscard]] search::IndexSettings index() const;
  [[nodiscard]] search::RankWeights weights() const;
  [[nodiscard]] formats::UnpackLimits unpack() const;
  // Throws Error{kUsage} for a rule that there is not.
  [[nodiscard]] insight::ContentLimits content() const;

 private:
  Value values_;  // Names with their tables, to values.
};

// Where the store is: `option` (--db), CKM_DB, ckm.db in this folder or one above, $XDG_DATA_HOME/ckm/ckm.db. The last one is
// returned even where there is no file.
std::string find_db(const std::string& option);

std::string user_settings_path();
std::string store_settings_path(const std::string& db);

// What ckm knows, and the user's and the store's synonyms.toml where they exist. Throws Error{kInput} naming file, line and
// column of a mistake.
search::Synonyms read_synonyms(const std::string& db);

}  // namespace ckm::cli
