// What a command takes, told once as rows: the parser, help and completion all read them. Only args.cc knows CLI11.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ckm::cli {

// An option, a switch or a word of the command line.
struct Arg {
  std::string name;  // --message; of a word what help calls it, such as FILE.
  char letter = 0;   // The m of -m.
  // Where the value goes; it must live until parsing is done. A bool makes a switch, a vector takes all words that follow.
  std::variant<bool*, std::string*, std::int64_t*, std::vector<std::string>*> into;
  std::string value = {};  // What help calls an option's value; empty: TEXT, or N for a number.
  std::string summary;
  std::vector<std::string> choices = {};  // Another value is an error with the nearest one as a hint.
  std::int64_t least = 0;                 // Of a number.
  bool needed = false;
  bool filled = false;                   // An empty value is an error.
  bool clears = false;                   // A switch that sets its bool to false, such as --no-index.
  std::string excludes = {};             // Names of options that can't stand beside it, with blanks between.
  std::vector<std::string> fields = {};  // Of a word FIELD=VALUE: what help lists and completion offers, without the =.

  [[nodiscard]] bool is_word() const { return !name.starts_with("--"); }
  [[nodiscard]] bool is_switch() const { return std::holds_alternative<bool*>(into); }
  [[nodiscard]] bool is_list() const { return std::holds_alternative<std::vector<std::string>*>(into); }
  // The value as help writes it; empty for a switch.
  [[nodiscard]] std::string placeholder() const;
};

class Args {
 public:
  explicit Args(std::string_view name = {}, std::string_view summary = {}) : name_(name), summary_(summary) {}
  Args(const Args&) = delete;
  Args& operator=(const Args&) = delete;

  void add(Arg arg);
  // What the subcommand takes; the reference lives as long as this. A command that has subcommands needs one of them.
  Args& subcommand(std::string_view name, std::string_view summary);

  [[nodiscard]] std::string_view name() const { return name_; }
  [[nodiscard]] std::string_view summary() const { return summary_; }
  [[nodiscard]] const std::vector<Arg>& all() const { return all_; }
  [[nodiscard]] const std::deque<Args>& subcommands() const { return subcommands_; }
  // An option of this or of one of its subcommands, by its name or as -m; null: there is none of that name.
  [[nodiscard]] const Arg* find(std::string_view name) const;
  // The first word that is neither an option nor the value of one, of these or of the `common` ones, or null.
  [[nodiscard]] const std::string* first_word(const std::vector<std::string>& words, const Args& common) const;
  // The one that this word names, or null.
  [[nodiscard]] const Args* find_subcommand(const std::vector<std::string>& words, const Args& common) const;
  // Which subcommand was typed.
  [[nodiscard]] std::size_t chosen() const { return chosen_; }

  // Sets what the arguments point to from the words behind the command's name. `common` are options that it takes too.
  // With `dash_words` a word may begin with a single dash. Throws Error{kUsage}.
  void parse(const std::vector<std::string>& words, const Args& common, bool dash_words);

 private:
  std::string name_;
  std::string summary_;
  std::vector<Arg> all_;
  std::deque<Args> subcommands_;
  std::size_t chosen_ = 0;
};

}  // namespace ckm::cli
