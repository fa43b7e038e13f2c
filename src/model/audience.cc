#include "model/audience.hh"

#include <algorithm>
#include <utility>

#include "model/published_text.hh"

namespace ckm::model {
namespace {

// A part of an article that only the team sees: whether there is any, and how it is taken out.
struct InternalPart {
  std::string_view name;
  bool (*has)(const Article& article);
  void (*remove)(Article& article);
};

// The Markdown texts of an article.
template <typename A, typename F>
void for_each_markdown(A& article, F visit) {
  visit(article.body);
  for (auto* text : {&article.story.situation, &article.story.cause, &article.story.result, &article.story.next_time})
    visit(*text);
  for (auto& attempt : article.story.attempts) {
    visit(attempt.method);
    visit(attempt.why);
  }
}

bool has_asides(const Article& article) {
  bool any = false;
  for_each_markdown(article, [&](const std::string& text) { any = any || published_text(text) != text; });
  return any;
}

constexpr InternalPart kInternalParts[] = {
    {"who tried what",
     [](const Article& a) { return std::ranges::any_of(a.story.attempts, [](const Attempt& t) { return !t.who.empty(); }); },
     [](Article& a) {
       for (Attempt& attempt : a.story.attempts) attempt.who.clear();
     }},
    {"the customer's reaction", [](const Article& a) { return !a.story.reaction.empty(); },
     [](Article& a) { a.story.reaction.clear(); }},
    {"reflections", [](const Article& a) { return !a.story.reflection.empty(); }, [](Article& a) { a.story.reflection.clear(); }},
    {"context", [](const Article& a) { return !a.story.context.empty(); }, [](Article& a) { a.story.context.clear(); }},
    {"comments and citations in its text", has_asides,
     [](Article& a) {
       for_each_markdown(a, [](std::string& text) { text = published_text(text); });
       // What was nothing but a citation.
       std::erase_if(a.story.attempts, [](const Attempt& attempt) { return attempt.method.empty(); });
     }},
    {"columns that no field takes", [](const Article& a) { return !a.extra.is_null(); }, [](Article& a) { a.extra = Value(); }},
    {"texts as they came", [](const Article& a) { return !a.raw.is_null(); }, [](Article& a) { a.raw = Value(); }},
    {"when it is to be checked", [](const Article& a) { return a.review_by.has_value(); },
     [](Article& a) { a.review_by.reset(); }},
};

}  // namespace

std::optional<Audience> audience_from_name(std::string_view name) {
  const auto* const found = std::ranges::find(kAudiences, name);
  if (found == kAudiences.end()) return std::nullopt;
  return static_cast<Audience>(found - kAudiences.begin());
}

std::string_view audience_name(Audience audience) { return kAudiences[static_cast<std::size_t>(audience)]; }

std::vector<std::string> why_hidden(const Article& article, Audience audience, Time at) {
  std::vector<std::string> why;
  if (audience == Audience::kInternal) return why;
  if (audience_from_name(article.audience).value_or(Audience::kInternal) < audience)
    why.emplace_back(article.audience == "partner" ? "it is for partners" : "it is for the team alone");
  if (article.confidence != "validated") why.push_back("it is " + article.confidence + ", not validated");
  if (article.valid_from && *article.valid_from > at)
    why.push_back("it does not hold before " + format_time(*article.valid_from));
  if (article.valid_to && *article.valid_to <= at) why.push_back("it held until " + format_time(*article.valid_to));
  std::string note;
  for_each_markdown(article, [&](const std::string& text) {
    if (note.empty()) note = cited_note(text);
  });
  if (!note.empty()) why.push_back("it quotes what no customer saw: " + note);
  return why;
}

std::vector<std::string> withheld(const Article& article) {
  std::vector<std::string> names;
  for (const InternalPart& part : kInternalParts) {
    if (part.has(article)) names.emplace_back(part.name);
  }
  return names;
}

Article as_published(Article article) {
  for (const InternalPart& part : kInternalParts) part.remove(article);
  article.external_id = article.uid;
  return article;
}

}  // namespace ckm::model
