#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "text/repair.hh"
#include "unit/rounds.hh"

namespace ckm::text {
namespace {

using Pieces = std::vector<std::string>;

std::string random_text(const Pieces& pieces, std::size_t count, std::mt19937& random) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += pieces[random() % pieces.size()];
  return out;
}

const Pieces kDamage = {"網",
                        "絡",
                        "(wǎng)",
                        "(luò )",
                        "（wù）",
                        "務",
                        "知識",
                        "因",
                        "?yàn)",
                        "橹",
                        "\uE036",
                        "R(shí)",
                        "?;",
                        "?dòng)",
                        "\uE689",
                        "榛",
                        "、匐",
                        "!盡",
                        "&",
                        "amp;",
                        "&amp;",
                        "&lt;",
                        "&gt;",
                        "&#x4e2d;",
                        "&#13;",
                        "&nbsp;",
                        "&shy;",
                        "lt;",
                        "#",
                        "<",
                        ">",
                        "/",
                        "<br>",
                        "</p>",
                        "<p>",
                        "<b>",
                        "</b>",
                        "<a href=\"x\">",
                        "<!--",
                        "-->",
                        "`",
                        "```",
                        "_x000D_",
                        "_x005F_",
                        "x000D_",
                        "_xD83D_",
                        "_xDE00_",
                        "_",
                        "\r",
                        "\n",
                        "\r\n",
                        "\v",
                        "\u0085",
                        "\u200B",
                        "\u200D",
                        "\u00AD",
                        "\uFEFF",
                        "\u3000",
                        "\u3000\u3000\u3000",
                        "\x01",
                        "\x1B[0m",
                        "\x1B",
                        "\xFF",
                        "\xE3\x80",
                        "a",
                        " ",
                        "退款",
                        ")",
                        "(",
                        "?",
                        "。"};

// Of a text that was read wrongly before it was damaged.
const Pieces kMisread = {"cafÃ©", "â€™",      "Ã¼",     "ÃƒÂ©",     "Ã\u0083", "ÖÐ",    "¹ú",      "Ã\u00AD",
                         "&amp;", "&Atilde;", "&copy;", "&eacute;", "&#131;",  "<br>",  "_x000D_", "\r\n",
                         " ",     "a",        "1",      "\u200B",   "\u3000",  "\uE000"};

void check_reversible(const Pieces& pieces, int times, std::size_t most) {
  std::mt19937 random(20240);
  for (int round = 0; round < rounds(times); ++round) {
    const std::string raw = random_text(pieces, 1 + random() % most, random);
    const Repair r = repair(raw);
    INFO(raw);
    REQUIRE(undo_repair(r.text, r.edits) == raw);
    std::size_t end = 0;
    for (const Edit& edit : r.edits) {
      REQUIRE(edit.offset >= end);
      REQUIRE(raw.compare(edit.offset, edit.before.size(), edit.before) == 0);
      REQUIRE(edit.before != edit.after);
      end = edit.offset + edit.before.size();
    }
    for (const Finding& finding : r.findings) REQUIRE(finding.offset <= raw.size());
    const Repair again = repair(r.text);
    REQUIRE(again.text == r.text);
    REQUIRE(again.edits.empty());
    if (!may_be_damaged(raw)) REQUIRE((r.edits.empty() && r.findings.empty()));
  }
}

TEST_CASE("Repair of anything is reversible and idempotent") {
  check_reversible(kDamage, 20000, 40);
  check_reversible(kMisread, 10000, 12);
}

TEST_CASE("Random bytes are reversible") {
  std::mt19937 random(7);
  for (int round = 0; round < rounds(2000); ++round) {
    std::string raw;
    for (std::size_t i = random() % 200; i > 0; --i) raw += static_cast<char>(random());
    const Repair r = repair(raw);
    REQUIRE(undo_repair(r.text, r.edits) == raw);
    REQUIRE(repair(r.text).edits.empty());
  }
}

TEST_CASE("Clean text of any language, and code, is left alone") {
  const std::vector<Pieces> languages = {
      {"退款",
       "多久",
       "能",
       "到账",
       "？",
       "，",
       "。",
       "客户",
       "服务",
       "（",
       "）",
       "“",
       "”",
       "知识管理(KM)",
       "客户关系管理(CRM)",
       "工行(ICBC)",
       "！",
       "、",
       "；",
       "\n",
       "\n\u3000\u3000",
       "3天",
       " ",
       "——",
       "……",
       "《手册》",
       "①",
       "ＡＢＣ"},
      {"退款", "發票",           "抬頭",          "寫錯", "了",   "？", "，", "。",     "客戶", "服務", "「",
       "」",   "在職訓練(OJT )", "重(zhòng)要\n", "網絡", "經濟", "！", "\n", "2024年", "：",   "？；", "?"},
      {"How ", "long ", "until ", "I ", "get ", "my ", "money ", "back? ", "(see ", "below) ", "AT&T ", "R&D ", "5 < 6 ",
       "a <b@c.de> ", "\n", "don’t ", "1,5 ", "— ", "\"yes\" "},
      {"Wie ", "lange ", "dauert ", "die ", "Rückerstattung? ", "(Größe) ", "schön ", "„ja“ ", "Maß ", "\n", "für ", "z. B. ",
       "Ärger; ", "größer > "},
      {"返金", "は", "いつ", "です", "か", "？", "。", "パスワード", "（カナ）", "東京(とうきょう)", "ﾊﾝｶｸ", "「", "」", "\n",
       "お客様", "～", "・", "ー"},
      {"if (a < b) ",
       "return &x; ",
       "std::vector<int> ",
       "#include <stdio.h>\n",
       "x = y & z;\n",
       "foo(&bar) ",
       "a->b ",
       "i<n; ",
       "_x ",
       "f_x0041_y ",
       "List<String> ",
       "\t",
       "// see #1\n",
       "x ? y : z ",
       "s.find(\"&\") ",
       "p = &sum;\n",
       "a && b ",
       "1 << 3 ",
       "cout << x ",
       "m[i] "}};
  std::mt19937 random(11);
  for (const Pieces& pieces : languages) {
    for (int round = 0; round < rounds(1500); ++round) {
      std::string text = random_text(pieces, 1 + random() % 80, random);
      // Four explained readings are few; five are not.
      if (text.find("重(zhòng)", text.find("重(zhòng)") + 1) != std::string::npos) continue;
      while (text.ends_with("\u3000")) text.resize(text.size() - 3);
      const std::size_t indent = text.find("\u3000\n");
      if (indent != std::string::npos) continue;
      const Repair r = repair(text);
      INFO(text);
      REQUIRE(r.text == text);
      REQUIRE(r.edits.empty());
      REQUIRE(r.findings.empty());
    }
  }
}

}  // namespace
}  // namespace ckm::text
