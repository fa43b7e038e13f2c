#include "cli/judging.hh"

#include <doctest/doctest.h>

#include <map>
#include <random>

#include "base/json.hh"
#include "learn/predictor.hh"
#include "learn/train.hh"
#include "store/categories.hh"
#include "store/category_edits.hh"
#include "unit/store/temp_store.hh"

namespace ckm::cli {
namespace {

using namespace store;

const std::map<std::string, std::vector<std::string>> kWords = {{"money", {"refund", "bill", "price", "card"}},
                                                                {"parcel", {"late", "box", "courier", "street"}},
                                                                {"login", {"password", "code", "mail", "user"}}};

std::string text_of(const std::string& label, std::mt19937& random) {
  std::string text;
  for (int i = 0; i < 4; ++i) text += kWords.at(label)[random() % 4] + " ";
  return text;
}

// A classifier of a field, of texts like those that text_of() makes.
void train_into(Store& store, const std::string& field, std::uint64_t seed = 1) {
  std::mt19937 random(7);
  learn::TrainingSet set(seed);
  for (int i = 0; i < 90; ++i) {
    const std::string& label = std::next(kWords.begin(), i % 3)->first;
    set.add(std::to_string(i), text_of(label, random), label);
  }
  const learn::Classifier trained = learn::train(std::move(set));
  StoredClassifier stored;
  stored.field = field;
  stored.fingerprint = trained.fingerprint;
  stored.figures = Value(Value::Object{});
  Value labels = Value::Object{};
  for (const std::string& label : trained.labels) labels.set(label, 30);
  stored.figures.set("labels", labels);
  stored.data = learn::encode(trained);
  Transaction transaction(store.db());
  write_classifier(store, stored);
  transaction.commit();
}

void write_tree(Store& store, const std::vector<std::pair<std::string, std::string>>& rules) {
  std::vector<model::Category> tree;
  for (const auto& [path, word] : rules) {
    model::Category category;
    category.path = path;
    if (!word.empty()) category.rule = json::parse(R"({"any":[")" + word + R"("]})", "a rule");
    tree.push_back(category);
  }
  Transaction transaction(store.db());
  ChangeWriter change(store, kAuthor);
  write_categories(store, tree, change);
  change.seal();
  transaction.commit();
}

Item ticket(std::int64_t id) { return {model::Kind::kTicket, id}; }

std::string said(Store& store, const Item& item, std::string_view field) {
  const auto verdict = read_verdict(store, item, *find_target(field));
  return verdict ? (verdict->sure ? "" : "?") + verdict->origin + ":" + verdict->value : std::string();
}

Judges::Sum judge(Store& store, const std::vector<Item>& items, double least = 0.5) {
  Transaction transaction(store.db());
  Judges judges(store, least);
  judges.load();
  Judges::Sum sum;
  judges.judge(items, sum);
  transaction.commit();
  return sum;
}

std::string name_of(Store& store, double least) { return Judges(store, least).name(); }

TEST_CASE("need_target: a field of which nothing is learned is refused") {
  CHECK(need_target("queue").field == "queue");
  CHECK(exit_of([] { need_target("colour"); }) == Exit::kUsage);
  CHECK(exit_of([] { need_target(""); }) == Exit::kUsage);
}

TEST_CASE("Judges: where there is nothing to judge by there are none") {
  TempStore store;
  CHECK(exit_of([&] { Judges(*store, 0.5); }) == Exit::kNotFound);
  CHECK(exit_of([&] { need_classifier(*store, need_target("queue")); }) == Exit::kNotFound);
  judge_all(*store, "rules that were");
  CHECK(Judges(*store, 0.5).name().empty());  // What they said is to go.
}

TEST_CASE("Judges: one name for those that say the same") {
  TempStore store;
  write_tree(*store, {{"a", "lamp"}, {"b", ""}});
  const std::string rules = name_of(*store, 0.5);
  CHECK_FALSE(rules.empty());
  CHECK(name_of(*store, 0.9) == rules);  // No rule is unsure.
  write_tree(*store, {{"a", "lamp"}, {"b", ""}, {"c", ""}});
  CHECK(name_of(*store, 0.5) == rules);
  write_tree(*store, {{"a", "lamp"}, {"b", "bulb"}});
  CHECK(name_of(*store, 0.5) != rules);
  write_tree(*store, {{"b", "bulb"}, {"a", "lamp"}});
  const std::string order = name_of(*store, 0.5);
  write_tree(*store, {{"a", "lamp"}, {"b", "bulb"}});
  CHECK(name_of(*store, 0.5) != order);  // The first that fires decides.
  const std::string two = name_of(*store, 0.5);
  train_into(*store, "queue");
  const std::string trained = name_of(*store, 0.5);
  CHECK(trained != two);
  CHECK(name_of(*store, 0.9) != trained);
  train_into(*store, "queue");
  CHECK(name_of(*store, 0.5) == trained);
  train_into(*store, "queue", 2);
  CHECK(name_of(*store, 0.5) != trained);
  // A category that a classifier knows, and that comes into the store, can be said from then on.
  train_into(*store, "category");
  const std::string without = name_of(*store, 0.5);
  write_tree(*store, {{"a", "lamp"}, {"b", "bulb"}, {"money", ""}});
  CHECK(name_of(*store, 0.5) != without);
}

TEST_CASE("Judge: on all cores what the classifier says of each text, and sure from a probability on") {
  TempStore store;
  train_into(*store, "queue");
  const Target& queue = need_target("queue");
  const auto trained = need_classifier(*store, queue);
  CHECK(trained->stored.data.empty());
  CHECK(trained->names == trained->classifier.labels);
  std::mt19937 random(3);
  std::vector<std::string> texts = {"", "zzz qqq"};
  for (int i = 0; i < 2500; ++i) {
    const std::string& label = std::next(kWords.begin(), i % 3)->first;
    texts.push_back(text_of(label, random) + (i % 5 == 0 ? text_of("login", random) : std::string()));
  }
  const double middle = learn::Predictor(trained->classifier).predict(texts.back()).probability;
  for (const double least : {0.0, middle, 1.0}) {
    const std::vector<Verdict> all = Judge(*store, queue, *trained, least).judge(texts);
    REQUIRE(all.size() == texts.size());
    learn::Predictor predictor(trained->classifier);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const learn::Prediction one = predictor.predict(texts[i]);
      REQUIRE(all[i].value == trained->classifier.labels[one.label]);
      REQUIRE(all[i].confidence == one.probability);
      REQUIRE(all[i].origin == "model");
      REQUIRE(all[i].reason.text("second") == trained->classifier.labels[one.second]);
      REQUIRE((all[i].reason.find("unfamiliar") != nullptr) == !one.known);
      REQUIRE(all[i].sure == (one.known && one.probability >= least));
    }
    CHECK(all.back().sure == (least <= middle));
    CHECK_FALSE(all[1].sure);  // Nothing in it is known.
  }
  CHECK(Judge(*store, queue, *trained, 0.5).judge({}).empty());
}

TEST_CASE("Judge: a label that the store has no more is no answer, and one that was moved goes by its new path") {
  TempStore store;
  write_tree(*store, {{"money", ""}, {"parcel", ""}});  // No login.
  train_into(*store, "category");
  const Target& category = need_target("category");
  const auto trained = need_classifier(*store, category);
  Judge judge(*store, category, *trained, 0);
  const std::vector<std::string> texts = {"refund bill price card", "password code mail user"};
  std::vector<Verdict> all = judge.judge(texts);
  CHECK(all[0].value == "money");
  CHECK(all[0].sure);
  CHECK(all[1].value.empty());
  CHECK(all[1].confidence == 0);
  CHECK_FALSE(all[1].sure);
  {
    Transaction transaction(store.db());
    ChangeWriter change(*store, kAuthor);
    move_category(*store, need_known_category(*store, "money"), "pay/back", change);
    add_category(*store, "login", {}, change);
    change.seal();
    transaction.commit();
  }
  CHECK(name_now(*store, category, "money") == "pay/back");
  CHECK(name_now(*store, need_target("queue"), "money") == "money");
  CHECK(name_now(*store, category, "nothing") == "nothing");
  CHECK(judge.judge(texts)[1].value.empty());  // Until it looks again.
  judge.look();
  all = judge.judge(texts);
  CHECK(all[0].value == "pay/back");
  CHECK(all[1].value == "login");
  CHECK(all[1].sure);
}

TEST_CASE("Judges: a person's and the source's word above rules, and rules above classifiers") {
  TempStore store;
  write_tree(*store, {{"money", ""}, {"parcel", ""}, {"login", ""}, {"ruled", "lamp"}});
  train_into(*store, "category");
  train_into(*store, "queue");
  std::vector<model::Ticket> tickets;
  for (const char* const subject :
       {"refund bill price card", "refund bill price card lamp", "late box courier", "zzz qqq", "password code mail"})
    tickets.push_back(plain_ticket(std::to_string(tickets.size() + 1), subject));
  tickets[2].category = "login";  // As its source says.
  tickets[4].queue = "night";
  import_all(*store, "s", tickets);
  model::Article faq;
  faq.external_id = "f";
  faq.title = "refund bill price card";
  import_all(*store, "s", std::vector<model::Article>{faq});
  const Item question{model::Kind::kFaq, 1};
  const std::vector<Item> items = {ticket(1), ticket(2), ticket(3), ticket(4), ticket(5), question, ticket(99)};
  const Judges::Sum sum = judge(*store, items);
  CHECK(said(*store, ticket(1), "category") == "model:money");
  CHECK(said(*store, ticket(2), "category") == "rule:ruled");
  CHECK(said(*store, ticket(3), "category").empty());
  CHECK(said(*store, ticket(4), "category").starts_with("?model:"));
  CHECK(said(*store, ticket(5), "category") == "model:login");
  CHECK(said(*store, question, "category") == "model:money");
  CHECK(said(*store, ticket(2), "queue") == "model:money");
  CHECK(said(*store, ticket(3), "queue") == "model:parcel");
  CHECK(said(*store, ticket(5), "queue").empty());
  CHECK(said(*store, question, "queue").empty());  // Articles have none.
  CHECK(sum.judged == 6);                          // Not the one that is gone.
  CHECK(sum.caught == 1);
  REQUIRE(sum.fields.size() == 2);
  CHECK(sum.fields.at("category").sure == 3);
  CHECK(sum.fields.at("category").doubts == 1);
  CHECK(sum.fields.at("queue").sure == 3);
  CHECK(sum.fields.at("queue").doubts == 1);
  CHECK(sum.changed == 7);  // Each prediction, and no doubt.
  CHECK(judge(*store, items).changed == 0);
  // What was predicted goes where somebody says something, and stays a doubt where more is asked for.
  tickets[0].category = "parcel";
  tickets[1].subject = "refund bill price";
  import_all(*store, "s", std::vector<model::Ticket>{tickets[0], tickets[1]});
  CHECK(judge(*store, items).changed == 2);
  CHECK(said(*store, ticket(1), "category").empty());
  CHECK(said(*store, ticket(2), "category") == "model:money");
  judge(*store, items, 1);
  CHECK(said(*store, ticket(5), "category") == "?model:login");
  CHECK(store.db().integer("SELECT count(*) FROM prediction") == 0);
}

TEST_CASE("Judges: a category that goes or comes between two batches is no label, or one, from then on") {
  TempStore store;
  write_tree(*store, {{"money", ""}, {"parcel", ""}});
  train_into(*store, "category");
  import_all(*store, "s",
             std::vector<model::Ticket>{plain_ticket("1", "password code mail user"), plain_ticket("2", "refund bill")});
  Transaction transaction(store.db());
  Judges judges(*store, 0.5);
  judges.load();
  Judges::Sum sum;
  judges.judge({ticket(1), ticket(2)}, sum);
  CHECK(said(*store, ticket(1), "category") == "?model:");
  CHECK(said(*store, ticket(2), "category") == "model:money");
  ChangeWriter change(*store, kAuthor);
  add_category(*store, "login", {}, change);
  move_category(*store, need_known_category(*store, "money"), "pay", change);
  change.seal();
  judges.judge({ticket(1), ticket(2)}, sum);
  CHECK(said(*store, ticket(1), "category") == "model:login");
  CHECK(said(*store, ticket(2), "category") == "model:pay");
}

TEST_CASE("Judges: rules alone leave nothing where none fires any more") {
  TempStore store;
  write_tree(*store, {{"a", "lamp"}});
  import_all(*store, "s", std::vector<model::Ticket>{plain_ticket("1", "a lamp"), plain_ticket("2", "a bulb")});
  CHECK(judge(*store, {ticket(1), ticket(2)}).caught == 1);
  CHECK(said(*store, ticket(1), "category") == "rule:a");
  write_tree(*store, {{"a", "bulb"}});
  const Judges::Sum sum = judge(*store, {ticket(1), ticket(2)});
  CHECK(sum.changed == 2);
  CHECK(said(*store, ticket(1), "category").empty());
  CHECK(said(*store, ticket(2), "category") == "rule:a");
}

}  // namespace
}  // namespace ckm::cli
