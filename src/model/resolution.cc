#include "model/resolution.hh"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace ckm::model {
namespace {

struct Word {
  std::string_view text;  // Capitals of ASCII as small ones.
  Resolution meaning;
};
constexpr auto kWords = std::to_array<Word>({
    {"solved", Resolution::kSolved},        {"resolved", Resolution::kSolved},    {"fixed", Resolution::kSolved},
    {"done", Resolution::kSolved},          {"completed", Resolution::kSolved},   {"closed", Resolution::kClosed},
    {"archived", Resolution::kClosed},      {"解决", Resolution::kSolved},        {"已解决", Resolution::kSolved},
    {"解決", Resolution::kSolved},          {"已解決", Resolution::kSolved},      {"已处理", Resolution::kSolved},
    {"已處理", Resolution::kSolved},        {"已完成", Resolution::kSolved},      {"完成", Resolution::kSolved},
    {"关闭", Resolution::kClosed},          {"已关闭", Resolution::kClosed},      {"關閉", Resolution::kClosed},
    {"已關閉", Resolution::kClosed},        {"结案", Resolution::kClosed},        {"已结案", Resolution::kClosed},
    {"結案", Resolution::kClosed},          {"已結案", Resolution::kClosed},      {"归档", Resolution::kClosed},
    {"已归档", Resolution::kClosed},        {"gelöst", Resolution::kSolved},      {"erledigt", Resolution::kSolved},
    {"behoben", Resolution::kSolved},       {"geschlossen", Resolution::kClosed}, {"résolu", Resolution::kSolved},
    {"résolue", Resolution::kSolved},       {"fermé", Resolution::kClosed},       {"clos", Resolution::kClosed},
    {"resuelto", Resolution::kSolved},      {"solucionado", Resolution::kSolved}, {"cerrado", Resolution::kClosed},
    {"resolvido", Resolution::kSolved},     {"fechado", Resolution::kClosed},     {"risolto", Resolution::kSolved},
    {"chiuso", Resolution::kClosed},        {"解決済み", Resolution::kSolved},    {"対応済み", Resolution::kSolved},
    {"完了", Resolution::kSolved},          {"クローズ", Resolution::kClosed},    {"해결됨", Resolution::kSolved},
    {"종료", Resolution::kClosed},          {"complete", Resolution::kSolved},    {"finished", Resolution::kSolved},
    {"abgeschlossen", Resolution::kClosed}, {"terminé", Resolution::kClosed},     {"решено", Resolution::kSolved},
    {"решена", Resolution::kSolved},        {"закрыто", Resolution::kClosed},     {"закрыта", Resolution::kClosed},
    {"закрыт", Resolution::kClosed},        {"已结束", Resolution::kClosed},      {"已結束", Resolution::kClosed},
    {"解決済", Resolution::kSolved},        {"완료", Resolution::kSolved},
});

// Small letters up to the first blank or mark of ASCII: of "Closed - duplicate" closed.
std::string first_word(std::string_view status) {
  std::string word;
  for (const char c : status) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    if (letter) word.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    else if (!word.empty()) break;
  }
  return word;
}

}  // namespace

Resolution resolution_of(std::string_view status) {
  if (status.find_first_not_of(" \t\r\n") == std::string_view::npos) return Resolution::kUnknown;
  const auto found = std::ranges::find(kWords, first_word(status), &Word::text);
  return found == kWords.end() ? Resolution::kOpen : found->meaning;
}

Resolution resolution_of(const Ticket& ticket) {
  const Resolution said = resolution_of(ticket.status);
  return said == Resolution::kUnknown && ticket.resolved_at ? Resolution::kClosed : said;
}

}  // namespace ckm::model
