#include "cli/export_tickets.hh"

#include <doctest/doctest.h>

#include "formats/export.hh"
#include "unit/store/temp_store.hh"

namespace ckm::cli {
namespace {

using store::TempFolder;

// A store of its own at a path that can be opened again.
store::Store with_tickets(const std::string& path, int count) {
  store::Store made = store::Store::create(path);
  store::Random random(1);
  store::import_all<model::Ticket>(made, "desk", store::random_tickets(random, count));
  return made;
}

std::string exported(store::Store& store, std::string_view format, std::size_t others, const std::function<void()>& meanwhile) {
  store::SameMoment moment(store, others);
  CHECK(moment.others() == others);
  if (meanwhile) meanwhile();
  std::string out;
  const formats::Write write = [&](std::string_view bytes) { out.append(bytes); };
  const formats::ExportFormat& known = *formats::find_export_format(format);
  REQUIRE(known.separable);
  formats::ExportOptions headless;
  headless.headless = true;
  const auto first = known.make(write, {});
  const Context context;
  TicketsExport tickets(context, store, moment, *first,
                        {.naming = Naming::kNamed,
                         .make = [&](formats::Write into) { return known.make(std::move(into), headless); },
                         .write = write,
                         .run = 7});
  store::for_each_item(store, model::Kind::kTicket, [&](std::int64_t id) {
    tickets.add(id);
    return true;
  });
  tickets.finish();
  first->finish();
  return out;
}

}  // namespace

TEST_CASE("export_tickets: several connections write the bytes that one does, of one moment") {
  const TempFolder folder;
  const std::string path = folder.file("a.ckm");
  store::Store store = with_tickets(path, 300);
  for (const std::string_view format : {"jsonl", "csv", "tsv", "bulk", "ids"}) {
    CAPTURE(format);
    const std::string alone = exported(store, format, 0, {});
    CHECK(alone.size() > 300 * 8);
    int added = 0;
    const std::string together = exported(store, format, 3, [&] {
      store::Store writer = store::Store::open(path, store::Access::kWrite);
      store::Random random(99);
      model::Ticket more = store::random_ticket(random, std::string("m") + std::string(format));
      added = static_cast<int>(store::import_all<model::Ticket>(writer, "desk", {more}).added);
      // What is there already changes, too.
      writer.db().exec("UPDATE message SET body = body || ' changed'");
    });
    CHECK(added == 1);
    CHECK(alone == together);
    CHECK(exported(store, format, 2, {}) == exported(store, format, 0, {}));
  }
}

TEST_CASE("export_tickets: what goes wrong in one piece of work is told") {
  const TempFolder folder;
  store::Store store = with_tickets(folder.file("a.ckm"), 100);
  store::SameMoment moment(store, 2);
  const formats::Write write = [](std::string_view) {};
  const auto first = formats::find_export_format("ids")->make(write, {});
  const auto run = [&](const formats::Write& into_file) {
    const Context context;
    TicketsExport tickets(context, store, moment, *first,
                          {.make =
                               [](formats::Write) {
                                 return formats::find_export_format("ids")->make(
                                     [](std::string_view) { throw Error(Exit::kSystem, "no room", ""); }, {});
                               },
                           .write = into_file,
                           .run = 7});
    for (std::int64_t id = 1; id <= 100; ++id) tickets.add(id);
    tickets.finish();
  };
  CHECK_THROWS_AS(run(write), Error);
}

TEST_CASE("same_moment: a store that can't be opened again is read by itself") {
  const TempFolder folder;
  store::Store temporary = store::Store::temporary();
  const store::SameMoment of_temporary(temporary, 2);
  CHECK(of_temporary.others() == 0);
  CHECK(temporary.db().in_transaction());
  const std::string path = folder.file("a.ckm");
  store::Store moved = with_tickets(path, 3);
  std::filesystem::rename(path, folder.file("b.ckm"));
  with_tickets(path, 4);
  const store::SameMoment of_moved(moved, 2);
  CHECK(of_moved.others() == 0);
}

}  // namespace ckm::cli
