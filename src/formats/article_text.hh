// An article as one text that people write: TOML between lines of +++, then Markdown.
//
//   +++
//   category = "billing/refund"
//   tags = ["refund"]
//   +++
//   # How long does a refund take?
//
//   Three working days.
//
// The first heading is the title: the question of a FAQ. What follows is the body, and of a case its parts behind headings of
// their own (## Situation, ## Cause, ## Attempts, ## Result, ## Reaction, ## Reflection, ## Next time). An attempt is an item of
// a numbered list with what is known of it as items below:
//
//   1. Asked the depot
//      - who: Ann
//      - at: 2026-03-05T10:00:00Z
//      - why: it was seen there
//      - outcome: failed
//
// A line of a text that would be taken for such a heading or item has a backslash before it. What is written is read as the same
// article: every text, list and time, and nothing else.
//
// A text that was exported says also what it is known by: first of all its uid, then source, id, base (model::text_digest() of
// what was exported, and behind it of what the file said before, the newest first, with blanks between them), created_at and
// updated_at. Several of them may stand one behind the other: each begins with a line of +++
// and one with its uid; such lines of a text have a backslash before the first, and so has a line that Git would begin a conflict
// with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/article.hh"

namespace ckm::formats {

// Fields that are empty are left out, with `blanks` those that people fill in most are there for it. `about` are lines of comment
// that stand first; `learned`, texts of one line, stand as comments below the phrasings, which they become without their #. Not
// written: uid, identifier, created_at, updated_at, extra, raw.
std::string write_article_text(const model::Article& article, bool blanks = false, const std::vector<std::string>& about = {},
                               const std::vector<std::string>& learned = {});

// The same with what it is known by, for an import. `older`: the bases that the file had, of which the newest stay.
std::string write_exported_text(const model::Article& article, std::string_view source,
                                const std::vector<std::string>& older = {});
inline constexpr std::size_t kMostBases = 8;

// Throws Error{kInput} with `name`, line and column for what is no such text: TOML that is none, a field that there is not or
// with a value that it can't have (a language that is no tag, an end before its beginning) and `blank` has not either, another
// kind than that of `blank`, no title, a heading of a case that is none of its parts or stands there twice, an attempt without a
// method, a conflict of Git's, another article behind the first. Where the text names no field at all, all of them are those of
// `blank`; else those that it leaves out are empty, but for confidence, audience and governance. A uid has to be that of `blank`,
// and what else an exported text says is not looked at.
model::Article read_article_text(std::string_view text, const model::Article& blank, std::string_view name);

// An article as such a text tells it, whatever is known of it.
struct ArticleText {
  model::Article article;  // Without a uid: of one that is new. What it does not say of its state is empty.
  std::string source;
  std::vector<std::string> bases;  // The newest first.
  bool says_kind = false;
  std::string language_hint;  // What to write in place of a language that only a source may say.
};
// Throws as read_article_text() does. `kind`: where it says none; `line`: that it begins at.
ArticleText read_any_article_text(std::string_view text, model::Kind kind, std::string_view name, std::size_t line = 1);

// The digests that a text says as its base, with blanks between them.
std::vector<std::string> split_bases(std::string_view text);

// The line, from 1, at which what Git marks as a conflict begins: <<<<<<<, ======= and >>>>>>> as whole lines, or more of each.
// 0: there is none.
std::size_t find_conflict(std::string_view text);

// Whether a text, or what is there of its beginning, has front matter with a uid.
bool is_exported_text(std::string_view head);

}  // namespace ckm::formats
