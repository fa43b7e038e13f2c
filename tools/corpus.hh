// Synthetic tickets for benches: the same ones for the same number, half of them in invented English-like words, half in
// unspaced Han, both with Zipf-distributed vocabularies.
#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace ckm::tools {

class TicketCorpus {
 public:
  TicketCorpus();
  static constexpr std::array<const char*, 10> kColumns = {"id",       "subject", "body",     "answer",     "status",
                                                           "priority", "queue",   "customer", "created_at", "tags"};
  // The cells of one ticket.
  std::vector<std::string> cells(std::int64_t number);
  // The same as CSV, with its line end; kHeader is the line above them.
  std::string row(std::int64_t number);
  // A question of a few words taken from the text of a ticket that was made before; every second one in Han.
  std::string question(std::int64_t number);

  static constexpr const char* kHeader = "id,subject,body,answer,status,priority,queue,customer,created_at,tags\n";

 private:
  std::string words(std::mt19937_64& random, bool han, int least, int most);
  std::vector<std::string> latin_;
  std::vector<std::string> han_;
  std::vector<double> sums_;
};

}  // namespace ckm::tools
