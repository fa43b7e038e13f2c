// Words that stand for others: what ckm knows (schemas/synonyms.toml) and what users add.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "search/synonym_file.hh"
#include "search/terms.hh"

namespace ckm::search {

// A row of the table that is generated while building; as SynonymRow.
struct ShippedSynonym {
  std::string_view key;
  std::string_view to;
  std::string_view why;
  bool latin;
};
std::span<const ShippedSynonym> shipped_synonyms();

// A text that has a synonym ranks a little below one that has the word itself.
inline constexpr double kSynonymShare = 0.8;

struct Synonym {
  std::string_view to;
  std::string_view why;
  double share = kSynonymShare;  // Of what its words weigh.
  bool rewords = true;           // A title may be compared with the query in this wording, too.
};

class Synonyms {
 public:
  // The shipped ones.
  Synonyms() = default;
  // With a file's. Throws as read_synonyms does.
  void add(std::string_view toml, std::string_view name);

  // Whether some file tells that one of two words finds the other, or keeps one of them as it is.
  [[nodiscard]] bool tells_of(std::string_view one, std::string_view other) const;

  // What the words at the front of some units may also be: the longest run of units that is an entry in any file, with all that
  // it stands for; none where it is to be kept as it is. Views live as long as this object and no file is added.
  struct Match {
    std::size_t units = 0;  // How many make up the entry; 0 where there is none.
    std::vector<Synonym> synonyms;
  };
  // Entries with words of letters, which are compared by their stems in the corpus's languages, prepared for some query.
  class Latin {
   public:
    Latin(const Synonyms& synonyms, std::span<const Unit> query, const Corpus& corpus, Stemmers& stemmers);

   private:
    friend class Synonyms;
    struct Entry {
      std::vector<Unit> units;
      std::string_view key;
      Synonym synonym;
    };
    std::vector<Entry> entries_;
  };
  [[nodiscard]] Match longest(std::span<const Unit> units, const Latin& latin) const;

 private:
  std::vector<SynonymRow> own_;  // Of all files, ascending by key.
};

}  // namespace ckm::search
