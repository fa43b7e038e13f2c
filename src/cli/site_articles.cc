#include "cli/site_articles.hh"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/hash.hh"
#include "base/interrupt.hh"
#include "cli/export_item.hh"
#include "model/audience.hh"
#include "search/search.hh"
#include "site/labels.hh"
#include "store/articles.hh"
#include "store/categories.hh"
#include "store/category_paths.hh"
#include "store/labels.hh"
#include "store/links.hh"
#include "store/reviews.hh"
#include "text/convert_script.hh"
#include "text/language.hh"
#include "text/script.hh"

namespace ckm::cli {
namespace {

constexpr std::size_t kRelated = 5;
constexpr std::size_t kLookedAt = 25;   // Of what the index finds to be like an article.
constexpr double kAlike = 0.3;          // What such a score has to be, with the nearness of categories,
constexpr double kSameCategory = 0.25;  // which is this,
constexpr double kSameTop = 0.1;        // or this where only the first step is the same.
constexpr std::size_t kIdDigits = 12;   // Of a uid, in the name of a page.
constexpr std::string_view kOther = "other";

using Places = std::map<std::pair<model::Kind, std::int64_t>, std::size_t>;  // In Site::articles.

std::pair<model::Kind, std::int64_t> key(const store::Item& item) { return {item.kind, item.id}; }

// The beginning of a uid, or all of it where that is another one's. A uid that is no such digits may hold anything.
std::string page_id(const std::string& uid, std::unordered_set<std::string>& taken) {
  const bool digits = uid.size() >= kIdDigits &&
                      std::ranges::all_of(uid, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  const std::string whole = digits ? uid : hex(content_hash(uid));
  std::string id = whole.substr(0, kIdDigits);
  if (!taken.insert(id).second) taken.insert(id = whole);
  return id;
}

// The tag that a page says: of Chinese with its script.
std::string language_of(const model::Article& article) {
  const std::string text = article.title + "\n" + article.body + "\n" + article.story.situation;
  const std::string& said = article.language;
  if (said.starts_with("zh-Hans") || said.starts_with("zh-Hant")) return said;
  if (!said.empty() && said.substr(0, 2) != "zh") return text::is_language_tag(said) ? said : "";
  const std::string_view script = text::guess_script(text);
  if (script == "Hans") return "zh-Hans";
  if (script == "Hant") return "zh-Hant";
  if (script == "Jpan") return "ja";
  if (script == "Kore") return "ko";
  return std::string(text::language_code(text::guess_language(text)));
}

// Takes an article as it comes out of a chain.
class Taker final : public formats::Exporter {
 public:
  void ticket(const formats::Identity&, const model::Ticket&) override {}
  void article(const formats::Identity&, const model::Article& article) override { taken = article; }
  void finish() override {}
  model::Article taken;
};

// Whether an article that its readers see is in order. Outside of the team they see no other.
bool is_in_order(model::Article article) {
  article.audience = model::audience_name(model::Audience::kPublic);
  return model::why_hidden(article, model::Audience::kPublic, now()).empty();
}

// Articles that an audience outside of the team is meant to see and does not.
std::int64_t count_hidden(Context& context, const std::string& kind) {
  std::int64_t hidden = 0;
  for (const model::KindInfo& info : model::kKinds) {
    if (!info.article || (!kind.empty() && info.name != kind)) continue;
    store::for_each_item(*context.opened, info.kind, [&](std::int64_t id) {
      const model::Article article = store::read_article(*context.opened, id)->article;
      const auto meant = model::audience_from_name(article.audience);
      hidden += meant && *meant >= context.audience && !model::why_hidden(article, context.audience, now()).empty() ? 1 : 0;
      return true;
    });
  }
  return hidden;
}

site::Article shown_article(store::Store& store, const store::Item& item, const model::Article& stored) {
  const model::Article article = model::readable(stored);
  site::Article out;
  out.kind = item.kind;
  out.title = article.title;
  out.body = article.body;
  out.phrasings = article.phrasings;
  out.situation = article.story.situation;
  out.cause = article.story.cause;
  for (const model::Attempt& attempt : article.story.attempts)
    out.steps.push_back({attempt.method, attempt.why, attempt.outcome});
  out.result = article.story.result;
  out.next_time = article.story.next_time;
  out.language = language_of(article);
  out.category = store::effective_category(store, item).path;
  out.changed_at = article.updated_at ? article.updated_at : article.created_at;
  for (const store::Review& review : store::reviews_of(store, item.id)) {
    if (review.ok && !out.reviewed_at) out.reviewed_at = review.at;
  }
  return out;
}

// Each category that an article is in, and those above it.
// `whole`: where their descriptions are, which are for readers only where the theme says so.
void add_categories(store::Store& store, store::Store& whole, site::Site& site) {
  std::unordered_map<std::string, model::Category> known;
  for (model::Category& category : store::read_categories(site.theme.descriptions ? whole : store))
    known.emplace(category.path, std::move(category));
  std::set<std::string> paths;
  for (const site::Article& article : site.articles) {
    for (std::string path = article.category; paths.insert(path).second && path.find('/') != std::string::npos;)
      path.resize(path.rfind('/'));
  }
  std::unordered_set<std::string> taken;
  const site::Labels labels(site.theme.language);
  for (const std::string& path : paths) {
    if (path.empty()) {
      site.categories.push_back({path, std::string(kOther), std::string(labels[site::Label::kOther])});
      continue;
    }
    const auto id = store::find_category(store, path);
    const std::string uid = id ? store::category_uid(store, *id) : store::first_category_uid(path);
    const auto at = known.find(path);
    const bool titled = at != known.end() && !at->second.title.empty();
    site.categories.push_back({path, page_id(uid, taken), titled ? at->second.title : path.substr(path.rfind('/') + 1),
                               site.theme.descriptions && at != known.end() ? at->second.description : ""});
  }
}

// The labels' language that most articles are in.
std::string most_spoken(const std::vector<site::Article>& articles) {
  std::array<std::size_t, site::kLanguages.size()> counts{};
  for (const site::Article& article : articles) {
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += article.language.starts_with(site::kLanguages[i]) ? 1 : 0;
  }
  return std::string(site::kLanguages[static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin())]);
}

double nearness(std::string_view one, std::string_view other) {
  if (one.empty() || other.empty()) return 0;
  if (one == other) return kSameCategory;
  return one.substr(0, one.find('/')) == other.substr(0, other.find('/')) ? kSameTop : 0;
}

// What people linked first, then what the index finds to be like it.
class Relatives {
 public:
  Relatives(Context& context, const Places& places) : store_(context.store()), places_(places), session_(context.store()) {
    options_.weights = context.settings.weights();
    options_.limit = kLookedAt;
    options_.bare = true;
  }

