// Measures topics that are found without labels (learn/discover.hh) with their defaults.
//   bench_cluster FOLDER [CKM]   FOLDER holds banking77/, smp2017/ and tickets_zh_xlsx/; CKM is the program
// Prints Markdown tables: how well topics agree with labels that they never saw, beside k-means that is told how many there are,
// on plain tf-idf; the largest topics of texts; and, where the program is given, its time and memory for 100,000 synthetic
// tickets.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>

#include "corpus.hh"
#include "labelled.hh"
#include "learn/discover.hh"
#include "learn/topic_names.hh"
#include "learn/topic_texts.hh"
#include "measure.hh"
#include "search/text_neighbours.hh"

namespace {

using namespace ckm;
using Groups = std::vector<std::uint32_t>;

constexpr int kSynthetic = 100'000;
constexpr std::size_t kShown = 15;
constexpr int kMeansRounds = 30;

struct Agreement {
  double nmi = 0;  // Mutual information by the mean of both entropies.
  double ari = 0;  // Hubert and Arabie's adjusted Rand index.
};

Agreement agreement(const Groups& a, const Groups& b) {
  std::map<std::uint32_t, double> of_a, of_b;
  std::map<std::pair<std::uint32_t, std::uint32_t>, double> both;
  const auto n = static_cast<double>(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    ++of_a[a[i]];
    ++of_b[b[i]];
    ++both[{a[i], b[i]}];
  }
  double entropies = 0, shared = 0, pairs_a = 0, pairs_b = 0, pairs = 0;
  const auto two = [](double count) { return count * (count - 1) / 2; };
  for (const auto& [group, count] : of_a) {
    entropies -= count / n * std::log(count / n);
    pairs_a += two(count);
  }
  for (const auto& [group, count] : of_b) {
    entropies -= count / n * std::log(count / n);
    pairs_b += two(count);
  }
  for (const auto& [groups, count] : both) {
    shared += count / n * std::log(count * n / (of_a[groups.first] * of_b[groups.second]));
    pairs += two(count);
  }
  const double chance = pairs_a * pairs_b / two(n);
  return {entropies > 0 ? 2 * shared / entropies : 1, (pairs - chance) / ((pairs_a + pairs_b) / 2 - chance)};
}

// Spherical k-means (Dhillon and Modha, Machine Learning 42, 2001) from random texts, the best of three by its own measure.
Groups k_means(const std::vector<learn::SparseVector>& texts, std::size_t features, std::size_t k) {
  Groups best;
  double most = -1;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    std::mt19937_64 random(seed);
    Groups groups(texts.size(), learn::kNoTopic);
    for (std::uint32_t i = 0; i < k; ++i) groups[random() % texts.size()] = i;
    double sum = 0;
    for (int round = 0; round < kMeansRounds; ++round) {
      const learn::Centroids middles(texts, groups, k, features);
      std::vector<float> scratch;
      sum = 0;
      for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto nearest = middles.nearest(texts[i], scratch);
        groups[i] = nearest.topic == learn::kNoTopic ? 0 : nearest.topic;
        sum += static_cast<double>(nearest.cosine);
      }
    }
    if (sum <= most) continue;
    most = sum;
    best = groups;
  }
  return best;
}

// Words alone, tf-idf, length 1.
std::vector<learn::SparseVector> plain_vectors(const std::vector<std::string>& texts, std::size_t& features) {
  learn::FeatureReader reader(text::Language::kEnglish);
  learn::Vocabulary::Counter counter;
  const auto words = [&](const std::string& text) {
    std::vector<learn::Feature> all = reader.read(text);
    std::erase_if(all, [](const learn::Feature& feature) { return !feature.single; });
    return all;
  };
  for (const std::string& text : texts) counter.add(words(text));
  const learn::Vocabulary vocabulary = counter.build();
  features = vocabulary.size();
  std::vector<learn::SparseVector> vectors;
  for (const std::string& text : texts) vectors.push_back(vocabulary.vector(words(text)));
  return vectors;
}

learn::NeighbourLists nearest(std::span<const learn::SparseVector> texts, std::size_t features) {
  return search::nearest_texts(texts, features);
}

// As the command reads them, all of them being drawn; `order`: which of the rows each is.
std::vector<std::string> drawn(const std::vector<tools::Labelled>& rows, std::vector<std::size_t>& order) {
  learn::TopicTexts all(1);
  for (std::size_t i = 0; i < rows.size(); ++i) all.add(std::to_string(i), static_cast<std::int64_t>(i), '\n' + rows[i].text);
  std::vector<std::string> texts;
  for (learn::TopicText& text : all.take()) {
    texts.push_back(std::move(text.text));
    order.push_back(static_cast<std::size_t>(text.id));
  }
  return texts;
}

