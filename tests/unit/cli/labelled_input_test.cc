#include "cli/labelled_input.hh"

#include <doctest/doctest.h>

#include <fstream>

#include "unit/store/temp_store.hh"

namespace ckm::cli {
namespace {

using Labels = std::vector<std::string>;
using Labelled = std::vector<std::pair<std::string, Labels>>;

class Files {
 public:
  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder_.file(name)) << text;
    return folder_.file(name);
  }

 private:
  store::TempFolder folder_;
};

// What is read of a file, and how many records were rejected.
std::pair<Labelled, std::int64_t> read(const std::string& path, std::string_view field) {
  Context context;
  context.quiet = true;
  context.opened = store::Store::create(path + "." + std::string(field) + ".ckm");
  Labelled all;
  const std::int64_t rejected =
      for_each_labelled_of(context, path, *store::find_target(field),
                           [&](std::string text, Labels labels) { all.emplace_back(std::move(text), std::move(labels)); });
  return {all, rejected};
}

TEST_CASE("for_each_labelled_of: tickets with the field, their text as it is judged, and what is rejected") {
  Files files;
  const std::string path = files.write("t.csv",
                                       "id,subject,body,category,queue,tags\n"
                                       "1,Late,Where is it?,  a / b ,day,x;y\n"
                                       "2,Lamp,,,night,\n"
                                       "3,,,a,day,z\n"
                                       "4,Bill,Too much,c,,\n");
  CHECK(read(path, "category") ==
        std::pair(Labelled{{"Late\nWhere is it?", {"a/b"}}, {"Bill\nToo much", {"c"}}}, std::int64_t{1}));
  CHECK(read(path, "queue").first == Labelled{{"Late\nWhere is it?", {"day"}}, {"Lamp", {"night"}}});
  CHECK(read(path, "tag").first == Labelled{{"Late\nWhere is it?", {"x", "y"}}});
  CHECK(read(path, "phase") == std::pair(Labelled{}, std::int64_t{1}));
}

TEST_CASE("for_each_labelled_of: FAQ by question and phrasings, without their answers") {
  Files files;
  const std::string path = files.write(
      "f.jsonl", R"({"id":"1","question":"Where?","answer":"There.","phrasings":["Which place?"],"category":"a","phase":"sale"})"
                 "\n"
                 R"({"id":"2","question":"When?","answer":"Now.","tags":["t"]})"
                 "\n");
  CHECK(read(path, "category") == std::pair(Labelled{{"Where?\nWhich place?", {"a"}}}, std::int64_t{0}));
  CHECK(read(path, "phase").first == Labelled{{"Where?\nWhich place?", {"sale"}}});
  CHECK(read(path, "tag").first == Labelled{{"When?", {"t"}}});
  CHECK(read(path, "queue").first.empty());
}

TEST_CASE("for_each_labelled_of: texts as an import mends them") {
  Files files;
  const std::string path = files.write("r.csv", "id,subject,queue\n1,CafÃ© &amp; bar,d&amp;n\n");
  CHECK(read(path, "queue").first == Labelled{{"Café & bar", {"d&n"}}});
}

TEST_CASE("for_each_labelled_of: what can't be read") {
  Files files;
  CHECK(store::exit_of([&] { read(files.write("none", "") + "-there", "queue"); }) == Exit::kInput);
  CHECK(store::exit_of([&] { read(files.write("empty.csv", ""), "queue"); }) == Exit::kInput);
}

}  // namespace
}  // namespace ckm::cli
