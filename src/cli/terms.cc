#include "cli/terms.hh"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/interrupt.hh"
#include "cli/config.hh"
#include "cli/progress.hh"
#include "cli/said_texts.hh"
#include "learn/duplicate.hh"
#include "learn/features.hh"
#include "learn/rewordings.hh"
#include "learn/rising.hh"
#include "learn/spelling_variants.hh"
#include "learn/topic_texts.hh"
#include "search/session.hh"
#include "store/articles.hh"
#include "store/asked_log.hh"
#include "store/learned.hh"
#include "store/overview.hh"

namespace ckm::cli {
namespace {

constexpr std::uint64_t kSeed = 1;  // Which texts are drawn where there are too many: the same each time.
constexpr std::size_t kMostNow = 20'000;
constexpr std::size_t kMostBefore = 40'000;
constexpr std::size_t kMostArticles = 20'000;
constexpr std::size_t kMostBytes = std::size_t{64} << 20U;
constexpr Time kBefore = 365 * kDay;    // What rises is compared with that long a time before.
constexpr Time kSoon = Time{10} * 60;   // A question after one that found nothing asks the same.
constexpr std::size_t kMostAsked = 60;  // Phrasings and wordings of an article that are compared.
constexpr std::int64_t kLeastTexts = 3;
constexpr std::int64_t kLeastWitnesses = 3;
constexpr std::size_t kSeen = 3;
constexpr std::string_view kTickets = "tickets";

struct Said {
  std::string ref;
  std::string text;
};

// Texts of one time, as many as there is room for.
class Drawn {
 public:
  explicit Drawn(std::size_t most) : draw_(kSeed, most, kMostBytes) {}
  void add(std::string_view ref, std::string_view text) { draw_.add(ref, 0, text); }
  void close(learn::CommonLines& common) {
    for (learn::TopicText& one : draw_.draw()) {
      common.add(one.text);
      refs.push_back(std::move(one.key));
      texts.push_back(std::move(one.text));
    }
  }
  std::vector<std::string> refs, texts;

 private:
  learn::TopicTexts draw_;
};

class Finder {
 public:
  Finder(Context& context, const TermSearch& search)
      : context_(context), search_(search), session_(context.store()), synonyms_(read_synonyms(context.db)) {}

