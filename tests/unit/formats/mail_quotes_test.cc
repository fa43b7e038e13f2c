#include "formats/mail_quotes.hh"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

using namespace ckm::formats;

namespace {

// An answer above a quotation whose first line is given: the answer is left.
bool folds(const std::string& above) { return fold_quotes("Done.\n\n" + above + "\n> Is it?\n> Yes?\n") == "Done."; }

}  // namespace

TEST_CASE("fold_quotes: who wrote what is quoted, in many languages") {
  CHECK(folds("On Thu, 5 Mar 2026 at 14:07, Ann Lee <ann@example.org> wrote:"));
  CHECK(folds("On Thu, 5 Mar 2026 at 14:07, Ann Lee <ann@example.org>\nwrote:"));
  CHECK(folds("On Thu, 5 Mar 2026 at 14:07,\nAnn Lee\n<ann@example.org> wrote:"));
  CHECK(folds("At 2026-03-05 14:07:09, \"Ann\" <ann@example.org> wrote:"));
  CHECK(folds("Ann Lee <ann@example.org> writes:"));
  CHECK(folds("Ann Lee wrote:"));
  CHECK(folds("Am 05.03.2026 um 14:07 schrieb Ann Lee:"));
  CHECK(folds("Am Do., 5. März 2026 um 14:07 Uhr schrieb Ann Lee <ann@example.org>:"));
  CHECK(folds("Ann Lee <ann@example.org> schrieb am Do., 5. März 2026, 14:07:"));
  CHECK(folds("Le jeu. 5 mars 2026 à 14:07, Ann Lee <ann@example.org> a écrit :"));
  CHECK(folds("El jue, 5 mar 2026 a las 14:07, Ann Lee (<ann@example.org>) escribió:"));
  CHECK(folds("Em qui., 5 de mar. de 2026 às 14:07, Ann Lee <ann@example.org> escreveu:"));
  CHECK(folds("Il giorno gio 5 mar 2026 alle ore 14:07 Ann Lee <ann@example.org> ha scritto:"));
  CHECK(folds("Op do 5 mrt 2026 om 14:07 schreef Ann Lee <ann@example.org>:"));
  CHECK(folds("Den tors 5 mars 2026 kl 14:07 skrev Ann Lee <ann@example.org>:"));
  CHECK(folds("чт, 5 мар. 2026 г. в 14:07, Ann Lee <ann@example.org>:"));
  CHECK(folds("5 марта 2026, Анна пишет:"));
  CHECK(folds("在 2026年3月5日，14:07，李安 <ann@example.org> 写道："));
  CHECK(folds("在 2026-03-05 14:07:09，\"李安\" <ann@example.org> 写道："));
  CHECK(folds("李安 <ann@example.org> 於 2026年3月5日 週四 下午2:07寫道："));
  CHECK(folds("2026年3月5日(木) 14:07 Ann Lee <ann@example.org>:"));
  CHECK(folds("2026年3月5日 14:07、安さんのメール:"));
  CHECK(folds("2026년 3월 5일 (목) 오후 2:07, Ann Lee <ann@example.org>님이 작성:"));
  CHECK(folds("**On 5 March 2026 Ann Lee [ann@example.org](mailto:ann@example.org) wrote:**"));
}

TEST_CASE("fold_quotes: a line above a quotation that says nothing of it stays") {
  CHECK(fold_quotes("Done.\nI agree with this\n> Is it?\n") == "Done.\nI agree with this");
  CHECK(fold_quotes("I think so.\nAnn Lee <ann@example.org> wrote:\n> Is it?") == "I think so.");
  CHECK(fold_quotes("First line of it\nAnn wrote:\n> Is it?") == "First line of it");
}

TEST_CASE("fold_quotes: answers between quotations keep them") {
  const std::string interleaved = "Ann wrote:\n> One?\nYes.\n\n> Two?\nNo.";
  CHECK(fold_quotes(interleaved) == interleaved);
  CHECK(fold_quotes(interleaved + "\n\n> Three?\n> Four?\n") == interleaved);
  CHECK(fold_quotes(interleaved + "\n> Three?\n-- \nBob\n") == interleaved);
}

TEST_CASE("fold_quotes: the original message below a separator") {
  for (const std::string line :
       {"-----Original Message-----", "----- Original Message -----", "-------- Ursprüngliche Nachricht --------",
        "-----Message d'origine-----", "-----Mensaje original-----", "-----原始邮件-----",
        "------------------ 原始邮件 ------------------", "---- 回复的原邮件 ----", "\\-----Original Message-----",
        "________________________________"}) {
    const std::string block = "From: Ann Lee\nSent: Thursday\nTo: Support\nSubject: Help\n";
    CHECK(fold_quotes("Done.\n\n" + line + "\n" + block + "\nIs it?\n") == "Done.");
  }
}

