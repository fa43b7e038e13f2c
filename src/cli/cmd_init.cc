#include <fmt/format.h>

#include <memory>

#include "cli/declare.hh"

namespace ckm::cli {

Run declare_init(Args& args) {
  const auto file = std::make_shared<std::string>();
  args.add(
      {.name = "FILE", .into = file.get(), .summary = "the file to make; else --db, else CKM_DB, else ckm.db in this folder"});
  return {[] { return Access::kNone; },
          [file](Context& context) {
            std::string path = *file;
            if (path.empty()) path = context.chosen_db.empty() ? "ckm.db" : context.chosen_db;
            store::Store::create(path);
            context.say(fmt::format("made {}", path));
            return Exit::kDone;
          }};
}

}  // namespace ckm::cli
