// The rules and classifiers of a store, at work on its tickets and FAQ.
//
// A rule counts above a classifier, and where a person or the source says something, no classifier is asked.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "learn/classifier.hh"
#include "learn/rules.hh"
#include "store/classifiers.hh"
#include "store/items.hh"
#include "store/predictions.hh"

namespace ckm::cli {

// A classifier that was read from a store.
struct Trained {
  store::StoredClassifier stored;  // Without its data.
  learn::Classifier classifier;
  // What its labels are called now: categories may have been moved or merged since, so that several may be called the same.
  std::vector<std::string> names;
};
// What a label of the field is called now: of category where what had that path is.
std::string name_now(store::Store& store, const store::Target& target, const std::string& label);
// Throws Error{kNotFound} where the field has none, and kDamaged for one of another version.
std::unique_ptr<Trained> need_classifier(store::Store& store, const store::Target& target);

// Throws Error{kUsage} for a field of which nothing is learned.
const store::Target& need_target(std::string_view field);

// What a classifier says of a text, as it is written down. It is sure from `least` on, of a label that the store still has.
class Judge {
 public:
  // All must outlive it.
  Judge(store::Store& store, const store::Target& target, const Trained& trained, double least);

  [[nodiscard]] const store::Target& target() const { return target_; }
  // Looks which labels the store has now, and what they are called.
  void look();
  // What classifiers say of texts, on all cores.
  std::vector<store::Verdict> judge(const std::vector<std::string>& texts) const;

 private:
  store::Verdict verdict(std::string_view text, class Asking& asking) const;
  store::Store& store_;
  const store::Target& target_;
  const Trained& trained_;
  double least_;
  // By label: what it is called now, and whether the store has it.
  std::vector<std::string> names_;
  std::vector<bool> known_;
};

class Judges {
 public:
  // `least`: how probable a classifier has to be right to count. Throws Error{kNotFound} where the store has neither rules nor
  // classifiers, and never had any. Within one transaction with load().
  Judges(store::Store& store, double least);
  ~Judges();
  // Reads the classifiers; before judge(). Throws Error{kDamaged} for one that can't be read.
  void load();

  // Judges with the same one say the same of the same text.
  [[nodiscard]] std::string name() const { return name_; }

  struct Sum {
    std::int64_t judged = 0;
    std::int64_t caught = 0;   // By a rule.
    std::int64_t changed = 0;  // Another value than before, of any field.
    struct OfField {
      std::int64_t sure = 0;
      std::int64_t doubts = 0;
    };
    std::map<std::string, OfField> fields;  // Of those with a classifier.
  };
  // Judges these items and writes what comes of it, within the caller's transaction. Those that are gone are passed over.
  void judge(const std::vector<store::Item>& items, Sum& sum);

 private:
  // By rules. Returns whether one fired.
  bool judge_category(const store::Item& item, Sum& sum);
  store::Store& store_;
  double least_;
  learn::Rules rules_;
  std::vector<std::unique_ptr<Trained>> trained_;
  std::vector<Judge> judges_;
  std::string name_;
};

}  // namespace ckm::cli
