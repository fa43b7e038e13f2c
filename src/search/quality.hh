// How good a ranking is, by what people judged relevant.
//
// The measures are those of trec_eval for one cut: recall at 1 (whether the first is relevant), reciprocal rank of the first
// relevant one (MRR), nDCG with the gains as judged and log2 discounts (Järvelin and Kekäläinen, TOIS 2002), and whether any is
// relevant (hit). A mean has the interval in which 95 % of such means lie, by the normal approximation over queries. Pure.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ckm::search {

struct Mean {
  double value = 0;
  double low = 0;
  double high = 0;
};

struct Quality {
  double r1 = 0;
  double mrr = 0;
  double ndcg = 0;
  double hit = 0;
};

// One query: `gains` of its results, best first, 0 for what is not relevant; `judged`, the gains of all that is relevant.
Quality quality_of(std::span<const double> gains, std::vector<double> judged, std::size_t at);

// The names of the measures, in order; and one of them, which must be one.
inline constexpr std::string_view kMeasures[] = {"r@1", "mrr", "ndcg", "hit"};
double measure(const Quality& quality, std::string_view name);

Mean mean_of(std::span<const Quality> all, std::string_view name);

}  // namespace ckm::search
