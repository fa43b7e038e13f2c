#include "learn/training_set.hh"

#include <algorithm>
#include <cstring>
#include <tuple>

#include "base/bytes.hh"
#include "base/utf8.hh"
#include "learn/features.hh"

namespace ckm::learn {
namespace {

bool is_before(const TrainingText& a, const TrainingText& b) {
  return std::tie(a.draw, a.id, a.text) < std::tie(b.draw, b.id, b.text);
}

// The greatest number of each label such that there are at most so many together; at least 1.
std::size_t most_of_each(std::vector<std::size_t> counts, std::size_t most) {
  std::ranges::sort(counts);
  std::size_t left = counts.size();
  for (const std::size_t count : counts) {
    if (count * left > most) break;
    most -= count;
    --left;
  }
  return left == 0 ? counts.back() : std::max<std::size_t>(1, most / left);
}

}  // namespace

void TrainingSet::add(std::string_view id, std::string_view text, std::string_view label) {
  BytesOut all;
  all.put_text(id);
  all.put_text(label);
  all.put_text(text);
  const ContentHash digest = content_hash(all.take());
  BytesIn halves(bytes_of(digest));
  for (std::uint64_t& sum : sums_) sum += halves.get(8);
  BytesOut drawn;
  drawn.put(seed_, 8);
  drawn.append(bytes_of(digest));
  const ContentHash draw = content_hash(drawn.take());
  ++given_;
  const auto number = static_cast<std::uint32_t>(labels_.size());
  Label& known = labels_.try_emplace(std::string(label), Label{number, 0}).first->second;
  ++known.given;
  texts_.push_back(
      {std::string(id), std::string(utf8::head(text, FeatureReader::kMostRead)), known.number, BytesIn(bytes_of(draw)).get(8)});
  if (texts_.size() > most_ + most_ / 4 + labels_.size()) thin();
}

ContentHash TrainingSet::fingerprint() const {
  BytesOut all;
  all.put(given_, 8);
  for (const std::uint64_t sum : sums_) all.put(sum, 8);
  return content_hash(all.take());
}

// What is drawn out now would be with more texts too: the number of each label only falls.
void TrainingSet::thin() {
  std::vector<std::size_t> counts;
  for (const auto& [name, label] : labels_) counts.push_back(label.given);
  const std::size_t each = most_of_each(std::move(counts), most_);
  std::ranges::sort(texts_, [](const TrainingText& a, const TrainingText& b) {
    return a.label != b.label ? a.label < b.label : is_before(a, b);
  });
  std::size_t kept = 0;
  std::size_t nth = 0;
  for (std::size_t i = 0; i < texts_.size(); ++i) {
    nth = i > 0 && texts_[i].label == texts_[kept - 1].label ? nth + 1 : 0;
    if (nth >= each) continue;
    if (kept != i) texts_[kept] = std::move(texts_[i]);
    ++kept;
  }
  texts_.resize(kept);
}

TrainingSet::Drawn TrainingSet::take() {
  Drawn out;
  if (texts_.empty()) return out;
  std::vector<std::uint32_t> numbers(labels_.size());
  for (const auto& [name, label] : labels_) {
    numbers[label.number] = static_cast<std::uint32_t>(out.labels.size());
    out.labels.push_back(name);
  }
  if (texts_.size() > most_) thin();
  for (TrainingText& text : texts_) text.label = numbers[text.label];
  std::ranges::sort(texts_, [](const TrainingText& a, const TrainingText& b) {
    return a.label != b.label ? a.label < b.label : is_before(a, b);
  });
  std::vector<std::pair<std::size_t, std::size_t>> order;  // Which of its label, and which of all.
  for (std::size_t i = 0; i < texts_.size(); ++i)
    order.emplace_back(i > 0 && texts_[i].label == texts_[i - 1].label ? order.back().first + 1 : 0, i);
  std::ranges::sort(order);
  out.texts.reserve(texts_.size());
  for (const auto& [nth, i] : order) out.texts.push_back(std::move(texts_[i]));
  texts_ = {};
  return out;
}

}  // namespace ckm::learn
