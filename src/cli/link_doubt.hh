// What an import of links is told of identifiers that can't be meant as they stand.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "cli/command.hh"
#include "store/link_ends.hh"
#include "store/store.hh"

namespace ckm::cli {

// Looks in the store as it was last committed, over a connection of its own, for the import's writes meanwhile; opened once it is
// needed.
class LinkDoubt {
 public:
  // `own_source`: where tickets are looked up that name no source, if the user named none; else empty.
  LinkDoubt(const Context& context, std::string own_source);

  // See formats::ReadOptions::link_doubt.
  [[nodiscard]] std::string operator()(std::string_view end, bool ticket, std::string_view source);

 private:
  store::Store& store();
  std::string without_kind(const std::string& end, std::string_view source, bool ticket);
  std::string without_source(const std::string& end);

  const Context& context_;
  std::string own_source_;
  std::optional<store::Store> store_;
  std::map<std::string, store::SourceHas, std::less<>> sources_;  // Once it is opened.
};

}  // namespace ckm::cli
