// Where rejected records go: --rejects.
//
// Each record stands there as it stood in its input, with where it was, what is wrong and the source that it is of: of a table in
// columns before its own, of JSON as its first member, or as an object before what is no object. All but the source is passed
// over when the mended file is imported. Of other formats, and of a table without a header, these facts stand in another file
// beside it, NAME.reasons, as CSV.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/out_file.hh"
#include "cli/reading.hh"
#include "formats/format.hh"

namespace ckm::cli {

// Inputs of one format and header share a file; those of another get one with a number: bad.csv, bad-2.csv. Files are made with
// their first record.
class RejectFile {
 public:
  // Throws Error{kSystem} where it could not be made.
  // `source`: the one that the user named; empty: each record's own.
  RejectFile(std::string path, std::string source) : path_(std::move(path)), source_(std::move(source)) { OutFile probe(path_); }

  // Another input begins, without a header so far.
  void next_input();
  // Of the input at hand: what stands between cells of a table and what may enclose them, and its header.
  void table(std::string_view delimiter) { delimiter_ = delimiter; }
  void header(std::string_view raw, const Reading& reading);
  void add(const formats::Rejection& rejection, const Reading& reading);
  // Gives the files their names, if there are any. What to say of them, if there are several.
  void commit();
  [[nodiscard]] std::vector<std::string> paths() const;
  // What has to be said where a file can't say it.
  [[nodiscard]] std::vector<std::string> notes() const;

 private:
  struct Part {
    std::string path;
    std::string kind;  // What its records are: a format's kind, and a table's header.
    std::unique_ptr<OutFile> file;
    std::unique_ptr<OutFile> reasons;
    std::string system;  // That its records are of, where that has to be said when they are imported again.
  };
  Part& part(const std::string& kind, bool marked);
  std::string system(std::string_view carried, const Reading& reading) const;

  std::string path_;
  std::string source_;
  std::string delimiter_;  // Empty: no table.
  std::string header_;
  std::vector<Part> parts_;
};

}  // namespace ckm::cli
