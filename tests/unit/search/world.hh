// Small random corpora in a store, known to an oracle.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "../store/temp_store.hh"
#include "oracle.hh"
#include "search/search.hh"
#include "store/articles.hh"
#include "store/tickets.hh"

namespace ckm::search {

using store::below;
using store::Random;
using store::TempStore;

inline const std::vector<std::string> kHan = {"退", "款", "订", "单", "的", "发", "票", "客", "户", "不"};
inline const std::vector<std::string> kLatin = {"refund",   "refunds", "refunded", "order",   "orders", "the",  "can",
                                                "delivery", "deliver", "late",     "login",   "x1",     "2024", "can",
                                                "x-1",      "e-mail",  "email",    "2024-08", "v2.3.1"};

// Words and characters, with blanks and commas between some.
inline std::string random_words(Random& random, std::size_t most) {
  std::string text;
  const std::size_t script = below(random, 3);
  for (std::size_t i = 0, n = below(random, most + 1); i < n; ++i) {
    const bool han = script == 0 || (script == 2 && below(random, 2) == 0);
    if (han) {
      text += store::pick(random, kHan);
      if (below(random, 5) == 0) text += below(random, 2) == 0 ? " " : ", ";
    } else {
      text += " " + store::pick(random, kLatin) + " ";
    }
  }
  return text;
}

// A store whose documents are known to an oracle.
class World {
 public:
  explicit World(std::uint64_t seed) : random(seed) {}

  // Adds or rewrites some tickets and FAQ, removes a few.
  void change(int tickets, int faqs, std::size_t most_id) {
    store::Transaction transaction(store_.db());
    for (int i = 0; i < tickets; ++i) {
      model::Ticket ticket;
      ticket.external_id = std::to_string(below(random, most_id));
      ticket.subject = random_words(random, 8);
      ticket.language = below(random, 2) == 0 ? "en" : "zh";
      ticket.status = store::pick(random, {"open", "closed", "waiting"});
      ticket.tags = {store::pick(random, {"a", "b", "c d"})};
      ticket.messages.resize(1);
      ticket.messages[0].body = random_words(random, 30);
      store::ImportRun run(*store_, {"s", model::Kind::kTicket, "test", "input"}, store::kAuthor, false);
      run.put(model::Ticket(ticket));
      run.finish();
      const auto id =
          static_cast<std::uint32_t>(store_.db().integer("SELECT id FROM ticket WHERE external_id = ?1", ticket.external_id));
      oracle.docs[model::Kind::kTicket][id] = {ticket.subject, ticket.messages[0].body,
                                               ticket.language == "en" ? text::Language::kEnglish : text::Language::kNone,
                                               ticket.status, ticket.tags};
    }
    for (int i = 0; i < faqs; ++i) {
      model::Article faq;
      faq.external_id = std::to_string(below(random, most_id));
      faq.uid = store::article_uid(faq.kind, "s", faq.external_id);
      faq.title = random_words(random, 10);
      faq.body = random_words(random, 60);
      faq.language = below(random, 3) == 0 ? "zh" : "en";
      const auto known = store::find_article_by_uid(*store_, faq.uid);
      if (known != 0) store::update_article(*store_, known, faq, 0);
      const auto id = known != 0 ? known : store::insert_article(*store_, store_->source_id("s"), faq, 0);
      oracle.docs[model::Kind::kFaq][static_cast<std::uint32_t>(id)] = {
          faq.title, faq.body, faq.language == "en" ? text::Language::kEnglish : text::Language::kNone, "validated", {}};
    }
    for (auto& [kind, docs] : oracle.docs) {
      for (std::size_t i = docs.size() / 15; i > 0; --i) {
        const auto at = std::next(docs.begin(), static_cast<std::ptrdiff_t>(below(random, docs.size())));
        if (kind == model::Kind::kTicket) store::remove_ticket(*store_, at->first);
        else store::remove_article(*store_, at->first);
        docs.erase(at);
      }
    }
    transaction.commit();
  }

  void index(std::int64_t batch = 1000) {
    store::Transaction transaction(store_.db());
    Indexer indexer(*store_, oracle.settings);
    while (indexer.step(batch) > 0) {
    }
    transaction.commit();
  }

  void merge() {
    store::Transaction transaction(store_.db());
    Indexer(*store_, oracle.settings).merge_all();
    transaction.commit();
  }

  void rebuild() {
    rebuild_index(*store_, oracle.settings, [](std::int64_t, std::int64_t) {});
  }

  store::Store& store() { return *store_; }
  store::Db& db() { return store_.db(); }

  Random random;
  Oracle oracle;

 private:
  TempStore store_;
};

}  // namespace ckm::search
