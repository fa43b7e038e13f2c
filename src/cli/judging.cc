#include "cli/judging.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <thread>

#include "base/error.hh"
#include "base/hash.hh"
#include "base/json.hh"
#include "base/suggest.hh"
#include "learn/predictor.hh"
#include "store/categories.hh"

namespace ckm::cli {
namespace {

using store::Verdict;

// Where a predictor is begun for fewer texts, it takes longer than they do.
constexpr std::size_t kLeastOfThread = 500;

Verdict to_verdict(learn::Rules::Verdict&& fired) { return {std::move(fired.path), "rule", 1, std::move(fired.reason), true}; }

// Labels that are no category any more, of which nothing is said.
Value gone_labels(store::Store& store, const store::StoredClassifier& stored) {
  Value gone = Value::Array{};
  const Value* const labels = stored.figures.find("labels");
  if (!need_target(stored.field).path || labels == nullptr || labels->object() == nullptr) return gone;
  for (const auto& [label, count] : *labels->object()) {
    if (!store::find_category(store, label)) gone.push(Value(label));
  }
  return gone;
}

std::string name_of(store::Store& store, const std::vector<model::Category>& categories,
                    const std::vector<store::StoredClassifier>& trained, double least) {
  Value all = Value::Array{};
  for (const model::Category& category : categories) {
    if (!category.rule.is_null()) all.push(Value(Value::Array{Value(category.path), category.rule}));
  }
  for (const store::StoredClassifier& t : trained)
    all.push(Value(Value::Array{Value(t.field), Value(t.number), Value(hex(t.fingerprint)), gone_labels(store, t)}));
  if (!trained.empty()) all.push(Value::decimal(least, 6));
  if (all.array()->empty()) return {};
  return hex(content_hash(json::dump(all)));
}

}  // namespace

const store::Target& need_target(std::string_view field) {
  if (const store::Target* target = store::find_target(field)) return *target;
  throw Error(Exit::kUsage, fmt::format("--field: nothing is learned of '{}'", field),
              did_you_mean(field, store::target_fields(), fmt::format("one of: {}", fmt::join(store::target_fields(), ", "))));
}

std::string name_now(store::Store& store, const store::Target& target, const std::string& label) {
  const auto category = target.path ? store::find_category(store, label) : std::nullopt;
  return category ? store::category_path(store, *category) : label;
}

std::unique_ptr<Trained> need_classifier(store::Store& store, const store::Target& target) {
  auto stored = store::read_classifier(store, target.field);
  if (!stored) {
    const std::string field = target.path ? std::string() : fmt::format(" --field {}", target.field);
    throw Error(Exit::kNotFound, fmt::format("there is no classifier for {}", target.field),
                fmt::format("train one with: ckm classify train{}", field));
  }
  auto trained = std::make_unique<Trained>();
  trained->classifier = learn::decode(stored->data);
  stored->data.clear();
  trained->stored = std::move(*stored);
  for (const std::string& label : trained->classifier.labels) trained->names.push_back(name_now(store, target, label));
  return trained;
}

class Asking {
 public:
  explicit Asking(const learn::Classifier& classifier) : predictor(classifier) {}
  learn::Predictor predictor;
};

Judge::Judge(store::Store& store, const store::Target& target, const Trained& trained, double least)
    : store_(store), target_(target), trained_(trained), least_(least) {
  look();
}

void Judge::look() {
  names_.clear();
  known_.clear();
  for (const std::string& label : trained_.classifier.labels) {
    names_.push_back(name_now(store_, target_, label));
    known_.push_back(!target_.path || store::find_category(store_, names_.back()).has_value());
  }
}

Verdict Judge::verdict(std::string_view text, Asking& asking) const {
  const learn::Prediction said = asking.predictor.predict(text);
  Verdict verdict{names_[said.label], "model", said.probability, Value(Value::Object{}), true};
  verdict.reason.set("classifier", trained_.stored.number).set("second", names_[said.second]);
  if (!said.known) verdict.reason.set("unfamiliar", true);
  if (!known_[said.label]) {
    verdict.value.clear();
    verdict.confidence = 0;
  }
  verdict.sure = said.known && known_[said.label] && said.probability >= least_;
  return verdict;
}

std::vector<Verdict> Judge::judge(const std::vector<std::string>& texts) const {
  std::vector<Verdict> verdicts(texts.size());
  const std::size_t cores = std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
  const std::size_t pieces = std::clamp<std::size_t>(texts.size() / kLeastOfThread, 1, cores);
  const auto piece = [&](std::size_t number) {
    Asking asking(trained_.classifier);
    for (std::size_t i = number; i < texts.size(); i += pieces) verdicts[i] = verdict(texts[i], asking);
  };
  std::vector<std::jthread> threads;
  for (std::size_t number = 1; number < pieces; ++number) threads.emplace_back(piece, number);
  piece(0);
  threads.clear();
  return verdicts;
}

Judges::Judges(store::Store& store, double least)
    : store_(store),
      least_(least),
      rules_(store::read_categories(store)),
      name_(name_of(store, store::read_categories(store), store::read_classifiers(store), least)) {
  if (name_.empty() && store::judged_with(store).empty()) {
    throw Error(Exit::kNotFound, "the store has neither rules nor a classifier",
                "load rules with: ckm classify apply --rules FILE; or learn from labels with: ckm classify train");
  }
}

Judges::~Judges() = default;

void Judges::load() {
  for (const store::StoredClassifier& stored : store::read_classifiers(store_))
    trained_.push_back(need_classifier(store_, need_target(stored.field)));
  for (const auto& trained : trained_) judges_.emplace_back(store_, need_target(trained->stored.field), *trained, least_);
}

bool Judges::judge_category(const store::Item& item, Sum& sum) {
  const store::Target& category = *store::find_target("category");
  std::optional<Verdict> verdict;
  if (!rules_.empty()) {
    const auto text = store::read_search_text(store_, item);
    learn::Rules::Verdict fired = rules_.judge(text->question + "\n" + text->answer);
    if (!fired.path.empty()) verdict = to_verdict(std::move(fired));
  }
  if (verdict) ++sum.caught;
  // Else its classifier has the word.
  const bool learned = std::ranges::any_of(judges_, [](const Judge& judge) { return judge.target().path; });
  if ((verdict || !learned) && store::write_verdict(store_, item, category, verdict) == store::Wrote::kValue) ++sum.changed;
  return verdict.has_value();
}

void Judges::judge(const std::vector<store::Item>& items, Sum& sum) {
  std::vector<store::Item> there;
  std::vector<bool> caught;
  for (const store::Item& item : items) {
    if (!store::read_times(store_, item)) continue;
    there.push_back(item);
    caught.push_back(judge_category(item, sum));
  }
  sum.judged += static_cast<std::int64_t>(there.size());
  for (Judge& judge : judges_) {
    judge.look();
    const store::Target& target = judge.target();
    std::vector<store::Item> open;
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < there.size(); ++i) {
      const store::Item& item = there[i];
      if (target.path && caught[i]) continue;
      if (target.has(item.kind) && !store::is_said(store_, item, target)) {
        open.push_back(item);
        texts.push_back(store::asked_text(store_, item));
      } else if (store::write_verdict(store_, item, target, std::nullopt) == store::Wrote::kValue) {
        ++sum.changed;
      }
    }
    const std::vector<Verdict> verdicts = judge.judge(texts);
    Sum::OfField& field = sum.fields[std::string(target.field)];
    for (std::size_t i = 0; i < open.size(); ++i) {
      ++(verdicts[i].sure ? field.sure : field.doubts);
      if (store::write_verdict(store_, open[i], target, verdicts[i]) == store::Wrote::kValue) ++sum.changed;
    }
  }
}

}  // namespace ckm::cli
