#include "model/ticket_status.hh"

#include <algorithm>
#include <array>

namespace ckm::model {
namespace {

// Lower case as far as ASCII goes.
constexpr auto kSolved =
    std::to_array<std::string_view>({
        "solved",   "closed",   "resolved",    "done",     "completed", "complete", "fixed", "finished",  // English
        "gelöst",   "erledigt", "geschlossen",                                                            // German
        "résolu",   "fermé",    "clos",        "terminé",                                                 // French
        "resuelto", "cerrado",  "resolvido",   "fechado",  "risolto",   "chiuso",  // Spanish, Portuguese, Italian
        "решено",   "решена",   "закрыто",     "закрыта",  "закрыт",               // Russian
        "已解决",   "已关闭",   "已完成",      "已结束",   "已结案",    "已处理",   "关闭",  "完成",
        "结案",     "解决",  // Chinese
        "已解決",   "已關閉",   "已結束",      "已結案",   "已處理",    "關閉",     "結案",  "解決",
        "解決済み", "解決済",   "完了",        "クローズ", "해결됨",    "완료",     "종료",  // Japanese, Korean
    });

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool is_solved_status(std::string_view status) {
  const std::string_view word = status.substr(0, status.find_first_of(" -_/(:,"));
  return std::ranges::any_of(kSolved, [&](std::string_view known) {
    return known.size() == word.size() && std::ranges::equal(known, word, {}, {}, lower);
  });
}

}  // namespace ckm::model
