#include "insight/measurer.hh"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ckm::insight {
namespace {

using model::ArticleFact;
using model::Attachment;

constexpr double kSecondsADay = 86'400;
constexpr std::string_view kArchived = "archived";

// Nothing where the clocks contradict each other, or nobody knows.
std::optional<double> days_until(const ArticleFact& article, Time at) {
  const auto made = article.created_at ? article.created_at : article.first_seen;
  if (!made || *made > at) return std::nullopt;
  return static_cast<double>(at - *made) / kSecondsADay;
}

// It is not younger than that.
std::optional<Time> latest_birth(const ArticleFact& article) {
  if (!article.created_at || !article.first_seen) return article.created_at ? article.created_at : article.first_seen;
  return std::min(*article.created_at, *article.first_seen);
}

bool same(const Attachment& a, const Attachment& b) { return a.ticket == b.ticket && a.article == b.article && a.how == b.how; }

}  // namespace

bool can_be_told_by(const MeasureInfo& measure, const GroupBy& by) {
  return (!by.category || measure.by_category) && (!by.person || measure.by_person) &&
         (by.bucket == Bucket::kNone || measure.by_time);
}

Measurer::Measurer(MeasureOptions options, const std::unordered_map<std::int64_t, std::string>& paths)
    : options_(std::move(options)), grouping_(options_.by, paths) {}

void Measurer::articles(std::vector<ArticleFact> articles) {
  articles_.reserve(articles.size());
  for (ArticleFact& article : articles) {
    const std::int64_t id = article.id;
    articles_.emplace(id, std::move(article));
  }
}

void Measurer::attachments(const std::vector<Attachment>& attachments) {
  for (const Attachment& attachment : attachments) {
    const auto article = articles_.find(attachment.article);
    if (article == articles_.end()) continue;
    if (attachment.person != model::kNoPerson && in_span(attachment.at))
      active(article->second.category, attachment.person, attachment.at, true);
    if (attachment.how == Attachment::How::kFailed || (!attached_.empty() && same(attached_.back(), attachment))) continue;
    attached_.push_back(attachment);
  }
  std::unordered_map<std::int64_t, std::int64_t> used;
  for (const Attachment& use : attached_) {
    if (use.how != Attachment::How::kUsed || !in_span(use.at)) continue;
    ++used[use.article];
    each(articles_.at(use.article).category, use.person, use.at, [&](Tally& tally) { ++tally.uses[use.article]; });
  }
  const bool stock = grouping_.by().bucket == Bucket::kNone && !grouping_.by().person;
  for (const auto& [id, article] : articles_) {
    if (!grouping_.by().person) article_days(article);
    if (!stock) continue;
    article_stock(article);
    if (article.confidence == kArchived || latest_birth(article).value_or(model::kUnknownTime) > options_.span.last) continue;
    const auto found = used.find(id);
    const std::int64_t uses_of_it = found == used.end() ? 0 : found->second;
    each(article.category, model::kNoPerson, 0, [&](Tally& tally) {
      ++tally.alive;
      if (uses_of_it >= 1) ++tally.once;
      if (uses_of_it >= 2) ++tally.twice;
    });
  }
}

void Measurer::article_stock(const ArticleFact& article) {
  each(article.category, model::kNoPerson, 0, [&](Tally& tally) {
    ++tally.states[fmt::format("{}/{}/{}", article.confidence, article.audience, article.governance)];
    const bool archived = article.confidence == kArchived;
    if (article.validated.before) ++tally.validated_before;
    else if (!article.validated.at && !archived) ++tally.validated_waiting;
    if (article.published.before) ++tally.public_before;
    else if (!article.published.at && !archived) ++tally.public_waiting;
  });
}

void Measurer::article_days(const ArticleFact& article) {
  const auto note = [&](const model::Reached& reached, std::vector<double> Tally::*days) {
    if (!reached.at || !in_span(*reached.at)) return;
    if (const auto took = days_until(article, *reached.at))
      each(article.category, model::kNoPerson, *reached.at, [&](Tally& tally) { (tally.*days).push_back(*took); });
  };
  note(article.validated, &Tally::validated_days);
  note(article.published, &Tally::public_days);
}

Measurer::Newness Measurer::newness(const Attachment& attachment, std::optional<Time> created_at) const {
  if (attachment.how == Attachment::How::kMade) return Newness::kNew;
  const ArticleFact& article = articles_.at(attachment.article);
  const auto birth = latest_birth(article);
  if (!created_at || !birth) return Newness::kUndated;
  if (*birth < *created_at) return Newness::kKnown;
  return article.created_at || article.made_here ? Newness::kNew : Newness::kUndated;
}

void Measurer::ticket(const model::TicketFact& ticket) {
  for (const auto& said : ticket.said) {
    if (in_span(said.at)) active(ticket.category, said.person, said.at, false);
  }
  if (!ticket.solved_at || !in_span(*ticket.solved_at)) return;
  if (ticket.assignee != model::kNoPerson) active(ticket.category, ticket.assignee, *ticket.solved_at, false);
  const auto attached = std::ranges::equal_range(attached_, ticket.id, {}, &Attachment::ticket);
  const bool linked = !attached.empty();
  bool used = false;
  bool known = false;
  bool undated = false;
  for (const Attachment& attachment : attached) {
    used |= attachment.how == Attachment::How::kUsed;
    const Newness one = newness(attachment, ticket.created_at);
    known |= one == Newness::kKnown;
    undated |= one == Newness::kUndated;
  }
  each(ticket.category, ticket.assignee, *ticket.solved_at, [&](Tally& tally) {
    ++tally.solved;
    if (!linked) return;
    ++tally.linked;
    ++(used ? tally.used_on : tally.made_from);
    ++(known ? tally.known : undated ? tally.undated : tally.fresh);
  });
}

void Measurer::active(std::optional<std::int64_t> category, std::int64_t person, Time at, bool takes_part) {
  each(category, person, at, [&](Tally& tally) { tally.people[person] |= takes_part; });
}

void Measurer::deed(const model::Deed& deed) {
  if (deed.person != model::kNoPerson && in_span(deed.at)) active(deed.category, deed.person, deed.at, deed.knowledge);
}

void Measurer::end_session(const Session& session) {
  each(std::nullopt, model::kNoPerson, session.last, [&](Tally& tally) {
    ++tally.sessions;
    if (session.found) ++tally.ended_well;
  });
}

void Measurer::question(const model::Question& question) {
  if (!in_span(question.at)) return;
  each(std::nullopt, model::kNoPerson, question.at, [&](Tally& tally) {
    ++tally.queries;
    if (question.found) ++tally.found;
  });
  const auto [at, added] = sessions_.try_emplace(question.actor, Session{question.at, question.found});
  if (added) return;
  if (question.at - at->second.last > kSessionPause) end_session(at->second);
  at->second = {question.at, question.found};
}

}  // namespace ckm::insight
