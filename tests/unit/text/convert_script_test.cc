#include "text/convert_script.hh"

#include <doctest/doctest.h>

#include <tuple>

#include "unit/text/samples.hh"

namespace ckm::text {

TEST_CASE("written_in: what only one script has tells") {
  CHECK(written_in(samples::kSimplified) == Written::kSimplified);
  CHECK(written_in(samples::kTraditional) == Written::kTraditional);
  CHECK(written_in(samples::kJapanese) == Written::kJapanese);
  CHECK(written_in("Router 设置 is broken, whatever I do about it") == Written::kSimplified);
  for (const char* neither : {"", "plain", "退款", "台北后里", "范先生", "\xFF", "한국어"})
    CHECK(written_in(neither) == Written::kUnknown);
}

TEST_CASE("convert_script: by phrases, both ways") {
  const std::tuple<const char*, const char*, const char*> kCases[] = {
      {"zh-Hant", "头发发展后面的皇后，干燥的干部", "頭髮發展後面的皇后，乾燥的幹部"},
      {"zh-Hant-TW", "用鼠标打开软件里的默认设置", "用滑鼠開啟軟體裡的預設設定"},
      {"zh-Hant-HK", "用鼠标打开软件里的设置", "用鼠標打開軟件裏的設置"},
      {"zh-Hans", "用滑鼠開啟軟體裡的預設設定，頭髮乾了", "用鼠标打开软件里的缺省设置，头发干了"},
      {"zh-Hans", "已经是简体，乾坤著作", "已经是简体，乾坤著作"},
      {"zh-Hant", "已經是繁體，姓范的在台北后里", "已經是繁體，姓范的在台北后里"},
      {"zh-Hant-HK", "已經是繁體，衞生", "已經是繁體，衞生"},
      {"zh-Hant", "退款", "退款"},
      {"zh-Hans", "図書館で設定を変更します", "図書館で設定を変更します"},
      {"zh-Hans", "plain English", "plain English"},
      {"zh-Hant", "\xFF设置", "\xFF设置"},
  };
  for (const auto& [script, text, expected] : kCases) {
    CAPTURE(text);
    CHECK(ScriptConverter(script).convert(text) == expected);
  }
  CHECK(ScriptConverter("zh-Hant").convert("后台", Written::kSimplified) == "後臺");
  CHECK(ScriptConverter("zh-Hant").convert("后台", Written::kTraditional) == "后台");
}

TEST_CASE("convert_script: code, tags, addresses and targets of links stay") {
  ScriptConverter to_traditional("zh-Hant");
  const std::pair<const char*, const char*> kCases[] = {
      {"运行 `设置 --后台` 后", "運行 `设置 --后台` 後"},
      {"运行\n```\n设置\n```\n后", "運行\n```\n设置\n```\n後"},
      {"见 https://例子.com/设置/后?问=发 的说明", "見 https://例子.com/设置/后?问=发 的說明"},
      {"见https://a.com/设置。后来说", "見https://a.com/设置。後來說"},
      {"[设置](设置页.html \"设置\")说", "[設置](设置页.html \"設置\")說"},
      {"![图](图(设).png)说", "![圖](图(设).png)說"},
      {"[设]: 设置.html 设置", "[設]: 设置.html 設置"},
      {"<https://a.com/设置> <设置> <b title=设>说</b>", "<https://a.com/设置> <設置> <b title=设>說</b>"},
      {"www.例设.com 设", "www.例设.com 設"},
      {"说 [ticket:desk/设#3] 说", "說 [ticket:desk/设#3] 說"},
      {"说 ` 没有结束", "說 ` 沒有結束"},
      {"图: 设", "圖: 設"},
      {"说 <未完 设", "說 <未完 設"},
  };
  for (const auto& [text, expected] : kCases) {
    CAPTURE(text);
    CHECK(to_traditional.convert(text) == expected);
  }
}

}  // namespace ckm::text
