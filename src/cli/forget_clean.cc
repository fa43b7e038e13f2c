#include "cli/forget_clean.hh"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>
#include <vector>

#include "base/counted.hh"
#include "base/interrupt.hh"
#include "cli/progress.hh"
#include "search/purge.hh"
#include "store/asked_log.hh"
#include "store/wipe.hh"

namespace ckm::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kAskAgain{20};
constexpr int kAsked = 10;
constexpr std::string_view kAgain = "what was named is erased, but pages of the file may still hold it: finish with ckm forget";

void empty_log(Context& context) {
  if (store::empty_log(context.store())) return;
  throw Error(Exit::kLocked, "another process still reads the store as it was, so that its log can't be emptied", "");
}

void clean(Context& context) {
  store::Store& store = context.store();
  {
    ProgressLine progress("taking it out of the index", "items", !context.quiet);
    store::Transaction transaction(store.db());
    search::purge_index(store, context.settings.index(), [&](std::int64_t done, std::int64_t total) {
      progress.show(done, static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(total));
    });
    transaction.commit();
  }
  stop_if_interrupted();
  std::error_code error;
  constexpr std::uintmax_t kLarge = std::uintmax_t{256} << 20U;
  if (const std::uintmax_t size = fs::file_size(store.path(), error); !error && size > kLarge)
    context.say(fmt::format("rewriting the file: {} MB", size >> 20U));
  try {
    store::rewrite_file(store);
  } catch (const Error& e) {
    throw Error(e.code(), fmt::format("the file can't be rewritten: {}", e.what()), e.hint());
  }
  empty_log(context);
  store::note_wiped(store);
  empty_log(context);
}

}  // namespace

void take_all_asked(Context& context) {
  const std::string path = context.store().path() + "-asked";
  const auto days = static_cast<std::int64_t>(context.settings.number("query.log_days"));
  std::error_code error;
  for (int i = 0; i < kAsked && fs::exists(path, error); ++i) {
    if (i > 0) std::this_thread::sleep_for(kAskAgain);
    store::take_asked(context.store(), days);
  }
  if (fs::exists(path, error)) context.warn(fmt::format("note: {} could not be taken in; look at it yourself", path));
}

void clean_up(Context& context) {
  try {
    clean(context);
  } catch (const Error& e) {
    // What was named is gone, so that the same command would not find it.
    if (e.code() != Exit::kSystem && e.code() != Exit::kLocked) throw;
    throw Error(e.code(), e.what(), std::string(kAgain));
  }
}

void tell_copies(Context& context) {
  const fs::path own(context.store().path());
  std::vector<std::string> copies;
  std::error_code error;
  const fs::path folder = own.parent_path().empty() ? fs::path(".") : own.parent_path();
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(own.filename().string() + ".v") && name.ends_with(".bak"))
      copies.push_back((own.parent_path() / name).string());
  }
  std::ranges::sort(copies);
  if (!copies.empty()) context.say(fmt::format("note: ckm kept a copy of the store before an update: {}", first_few(copies)));
  context.say("note: backups, exports and rejected records that were written before still hold it; so does its source");
}

}  // namespace ckm::cli
