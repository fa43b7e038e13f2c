// Import runs: writing what an import brings.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/tally.hh"
#include "model/article.hh"
#include "model/entry.hh"
#include "model/origin.hh"
#include "model/ticket.hh"
#include "store/articles.hh"
#include "store/changes.hh"
#include "store/dry_run.hh"
#include "store/forgotten.hh"
#include "store/history_graph.hh"
#include "store/items.hh"
#include "store/kept.hh"
#include "store/link_ends.hh"
#include "store/mirror.hh"
#include "store/repeats.hh"
#include "store/run_key.hh"
#include "store/run_list.hh"
#include "store/store.hh"
#include "store/tickets.hh"

namespace ckm::store {

// One import under way. All calls within the caller's transactions; checkpoint() belongs before each commit.
class ImportRun {
 public:
  // Continues an unfinished run of the same key, or begins one. A dry run looks everything up and writes nothing: it needs
  // neither a transaction nor a store that can be written.
  ImportRun(Store& store, const RunKey& key, const Author& author, bool dry);

  enum class Outcome : std::uint8_t {
    kAdded,
    kChanged,
    kUnchanged,
    kKept,  // All that the source changed had been edited here, or merged into another article: that stays.
  };
  // Without an identifier of its own a record is known by its content, before any repair, and how often that came before in this
  // run. The source is the record's own where `origin` names one; then an article is known by its uid too. A person's label is
  // taken where the item has none. An article that was edited here is merged field by field (merge_fields.hh). A part of a ticket
  // is joined to what is known of it (model/ticket_part.hh); of several parts in one run the first one counts.
  // Of two records with one identifier the one that was updated last counts, whichever comes first; where they say the same
  // time the first of a run, and what was new of several inputs; where they don't say when, and are not the same, the second of a
  // run is a thing of its own: 4711#2. In a later run each is known by its content first, so that their order says nothing.
  // Messages that a ticket's record doesn't say (model::Said) stay. Of those that come apart from it each counts by itself.
  // `hash`: ticket_hash() or, once its category is a clean_path(), article_hash(), where it is known.
  Outcome put(model::Ticket&& ticket, const model::Origin& origin = {}, std::string hash = {});
  Outcome put(model::Article&& article, const model::Origin& origin = {}, std::string hash = {});
  // An entry of any kind. A row that its own record said already is unchanged; of a person or a customer also one that the run's
  // input said before others said something else, unless it says when.
  Outcome put(model::Entry&& entry, const model::Origin& origin = {});
  // Of a dry run: what others met counts for it too, and what it meets for others.
  void join(DryRun& dry) {
    met_ = &dry;
    number_ = ++dry.runs;
  }
  // Tickets that are put are noted there from now on.
  void note_seen(SeenTickets& seen) { seen_ = &seen; }
  // Gives a ticket the status gone (mirror.hh). One that is gone, or that nobody has any more, is unchanged.
  Outcome mark_gone(std::int64_t ticket);
  void count_rejected(std::int64_t n = 1) { counts_.rejected += n; }

  // Each transaction but the first begins with it: others may have written since the one before.
  void look_again();
  void checkpoint();  // Writes the counts.
  void finish();      // Done: seals the changeset.

  [[nodiscard]] const Counts& counts() const { return counts_; }
  [[nodiscard]] std::int64_t id() const { return id_; }
  [[nodiscard]] bool resumed() const { return resumed_; }
  // What was kept against the source, at most the first thousand.
  using Kept = store::Kept;
  [[nodiscard]] const std::vector<Kept>& kept() const { return kept_; }
  // Of the customers that its tickets name.
  [[nodiscard]] const PartyWriter::OtherNames& other_names() const { return tickets_.other_names(); }
  // Records whose identifier another one had that differed: how many got one of their own, and the first reference of them.
  struct ToldApart {
    std::int64_t count = 0;
    std::string first;
  };
  [[nodiscard]] const ToldApart& told_apart() const { return told_apart_; }
  // The same of those that say the same time as that, and count for nothing.
  [[nodiscard]] const ToldApart& left_out() const { return left_out_; }
  // Texts that nobody edited since they were exported, and whose articles were changed here since.
  [[nodiscard]] std::int64_t older_texts() const { return older_texts_; }
  // Texts without the category that their articles' sources say, which stays; the first one of them.
  struct CategoriesStay {
    std::int64_t count = 0;
    std::string first, category;
  };
  [[nodiscard]] const CategoriesStay& categories_stay() const { return categories_stay_; }
  [[nodiscard]] std::int64_t kept_away() const { return marks_.kept_away(); }  // Records of what was forgotten count for nothing.
  // Once it is finished: of the links and uses that its input said, those that wait for an end of theirs.
  [[nodiscard]] const LinkRows& links() const { return link_rows_; }
  [[nodiscard]] std::int64_t without_ends() const { return without_ends_; }  // Counted as rejected: about what is not there.
  // The sources that records went to, in alphabetical order.
  [[nodiscard]] std::vector<std::string> sources() const;

