#include "learn/classifier.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "base/bytes.hh"
#include "base/error.hh"

namespace ckm::learn {
namespace {

constexpr std::string_view kMagic = "ckm classifier\n";
constexpr const char* kHint = "train it again: ckm classify train";

void write_figures(const TrainingFigures& figures, BytesOut& out) {
  out.put(figures.given, 8);
  out.put(figures.used, 8);
  out.put(figures.folds, 4);
  out.put(figures.judged, 8);
  out.put(figures.right, 8);
  for (const double figure : {figures.accuracy, figures.macro_f1, figures.calibration_error, figures.covered,
                              figures.least_probability, figures.refused})
    out.put_double(figure);
}

TrainingFigures read_figures(BytesIn& in) {
  TrainingFigures out;
  out.given = in.get(8);
  out.used = in.get(8);
  out.folds = in.get32();
  out.judged = in.get(8);
  out.right = in.get(8);
  for (double* figure :
       {&out.accuracy, &out.macro_f1, &out.calibration_error, &out.covered, &out.least_probability, &out.refused})
    *figure = in.get_double();
  return out;
}

Error damaged() { return {Exit::kDamaged, "the classifier is damaged", kHint}; }

// What else must hold, so that no prediction reads beside its data.
bool makes_sense(const Classifier& c) {
  return c.labels.size() >= 2 && c.linear.labels() == c.labels.size() && c.linear.features() == c.vocabulary.size() &&
         c.neighbours.features() == c.vocabulary.size() && c.neighbours.labels() == c.labels.size() &&
         c.neighbours.size() == c.kept.size() && c.id_bits >= 2 && c.id_bits <= kIdBits &&
         static_cast<int>(c.usual) < text::kLanguageCount &&
         std::ranges::adjacent_find(c.labels, std::ranges::greater_equal()) == c.labels.end();
}

}  // namespace

std::size_t forget_examples(Classifier& classifier, const std::function<bool(const std::string& id)>& gone) {
  std::vector<bool> stays;
  std::vector<std::string> names;
  for (std::string& id : classifier.kept) {
    stays.push_back(!gone(id));
    if (stays.back()) names.push_back(std::move(id));
  }
  const std::size_t lost = stays.size() - names.size();
  classifier.kept = std::move(names);
  if (lost > 0) classifier.neighbours.keep_only(stays);
  return lost;
}

std::string encode(const Classifier& classifier) {
  BytesOut out;
  out.append(kMagic);
  out.put(Classifier::kVersion, 4);
  out.put(classifier.seed, 8);
  out.append(bytes_of(classifier.fingerprint));
  write_figures(classifier.figures, out);
  out.put(classifier.labels.size(), 4);
  for (const std::string& label : classifier.labels) out.put_text(label);
  out.put(static_cast<std::uint64_t>(classifier.usual), 1);
  out.put(static_cast<std::uint64_t>(classifier.id_bits), 1);
  classifier.vocabulary.write(out);
  classifier.linear.write(out);
  out.put_double(classifier.calibration.slope);
  out.put_double(classifier.calibration.crowd);
  out.put_double(classifier.calibration.offset);
  for (const double offset : classifier.calibration.of_label) out.put_double(offset);
  out.put_double(classifier.least_familiarity);
  classifier.neighbours.write(out);
  out.put(classifier.kept.size(), 4);
  for (const std::string& id : classifier.kept) out.put_text(id);
  std::string bytes = out.take();
  bytes += bytes_of(content_hash(bytes));
  return bytes;
}

Classifier decode(std::string_view bytes) {
  Classifier c;
  const std::size_t seal = c.fingerprint.size();
  if (bytes.size() < kMagic.size() + 4 + seal || !bytes.starts_with(kMagic)) throw damaged();
  const std::string_view content = bytes.substr(0, bytes.size() - seal);
  if (bytes_of(content_hash(content)) != bytes.substr(content.size())) throw damaged();
  BytesIn in(content.substr(kMagic.size()));
  if (const std::uint32_t version = in.get32(); version != Classifier::kVersion)
    throw Error(Exit::kDamaged, fmt::format("the classifier is of version {}, not {}", version, Classifier::kVersion), kHint);
  c.seed = in.get(8);
  for (unsigned char& byte : c.fingerprint) byte = static_cast<unsigned char>(in.get(1));
  c.figures = read_figures(in);
  c.labels.resize(in.get_count(4));
  for (std::string& label : c.labels) label = in.get_text();
  c.usual = static_cast<text::Language>(in.get(1));
  c.id_bits = static_cast<int>(in.get(1));
  c.vocabulary = Vocabulary::read(in);
  c.linear = LinearModel::read(in);
  c.calibration.slope = in.get_double();
  c.calibration.crowd = in.get_double();
  c.calibration.offset = in.get_double();
  c.calibration.of_label.resize(c.labels.size());
  for (double& offset : c.calibration.of_label) offset = in.get_double();
  c.least_familiarity = in.get_double();
  c.neighbours = Neighbours::read(in);
  c.kept.resize(in.get_count(4));
  for (std::string& id : c.kept) id = in.get_text();
  if (in.damaged() || !in.ended() || !makes_sense(c)) throw damaged();
  return c;
}

}  // namespace ckm::learn
