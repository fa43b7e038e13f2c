#include "cli/eval_input.hh"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <sstream>

#include "base/error.hh"
#include "base/number.hh"
#include "model/ref.hh"
#include "search/filter.hh"

namespace ckm::cli {
namespace {

Error wrong(const std::string& what, const std::string& hint) { return {Exit::kInput, what, hint}; }

store::Judgement judgement(std::string ref, double gain) {
  const auto parsed = model::parse_ref(ref);
  if (!parsed || !model::info(parsed->kind).searchable) {
    throw wrong(fmt::format("'{}' is no reference", ref),
                "a reference is kind:source/identifier; --prefix puts faq:help/ before bare identifiers, for example");
  }
  return {std::move(ref), gain};
}

std::vector<store::Judgement> references(std::string_view cell, const std::string& prefix) {
  std::vector<store::Judgement> out;
  std::istringstream in{std::string(cell)};
  for (std::string ref; std::getline(in, ref, ',');) {
    if (!ref.empty()) out.push_back(judgement(prefix + ref, 1));
  }
  return out;
}

void read_judgements(const std::string& path, const std::string& prefix, const std::map<std::string, std::size_t>& numbers,
                     std::vector<store::JudgedQuery>& queries, BadLines& bad) {
  const auto take = [&](const std::vector<std::string_view>& cells) {
    std::vector<std::string> words;
    for (const std::string_view cell : cells) {
      std::istringstream in{std::string(cell)};
      for (std::string word; in >> word;) words.push_back(word);
    }
    if (words.size() == 4) words.erase(words.begin() + 1);
    const auto gain = words.size() == 3 ? parse_number(words[2]) : words.size() == 2 ? std::optional(1.0) : std::nullopt;
    if (!gain) throw wrong("not a query's name, a reference and how relevant it is", "write for example: q1 0 faq:help/F001 1");
    const auto query = numbers.find(words[0]);
    if (query == numbers.end() || *gain <= 0) return;  // Judgements for others may stand there.
    queries[query->second].judgements.push_back(judgement(prefix + words[1], *gain));
  };
  for_each_line(path, take, bad);
}

}  // namespace

std::vector<store::JudgedQuery> read_judged_files(const std::string& path, const std::string& judgements,
                                                  const std::string& prefix, BadLines& bad) {
  std::vector<store::JudgedQuery> queries;
  std::map<std::string, std::size_t> numbers;
  std::size_t lines = 0;
  const auto take = [&](const std::vector<std::string_view>& cells) {
    ++lines;
    if (cells.size() < 2) {
      throw wrong("there is no tab in the line",
                  judgements.empty() ? "a line is a query, a tab and references" : "a line is a name, a tab and a query");
    }
    store::JudgedQuery query;
    if (!judgements.empty() || cells.size() > 2) query.name = cells[0];
    else query.name = std::to_string(lines);
    query.text = judgements.empty() && cells.size() == 2 ? cells[0] : cells[1];
    if (query.text.find_first_not_of(" \t\r") == std::string::npos)
      throw wrong("the query is empty",
                  judgements.empty() ? "a line is a query, a tab and references" : "a line is a name, a tab and a query");
    search::check_query(query.text);
    if (judgements.empty()) query.judgements = references(cells.back(), prefix);
    if (!numbers.try_emplace(query.name, queries.size()).second)
      throw wrong(fmt::format("there are two queries '{}'", query.name), "give each a name of its own");
    queries.push_back(std::move(query));
  };
  for_each_line(path, take, bad);
  if (!judgements.empty()) read_judgements(judgements, prefix, numbers, queries, bad);
  return queries;
}

}  // namespace ckm::cli