 private:
  struct Source {
    std::string name;
    std::int64_t id = 0;  // 0: a dry run that would make it.
    bool own = false;     // The record names it.
    bool fresh = false;   // It had neither tickets nor articles when the run came to it, and nobody else has written since.
  };
  struct Found {  // An article that is there already.
    std::int64_t id = 0;
    std::string hash, imported, base, uid;
    std::int64_t changed_run = 0;
    std::optional<Time> updated_at;
  };
  Source source_of(const model::Origin& origin);
  std::string content_id(const Source& source, std::string_view hash);
  using Held = DryRun::Held;
  enum class Came : std::uint8_t { kFirst, kAgain, kLeftOut };
  // Gives a record whose identifier came in this run before another one, where it is another thing, and leaves it out where it
  // says the same time as what came and is not the same.
  Came tell_apart(const Source& source, model::Kind kind, std::string& id, const std::string& hash,
                  const std::optional<Time>& updated_at);
  // For dry runs: what was met of it last does not count against what the store has.
  void leave_known(const Source& source, model::Kind kind, const std::string& id);
  struct Written {
    std::int64_t id = 0, run = 0;
    std::string hash;
  };
  // Whether the run's input said just that when it was read before, and others something else since.
  bool says_again(const Source& source, model::Kind kind, const std::string& id, const Written& now, const std::string& hash);
  // Whether what comes first of an identifier, and is not what is there of it, is another of those that it tells apart.
  bool is_other(const Source& source, model::Kind kind, std::string& id, const std::string& hash);
  // Which of those it is.
  std::optional<std::uint32_t> other_of(const Source& source, model::Kind kind, const std::string& id, const std::string& hash);
  // The same in a dry run of what others of the command met: gives the record the identifier of the one that it is.
  void find_other_met(const Source& source, model::Kind kind, std::string& id, const std::string& hash);
  // Whether one of that identifier is there, which is counted as unchanged.
  bool is_known(const Source& source, model::Kind kind, const std::string& id);
  Repeats& repeats(const Source& source, model::Kind kind, const std::string& id);
  std::map<std::string, Held> held(const Source& source, model::Kind kind, const std::string& from, const std::string& to);
  std::optional<Held> held(const Source& source, model::Kind kind, const std::string& id);
  // For dry runs: whether a record of that identifier came before, with that content.
  // `fields`: of a ticket, see Held; `thread`: it says its thread.
  std::optional<Outcome> seen_before(const std::string& key, std::string_view hash, const std::optional<Time>& updated_at = {},
                                     const std::string& fields = {}, bool thread = false);
  // `unknown`: it can't be there.
  Outcome put_ticket(const Source& source, model::Ticket& ticket, const std::string& hash, std::int64_t& id,
                     const model::Said& said = {}, bool unknown = false);
  struct TicketFound {
    std::int64_t id = 0;
    std::string hash;
    std::int64_t changed_run = 0;
  };
  // Notes what undo needs, and writes.
  void change_ticket(const TicketFound& found, const model::Ticket& before, const std::function<void()>& write);
  Outcome put_messages(const Source& source, model::Ticket&& part);
  // For dry runs: whether a part of that ticket came before; then it was counted.
  bool part_seen(const Source& source, const model::Ticket& ticket, const model::TicketPart& part, const std::string& hash);
  Outcome put_part(const Source& source, model::Ticket& ticket, const model::TicketPart& part, std::int64_t& id);
  // The ticket with one of these messages; 0 for none.
  std::int64_t find_by_message(const Source& source, const model::Ticket& ticket, const model::TicketPart& part);
  Outcome put_article(const Source& source, model::Article& article, const std::string& hash, std::int64_t& id, bool exported);
  // Gives an article the other phrasings that its source told before, in a file that was not given now.
  void keep_phrasings(const Source& source, model::Article& article, std::string& hash);
  // One that is not there.
  std::int64_t add_article(const Source& source, model::Article&& article, std::string hash);
  std::optional<Found> find_article(const Source& source, const model::Article& article);
  Outcome merge_article(const Source& source, const Found& found, const model::Article& article, const std::string& hash);
  // One that was merged into another article here, which stays; nothing for any other one.
  std::optional<Outcome> put_merged(const Source& source, model::Article article, std::string hash, bool phrasings);
  // Nothing where the text is of an article that this store has never had: it is a record as others.
  std::optional<Outcome> put_text(const Source& source, model::Article& article, const model::TextOrigin& text);
  Outcome edit_by_text(std::int64_t id, model::Article& article, const model::TextOrigin& text);
  void write_edit(const Item& item, const StoredArticle& stored, const std::string& label, model::Article edited, Time at);
  // Writes what waits, before something is looked up.
  void flush();
  void keep_before(const Found& found, const model::Article& article, bool content);
  // Whether the label was taken.
  bool put_label(const Source& source, const Item& item, std::string_view external_id, const model::PersonLabel& label);
  // The same of another field of a ticket.
  bool put_value(const Source& source, const Item& item, std::string_view external_id, model::PersonValue said);
  Outcome with_label(const Source& source, const Item& item, std::string_view external_id, const model::Origin& origin,
                     Outcome outcome);
  // The row that an entry has, and what tells whether it said that before.
  struct EntryRow {
    std::int64_t id = 0;  // 0: none yet.
    std::string hash;     // Of what its own record said last; empty: there was none.
    std::int64_t changed_run = 0;
    bool mine = false;  // This run has written it before.
  };
  // `named`: it has an identifier of its own, which is made that of the one that it is.
  std::optional<EntryRow> changed_row(const Source& source, model::Kind kind, std::string& external_id, const std::string& hash,
                                      const std::optional<Time>& updated_at, Outcome& outcome, bool named = true);
  Outcome put_entry(const Source& source, const model::Person& person);
  Outcome put_entry(const Source& source, const model::Customer& customer);
  // Of several records of one category the first that says a field counts.
  Outcome put_entry(const Source& source, const model::CategoryEntry& said);
  // For dry runs: whether that is what was said of it before, by the store or by what was met.
  bool say_category(const Source& source, const model::CategoryEntry& category, const std::optional<std::int64_t>& known);
  Outcome put_entry(const Source& source, const model::Link& link);
  Outcome put_entry(const Source& source, const model::Purchase& purchase);
  Outcome put_exported(const model::Exported& record, const model::Origin& origin);  // One without a fault.
  Outcome put_exported_party(const Source& source, model::Kind kind, const Value& fields);
  Outcome put_exported_category(const Value& fields);
  Outcome put_exported_said(model::Kind kind, const Value& fields);
  void keep(Kept kept);
  void link_change();
  Store& store_;
  LazyGraph graph_{store_};
  RunKey key_;
  Author author_;
  struct Known {
    std::int64_t id = 0;
    bool fresh = false;
  };
  std::map<std::string, Known> sources_;
  std::int64_t written_by_others_ = 0;  // SQLite's data_version.
  std::int64_t id_ = 0;
  bool resumed_ = false;
  bool linked_ = false;
  bool dry_;
  SeenTickets* seen_ = nullptr;
  DryRun own_;
  DryRun* met_ = &own_;                               // Of a dry run,
  int number_ = 0;                                    // and its number among these.
  std::unordered_map<std::string, Repeats> repeats_;  // Identifiers of records that differ.
  Counts counts_;
  TicketWriter tickets_;
  ArticleAdder articles_;
  PartyWriter parties_;
  std::optional<ChangeWriter> change_;
  std::unordered_map<std::string, CategorySaid> categories_said_;  // By path.
  Tally contents_;                                                 // Of records without an identifier, by their hash.
  Tally identifiers_;                                              // Of records that have one.
  std::vector<Kept> kept_;
  ToldApart told_apart_, left_out_;
  CategoriesStay categories_stay_;
  std::int64_t older_texts_ = 0, without_ends_ = 0;
  LinkRows link_rows_;
  std::uint64_t line_ = 0;  // Of the record at hand.
  ForgottenMarks marks_;
};

}  // namespace ckm::store