  void add(site::Site& site, const store::Item& item) {
    site::Article& article = site.articles[places_.at(key(item))];
    for (const store::Item& variant : store::variants_of(store_, item)) put(article.variants, variant);
    std::ranges::sort(article.variants, {}, [&](std::size_t i) {
      return std::pair(std::string_view(site.articles[i].language), std::string_view(site.articles[i].id));
    });
    for (const store::Linked& linked : store::links_of(store_, item)) {
      if (linked.relation != "variant-of" && linked.relation != "duplicate-of") offer(article, item, linked.item);
    }
    search::Search search(session_, item, "-kind:ticket", options_);
    std::vector<std::pair<double, store::Item>> alike;
    for (const search::Candidate& candidate : search.best()) {
      const auto at = places_.find(key(candidate.item));
      if (candidate.stage != search::Stage::kSecond || at == places_.end()) continue;
      const double score = candidate.score.total() + nearness(article.category, site.articles[at->second].category);
      if (score >= kAlike) alike.emplace_back(score, candidate.item);
    }
    std::ranges::stable_sort(alike, std::ranges::greater(), [](const auto& a) { return a.first; });
    for (const auto& [score, other] : alike) offer(article, item, other);
  }

 private:
  void put(std::vector<std::size_t>& list, const store::Item& item) {
    const auto at = places_.find(key(item));
    if (at != places_.end() && std::ranges::find(list, at->second) == list.end()) list.push_back(at->second);
  }
  void offer(site::Article& article, const store::Item& self, const store::Item& item) {
    const auto at = places_.find(key(item));
    const bool variant = at != places_.end() && std::ranges::find(article.variants, at->second) != article.variants.end();
    if (article.related.size() < kRelated && item != self && !variant) put(article.related, item);
  }

  store::Store& store_;
  const Places& places_;
  search::Session session_;
  search::SearchOptions options_;
};

}  // namespace

SiteArticles gather_site(Context& context, const std::string& kind, const ChainOptions& options,
                         std::optional<search::Selection>& selection, site::Theme theme,
                         const std::function<void(std::int64_t)>& seen) {
  store::Store& store = context.store();
  SiteArticles out;
  out.site.theme = std::move(theme);
  std::vector<std::pair<std::string, store::Item>> items;  // By the page's name.
  std::unordered_set<std::string> taken;
  std::int64_t count = 0;
  Taker taker;
  ExportChain chain(context, options, taker);
  const bool team = context.audience == model::Audience::kInternal;
  if (!team) out.left = count_hidden(context, kind);
  for (const model::KindInfo& info : model::kKinds) {
    if (!info.article || (!kind.empty() && info.name != kind) || (selection && !selection->wants(info.kind))) continue;
    store::for_each_item(store, info.kind, [&](std::int64_t id) {
      const store::Item item{info.kind, id};
      if (selection && !selection->holds(item)) return true;
      export_item(store, item, chain.front());
      seen(++count);
      if (team && !is_in_order(taker.taken)) return interrupted() == 0;
      site::Article article = shown_article(store, item, taker.taken);
      article.id = page_id(taker.taken.uid, taken);
      items.emplace_back(article.id, item);
      out.site.articles.push_back(std::move(article));
      return interrupted() == 0;
    });
    stop_if_interrupted();
  }
  std::map<std::pair<model::Kind, std::int64_t>, std::int64_t> uses;
  for (const auto& [item, times] : store::read_uses(store)) uses[key(item)] = times;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto at = uses.find(key(items[i].second));
    if (at != uses.end()) out.site.articles[i].uses = at->second;
  }
  if (out.site.theme.language.empty()) out.site.theme.language = most_spoken(out.site.articles);
  add_categories(store, *context.opened, out.site);
  if (!options.script.empty()) {
    text::ScriptConverter converter(options.script);
    std::string all;
    for (const site::Category& category : out.site.categories) all += category.title;
    const text::Written written = text::written_in(all);
    for (site::Category& category : out.site.categories) {
      category.title = converter.convert(category.title, written);
      category.description = converter.convert(category.description);
    }
  }
  site::arrange(out.site);
  std::unordered_map<std::string_view, std::size_t> by_id;
  for (std::size_t i = 0; i < out.site.articles.size(); ++i) by_id.emplace(out.site.articles[i].id, i);
  Places places;
  for (const auto& [id, item] : items) places.emplace(key(item), by_id.at(id));
  Relatives relatives(context, places);
  for (const auto& [id, item] : items) {
    stop_if_interrupted();
    relatives.add(out.site, item);
    seen(++count);
  }
  return out;
}

}  // namespace ckm::cli
