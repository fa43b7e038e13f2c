#include "cli/forget_learned.hh"

#include <fmt/format.h>

#include "base/counted.hh"
#include "base/error.hh"
#include "learn/classifier.hh"
#include "store/bring_back.hh"
#include "store/classifiers.hh"
#include "store/history.hh"
#include "store/items.hh"

namespace ckm::cli {

std::set<std::string> learned_names(store::Store& store, const store::ForgetPlan& plan) {
  std::set<std::string> names;
  if (store::read_classifiers(store).empty()) return names;
  for (const store::Known& known : plan.things) {
    if (known.item) {
      names.insert(store::item_ref(store, *known.item));
      continue;
    }
    // Removed before: by its number or by what its source called it.
    names.insert(store::known_ref(store, known, store::versions_of(store, known.uid), {}));
    if (const std::int64_t number = store::old_number(store, known.kind, known.uid); number != 0)
      names.insert(model::format_ref(known.kind, number, {}, {}));
  }
  return names;
}

std::size_t forget_learned(const Context& context, store::Store& store, const std::set<std::string>& names) {
  std::size_t texts = 0;
  if (names.empty()) return texts;
  for (const store::StoredClassifier& one : store::read_classifiers(store)) {
    try {
      learn::Classifier classifier = learn::decode(store::read_classifier(store, one.field)->data);
      const std::size_t lost = learn::forget_examples(classifier, [&](const std::string& id) { return names.contains(id); });
      if (lost > 0) store::write_classifier_data(store, one.field, learn::encode(classifier));
      texts += lost;
    } catch (const Error& e) {
      if (e.code() != Exit::kDamaged) throw;
      store::drop_classifier(store, one.field);
      context.warn(fmt::format("the classifier of {} can't be read and was dropped: {}", one.field, e.what()));
    }
  }
  return texts;
}

void tell_learned(const Context& context, std::size_t texts) {
  if (texts == 0) return;
  context.say(fmt::format("{} taken out of classifiers; what {} taught is unlearned by the next: ckm classify train",
                          counted(static_cast<std::int64_t>(texts), "example was", "examples were"), texts == 1 ? "it" : "they"));
}

}  // namespace ckm::cli
