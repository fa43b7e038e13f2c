#include "learn/discover.hh"

#include "learn/topic_names.hh"

namespace ckm::learn {

Discovery discover(std::span<const std::string> texts, const NearestTexts& nearest, const TopicOptions& options) {
  Discovery out;
  out.space = TopicSpace(texts);
  const std::vector<SparseVector> vectors = out.space.vectors(texts);
  out.topics = find_topics(vectors, out.space.size(), nearest(vectors, out.space.size()), options);
  out.terms = telling_terms(texts, out.topics.members, out.space.usual());
  return out;
}

}  // namespace ckm::learn