void print_topics(std::string_view name, const learn::Discovery& found, const std::vector<std::string>& texts) {
  fmt::print("\n| {}: topic | texts | nearest to the middle |\n| --- | --- | --- |\n", name);
  for (std::size_t topic = 0; topic < std::min(kShown, found.topics.members.size()); ++topic) {
    std::string nearest_text = texts[found.topics.members[topic].front()].substr(0, 120);
    std::ranges::replace(nearest_text, '\n', ' ');
    fmt::print("| {} | {} | {} |\n", learn::topic_name(found.terms[topic]), found.topics.members[topic].size(), nearest_text);
  }
}

struct Found {
  learn::Discovery discovery;
  std::vector<std::string> texts;
  std::vector<std::size_t> rows;
  double seconds = 0;
};

Found find(const std::vector<tools::Labelled>& rows) {
  Found found;
  const auto start = std::chrono::steady_clock::now();
  found.texts = drawn(rows, found.rows);
  found.discovery = learn::discover(found.texts, nearest);
  found.seconds = tools::seconds_since(start);
  return found;
}

Found measure(std::string_view name, const std::vector<tools::Labelled>& rows) {
  Found found = find(rows);
  std::map<std::string, std::uint32_t> labels;
  Groups truth;
  for (const std::size_t row : found.rows)
    truth.push_back(labels.emplace(rows[row].label, static_cast<std::uint32_t>(labels.size())).first->second);
  const learn::Topics& topics = found.discovery.topics;
  const Agreement ours = agreement(topics.of_text, truth);
  std::size_t features = 0;
  const auto plain = plain_vectors(found.texts, features);
  const Agreement peer = agreement(k_means(plain, features, labels.size()), truth);
  fmt::print("| {} | {} | {} | {} ({}) | {:.3f} | {:.3f} | {:.3f} | {:.3f} | {:.2f} |\n", name, rows.size(), labels.size(),
             topics.members.size(), topics.resolution, ours.nmi, ours.ari, peer.nmi, peer.ari, found.seconds);
  std::fflush(stdout);
  return found;
}

void measure_program(const std::string& ckm) {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / fmt::format("bench_cluster.{}", ::getpid());
  std::filesystem::create_directory(folder);
  const std::string csv = (folder / "tickets.csv").string();
  const std::string db = (folder / "tickets.ckm").string();
  {
    std::ofstream out(csv, std::ios::binary);
    tools::TicketCorpus corpus;
    out << tools::TicketCorpus::kHeader;
    for (int i = 1; i <= kSynthetic; ++i) out << corpus.row(i);
  }
  tools::run({ckm, "--db", db, "--quiet", "init"});
  tools::run({ckm, "--db", db, "import", csv, "--source", "bench"});
  const tools::Measured first = tools::run({ckm, "--db", db, "--quiet", "cluster"});
  const tools::Measured again = tools::run({ckm, "--db", db, "--quiet", "cluster"});
  fmt::print("\n| ckm cluster | seconds | MB |\n| --- | --- | --- |\n");
  fmt::print("| {} synthetic tickets | {:.1f} | {:.0f} |\n", kSynthetic, first.seconds, first.megabytes);
  fmt::print("| the same again | {:.1f} | {:.0f} |\n", again.seconds, again.megabytes);
  std::filesystem::remove_all(folder);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 && argc != 3) {
    fmt::print(stderr, "usage: bench_cluster FOLDER [CKM]\n");
    return 2;
  }
  const std::filesystem::path data = argv[1];
  fmt::print("| set | texts | labels | topics (resolution) | NMI | ARI | k-means, labels known: NMI | ARI | seconds |\n");
  fmt::print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
  const Found banking = measure("BANKING77, test", tools::read_labelled(data / "banking77/test.csv", "text", "category"));
  measure("BANKING77, train", tools::read_labelled(data / "banking77/train.csv", "text", "category"));
  measure("SMP2017, train", tools::read_labelled(data / "smp2017/train.tsv", "text", "label"));
  measure("labelled_495", tools::read_labelled(data / "tickets_zh_xlsx/labelled_495.xlsx", "留言主题 留言详情", "一级分类"));
  const Found unlabelled =
      find(tools::read_labelled(data / "tickets_zh_xlsx/unlabelled_4326.xlsx", "留言主题 留言详情", "留言编号"));
  fmt::print("\nunlabelled_4326: {} topics of {} texts in {:.1f} s\n", unlabelled.discovery.topics.members.size(),
             unlabelled.texts.size(), unlabelled.seconds);
  print_topics("unlabelled_4326", unlabelled.discovery, unlabelled.texts);
  print_topics("BANKING77, test", banking.discovery, banking.texts);
  if (argc == 3) measure_program(argv[2]);
  return 0;
}