  FoundTerms find() {
    read_tickets();
    read_queries();
    if (wanted(TermKind::kRising)) {
      rising(kTickets, now_.texts, now_.refs, before_.texts);
      rising("queries", texts_of(queries_now_), refs_of(queries_now_), texts_of(queries_before_));
    }
    if (wanted(TermKind::kSpelling)) spelling();
    if (wanted(TermKind::kSynonym)) synonyms();
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool wanted(TermKind kind) const {
    return search_.kinds.empty() || std::ranges::find(search_.kinds, kind) != search_.kinds.end();
  }
  [[nodiscard]] std::int64_t least(std::int64_t usual) const { return search_.least > 0 ? search_.least : usual; }

  void read_tickets() {
    out_.newest = store::newest_ticket(context_.store(), now());
    const Time begin = out_.newest.value_or(now()) - search_.period_days * kDay;
    for_each_said(context_, "reading", [&](store::CustomerText& text) {
      ++out_.tickets;
      if (!text.created_at || *text.created_at > now()) return undated_.add(text.ref, said(text));
      if (*text.created_at > begin) return now_.add(text.ref, said(text));
      if (*text.created_at > begin - kBefore) before_.add(text.ref, said(text));
      else undated_.add(text.ref, said(text));
    });
    learn::CommonLines common;
    for (Drawn* part : {&now_, &before_, &undated_}) part->close(common);
    common.finish();
    for (Drawn* part : {&now_, &before_, &undated_}) {
      for (std::string& text : part->texts) {
        text = common.without(text);
        usual_.add(text);
      }
      out_.drawn += std::ssize(part->texts);
    }
    out_.compared = !now_.texts.empty() && !before_.texts.empty();
  }

  // What somebody asked several times on a day counts once.
  void read_queries() {
    const Time begin = now() - search_.period_days * kDay;
    std::set<std::tuple<std::string, Time, std::string>> known;
    store::for_each_question(context_.store(), [&](const store::Asked& asked) {
      all_asked_.push_back(asked);
      std::string key = learn::DuplicateTexts::key(asked.text);
      if (key.empty() || asked.at > now() || !known.emplace(asked.actor, asked.at / kDay, std::move(key)).second) return;
      ++out_.queries;
      Said said{fmt::format("{} {}", asked.actor, format_day(asked.at)), asked.text};
      if (asked.at > begin) queries_now_.push_back(std::move(said));
      else if (asked.at > begin - kBefore) queries_before_.push_back(std::move(said));
    });
  }

  static std::vector<std::string> texts_of(const std::vector<Said>& all) {
    std::vector<std::string> out;
    for (const Said& one : all) out.push_back(one.text);
    return out;
  }
  static std::vector<std::string> refs_of(const std::vector<Said>& all) {
    std::vector<std::string> out;
    for (const Said& one : all) out.push_back(one.ref);
    return out;
  }

  // How many articles have a term of words or characters, at most.
  std::int64_t articles_with(std::string_view term) {
    std::int64_t all = 0;
    for (const model::KindInfo& kind : model::kKinds) {
      if (!kind.searchable || kind.kind == model::Kind::kTicket) continue;
      search::Corpus& corpus = session_.corpus(kind.kind);
      const std::vector<search::Unit> units = search::split_units(term, corpus, session_.stemmers());
      std::optional<std::int64_t> least;
      for (std::size_t i = 0; i < units.size(); ++i) {
        std::int64_t with = 0;
        if (units[i].joined) with = corpus.document_frequency(units[i - 1].folded + units[i].folded);
        else if (i + 1 < units.size() && units[i + 1].joined) continue;
        else
          for (const std::string& stem : units[i].terms) with += corpus.document_frequency(stem);
        least = std::min(least.value_or(with), with);
      }
      all += least.value_or(0);
    }
    return all;
  }

  void rising(std::string_view said_in, const std::vector<std::string>& texts, const std::vector<std::string>& refs,
              const std::vector<std::string>& before) {
    learn::RisingOptions options;
    options.least = static_cast<std::uint32_t>(least(kLeastTexts));
    options.most = search_.limit;
    options.copies = said_in == kTickets;  // A query is nobody's form letter.
    for (const learn::Rise& rise : learn::rising_terms(texts, before, usual_.get(), options)) {
      FoundTerm found{TermKind::kRising, rise.term, {}, std::string(said_in), rise.now, 0, articles_with(rise.term), {}, {}};
      found.before = static_cast<double>(rise.before) * static_cast<double>(texts.size()) / static_cast<double>(before.size());
      for (const std::uint32_t i : rise.examples) found.seen.push_back(refs[i]);
      out_.terms.push_back(std::move(found));
    }
  }

  void spelling() {
    std::vector<std::string> texts, refs;
    for (const Drawn* part : {&now_, &before_, &undated_}) {
      texts.insert(texts.end(), part->texts.begin(), part->texts.end());
      refs.insert(refs.end(), part->refs.begin(), part->refs.end());
    }
    for (const auto* part : {&queries_now_, &queries_before_}) {
      for (const Said& one : *part) {
        texts.push_back(one.text);
        refs.push_back(one.ref);
      }
    }
    learn::SpellingOptions options;
    options.least = static_cast<std::uint32_t>(least(kLeastTexts));
    options.in_articles = [&](std::string_view word) { return articles_with(word) > 0; };
    std::size_t count = 0;
    for (learn::SpellingVariant& variant : learn::spelling_variants(texts, article_texts(), usual_.get(), options)) {
      if (synonyms_.tells_of(variant.said, variant.usual)) continue;
      if (++count > search_.limit) return;
      FoundTerm found{
          TermKind::kSpelling, variant.said, variant.usual, {}, variant.texts, {}, articles_with(variant.usual), {}, {}};
      for (const std::uint32_t i : variant.examples) found.seen.push_back(refs[i]);
      out_.terms.push_back(std::move(found));
    }
  }

  std::vector<std::string> article_texts() {
    Drawn drawn(kMostArticles);
    for_each_article([&](const store::Item& item) {
      const auto text = store::read_search_text(context_.store(), item);
      if (text) drawn.add(fmt::format("{}:{}", static_cast<int>(item.kind), item.id), text->question + '\n' + text->answer);
    });
    learn::CommonLines common;
    drawn.close(common);
    return std::move(drawn.texts);
  }

  void for_each_article(const std::function<void(const store::Item&)>& visit) {
    for (const model::KindInfo& kind : model::kKinds) {
      if (!kind.searchable || kind.kind == model::Kind::kTicket) continue;
      store::for_each_item(context_.store(), kind.kind, [&](std::int64_t id) {
        visit({kind.kind, id});
        stop_if_interrupted();
        return true;
      });
    }
  }

  void synonyms() {
    learn::Rewordings rewordings(usual_.get());
    for_each_article([&](const store::Item& item) { compare_phrasings(item, rewordings); });
    compare_queries(rewordings);
    std::size_t count = 0;
    for (learn::Rewording& one : rewordings.find(static_cast<std::size_t>(least(kLeastWitnesses)))) {
      if (synonyms_.tells_of(one.one, one.other)) continue;
      if (++count > search_.limit) return;
      FoundTerm found{TermKind::kSynonym, one.one, one.other, {}, std::ssize(one.witnesses), {}, 0, {}, {}};
      // What articles say least is what is looked for in vain.
      const std::int64_t with_one = articles_with(one.one), with_other = articles_with(one.other);
      found.articles = std::max(with_one, with_other);
      found.texts.emplace(std::move(one.one_text), std::move(one.other_text));
      if (with_one > with_other) {
        std::swap(found.term, found.meant);
        std::swap(found.texts->first, found.texts->second);
      }
      found.seen.assign(one.witnesses.begin(),
                        one.witnesses.begin() + std::min(std::ssize(one.witnesses), std::ptrdiff_t{kSeen}));
      out_.terms.push_back(std::move(found));
    }
  }

  // Each wording of a ticket with the article's own, and these with one another.
  void compare_phrasings(const store::Item& item, learn::Rewordings& into) {
    store::Store& store = context_.store();
    const auto article = store::read_article(store, item.id);
    if (!article || article->article.confidence == "archived") return;
    std::vector<std::string> own{article->article.title};
    own.insert(own.end(), article->article.phrasings.begin(), article->article.phrasings.end());
    if (own.size() > kMostAsked) own.resize(kMostAsked);
    for (std::size_t i = 0; i < own.size(); ++i) {
      into.add_question(own[i], item.id);
      for (std::size_t j = 0; j < i; ++j) into.add(own[j], own[i], article->ref);
    }
    std::vector<store::Wording> wordings = store::wordings_of(store, item.id);
    if (wordings.size() > kMostAsked) wordings.erase(wordings.begin(), wordings.end() - kMostAsked);
    for (const store::Wording& wording : wordings) {
      const std::string subject = wording.text.substr(0, wording.text.find('\n'));
      for (const std::string& one : own) into.add(one, subject, store::item_ref(store, wording.ticket));
    }
  }

  // What somebody asked and found nothing, and what they asked next.
  void compare_queries(learn::Rewordings& into) {
    std::map<std::string, const store::Asked*> last;
    for (const store::Asked& asked : all_asked_) {
      const store::Asked*& before = last[asked.actor];
      if (before != nullptr && before->found == 0 && asked.found > 0 && !before->filtered && !asked.filtered &&
          asked.at - before->at <= kSoon)
        into.add(before->text, asked.text, fmt::format("{} {}", asked.actor, format_day(asked.at)), true);
      before = &asked;
    }
  }

  Context& context_;
  const TermSearch& search_;
  search::Session session_;
  search::Synonyms synonyms_;
  learn::UsualLanguage usual_;
  Drawn now_{kMostNow}, before_{kMostBefore}, undated_{kMostNow};
  std::vector<store::Asked> all_asked_;
  std::vector<Said> queries_now_, queries_before_;
  FoundTerms out_;
};

}  // namespace

std::string_view name_of(TermKind kind) {
  switch (kind) {
    case TermKind::kRising: return "rising";
    case TermKind::kSpelling: return "spelling";
    case TermKind::kSynonym: return "synonym";
  }
  return {};
}

FoundTerms find_terms(Context& context, const TermSearch& search) { return Finder(context, search).find(); }

}  // namespace ckm::cli