TEST_CASE("fold_quotes: Outlook's block, in many languages and dresses") {
  for (const std::string block : {
           "From: Ann Lee <ann@example.org>\nSent: Thursday, March 5, 2026 2:07 PM\nTo: Support\nSubject: Help",
           "**From:** Ann Lee\n**Sent:** Thursday\n**To:** Support; Bob;\nCarl\n**Cc:** Dan\n**Subject:** Help",
           "*From:* Ann Lee\n\n*Date:* Thursday\n\n*To:* Support\n\n*Subject:* Help",
           "Von: Ann Lee\nGesendet: Donnerstag, 5. März 2026 14:07\nAn: Support\nBetreff: Hilfe",
           "De : Ann Lee\nEnvoyé : jeudi 5 mars 2026 14:07\nÀ : Support\nObjet : Aide",
           "De: Ann Lee\nEnviado el: jueves, 5 de marzo de 2026 14:07\nPara: Soporte\nAsunto: Ayuda",
           "Da: Ann Lee\nInviato: giovedì\nA: Support\nOggetto: Aiuto",
           "发件人: 李安 <ann@example.org>\n发送时间: 2026年3月5日 14:07\n收件人: 客服\n主题: 帮助",
           "发件人：李安\n日期：2026年3月5日\n收件人：客服\n主　题：帮助",
           "寄件者: 李安\n寄件日期: 2026年3月5日\n收件者: 客服\n主旨: 幫助",
           "差出人: 安\n送信日時: 2026年3月5日\n宛先: サポート\n件名: 助けて",
       }) {
    CAPTURE(block);
    CHECK(fold_quotes("Done.\n\n" + block + "\n\nIs it?\n") == "Done.");
    // What is forwarded is the message.
    const std::string forward = "Please look.\n\n" + block + "\n\nIs it?";
    CHECK(fold_quotes(forward, true) == forward);
  }
  const std::string form = "From: Berlin\nTo: Paris\n\nWhen does the train go?";
  CHECK(fold_quotes(form) == form);
}

TEST_CASE("fold_quotes: a forwarded message stays") {
  for (const std::string line : {"---------- Forwarded message ---------", "-------- Weitergeleitete Nachricht --------",
                                 "Begin forwarded message:", "---------- 转发的邮件 ----------"}) {
    const std::string text = "See below.\n\n" + line + "\nFrom: Ann\nDate: Thursday\nTo: Bob\nSubject: Help\n\nIs it?";
    CHECK(fold_quotes(text) == text);
  }
}

TEST_CASE("fold_quotes: signatures") {
  CHECK(fold_quotes("Done.\n\n-- \nAnn Lee\nExample Ltd.\n") == "Done.");
  CHECK(fold_quotes("Done.\n-- \nAnn Lee\n\nOn Thursday Bob wrote:\n> Is it?\n") == "Done.");
  CHECK(fold_quotes("Done.\nOn Thursday Bob wrote:\n> Is it?\n-- \nAnn Lee") == "Done.");
  for (const std::string line : {"Sent from my iPhone", "Sent from Mail for Windows", "Get Outlook for iOS",
                                 "Get [Outlook for Android](https://example.org/x)", "Von meinem iPhone gesendet",
                                 "Envoyé de mon iPhone", "Enviado desde mi iPhone", "发自我的iPhone", "发自我的 iPad",
                                 "從我的 iPhone 傳送", "iPhoneから送信", "Inviato da iPhone"}) {
    CAPTURE(line);
    CHECK(fold_quotes("Done.\n\n" + line) == "Done.");
    CHECK(fold_quotes("Done.\n\n" + line + "\n\nOn Thursday Bob wrote:\n> Is it?") == "Done.");
  }
  CHECK(fold_quotes("发自内心的感谢") == "发自内心的感谢");
  CHECK(fold_quotes("Hello\n\n发自内心的感谢") == "Hello\n\n发自内心的感谢");
  const std::string footer = "_______________________________________________\nusers mailing list\nhttp://example.org/users\n";
  CHECK(fold_quotes("Done.\n" + footer) == "Done.");
  std::string dashes = "Done.\n--\n";
  for (int i = 0; i < 30; ++i) dashes += "a row\n";
  CHECK(fold_quotes(dashes + "end") == dashes + "end");
}

TEST_CASE("fold_quotes: never to nothing") {
  for (const std::string text : {"> Is it?", "On Thursday Bob wrote:\n> Is it?", "-- \nAnn", "Sent from my iPhone",
                                 "-----Original Message-----\nFrom: A\nSent: B\nTo: C\nSubject: D\n\nE", "", "\n\n"}) {
    CHECK(fold_quotes(text) == text);
  }
}

TEST_CASE("fold_quotes: what is left is the beginning of what came, but for blanks behind it") {
  const std::vector<std::string> pieces = {"Hello",
                                           "",
                                           "> quoted",
                                           ">> deeper",
                                           "On Thursday Bob wrote:",
                                           "-- ",
                                           "Ann",
                                           "From: A",
                                           "Sent: B",
                                           "To: C",
                                           "Subject: D",
                                           "-----Original Message-----",
                                           "Sent from my iPhone",
                                           "   ",
                                           "____________________________________",
                                           "x mailing list",
                                           "写道："};
  std::mt19937_64 random(11);
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (std::size_t n = random() % 12; n > 0; --n) text += pieces[random() % pieces.size()] + (n > 1 ? "\n" : "");
    const std::string left = fold_quotes(text);
    CAPTURE(text);
    REQUIRE(text.starts_with(left));
    REQUIRE((left.find_first_not_of(" \n") != std::string::npos || text.find_first_not_of(" \n") == std::string::npos));
  }
}

TEST_CASE("fold_quotes: long texts take no long time") {
  std::string text = "Done.\n";
  for (int i = 0; i < 200'000; ++i) text += i % 2 == 0 ? "> quoted\n" : "From: x\n";
  CHECK(!fold_quotes(text).empty());
  CHECK(fold_quotes("Done.\n" + std::string(2'000'000, '>')) == "Done.");
  CHECK(fold_quotes(std::string(2'000'000, ':')).size() == 2'000'000);
}
