#include "text/language.hh"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

using namespace ckm::text;

TEST_CASE("language_from_code") {
  CHECK(language_from_code("en") == Language::kEnglish);
  CHECK(language_from_code("en-GB") == Language::kEnglish);
  CHECK(language_from_code("EN_us") == Language::kEnglish);
  CHECK(language_from_code("de_DE.UTF-8") == Language::kGerman);
  CHECK(language_from_code("nb") == Language::kNorwegian);
  CHECK(language_from_code("zh-Hans") == Language::kNone);
  CHECK(language_from_code("ja") == Language::kNone);
  CHECK(language_from_code("yue") == Language::kNone);
  CHECK_FALSE(language_from_code("").has_value());
  CHECK_FALSE(language_from_code("e").has_value());
  CHECK_FALSE(language_from_code("english").has_value());
  CHECK_FALSE(language_from_code("12").has_value());
  CHECK_FALSE(language_from_code("-en").has_value());
  for (int i = 1; i < kLanguageCount; ++i) {
    const auto language = static_cast<Language>(i);
    CHECK(language_from_code(language_code(language)) == language);
  }
  CHECK(language_code(Language::kNone) == "");
}

TEST_CASE("guess_language: two sentences of each") {
  const std::vector<std::pair<Language, std::string>> texts = {
      {Language::kEnglish, "I have not received my refund yet."},
      {Language::kEnglish, "How do I change the address of an order that was already shipped?"},
      {Language::kGerman, "Ich habe meine Rückerstattung noch nicht erhalten."},
      {Language::kGerman, "Wie kann ich die Adresse einer Bestellung ändern?"},
      {Language::kFrench, "Je n’ai pas encore reçu mon remboursement."},
      {Language::kFrench, "Comment puis-je modifier l'adresse de la commande ?"},
      {Language::kSpanish, "Todavía no he recibido el reembolso de mi pedido."},
      {Language::kSpanish, "¿Cómo puedo cambiar la dirección de un pedido que ya fue enviado?"},
      {Language::kPortuguese, "Ainda não recebi o reembolso do meu pedido."},
      {Language::kPortuguese, "Como posso alterar o endereço de uma encomenda que já foi enviada?"},
      {Language::kItalian, "Non ho ancora ricevuto il rimborso del mio ordine."},
      {Language::kItalian, "Come posso cambiare l'indirizzo di un ordine che è già stato spedito?"},
      {Language::kDutch, "Ik heb mijn terugbetaling nog niet ontvangen."},
      {Language::kDutch, "Hoe kan ik het adres van een bestelling wijzigen?"},
      {Language::kSwedish, "Jag har inte fått min återbetalning än."},
      {Language::kSwedish, "Hur ändrar jag adressen på en beställning som redan är skickad?"},
      {Language::kDanish, "Jeg har ikke modtaget min refusion endnu, hvad skal jeg gøre?"},
      {Language::kDanish, "Hvordan ændrer jeg adressen på en ordre, der er blevet afsendt af jer?"},
      {Language::kNorwegian, "Jeg har ikke fått refusjonen ennå, hva skal jeg gjøre?"},
      {Language::kNorwegian, "Hvordan endrer jeg adressen på en ordre som ble sendt etter meg?"},
      {Language::kFinnish, "En ole vielä saanut hyvitystä tilauksestani."},
      {Language::kFinnish, "Miten voin muuttaa osoitteen, jos tilaus on jo lähetetty?"},
      {Language::kRussian, "Я до сих пор не получил возврат денег."},
      {Language::kRussian, "Возврат посылки"},  // By its script alone.
      {Language::kNone, "我还没有收到退款。"},
      {Language::kNone, "請問如何更改訂單的地址？"},
      {Language::kNone, "まだ返金を受け取っていません。"},
      {Language::kNone, "아직 환불을 받지 못했습니다."},
  };
  for (const auto& pair : texts) {
    CAPTURE(pair.second);
    CHECK(language_code(guess_language(pair.second)) == language_code(pair.first));
  }
}

TEST_CASE("guess_language: nothing decides") {
  CHECK(guess_language("") == Language::kNone);
  CHECK(guess_language("12345 ERR_404") == Language::kNone);
  CHECK(guess_language("iPhone") == Language::kNone);
  CHECK(guess_language("in") == Language::kNone);  // Of several languages.
}

TEST_CASE("guess_language: two scripts, long texts, any bytes") {
  CHECK(guess_language("My order 退款 has not been refunded yet, what should I do?") == Language::kEnglish);
  CHECK(guess_language("我的订单 order 还没有收到退款，请问怎么办") == Language::kNone);
  CHECK(guess_language("The Москва order was not delivered to me and I want a refund") == Language::kEnglish);
  std::string head;
  while (head.size() < 4096) head += "the order is not here and it was late. ";
  std::string tail;
  while (tail.size() < 100000) tail += "ich habe das nicht bekommen. ";
  CHECK(guess_language(head + tail) == Language::kEnglish);
  std::string han;
  while (han.size() < 10000) han += "退款";
  CHECK(guess_language("x" + han) == Language::kNone);
  CHECK(guess_language("\xFF\xFE the \x80 order is not here") == Language::kEnglish);
  CHECK(guess_language(std::string(10000, '\x80')) == Language::kNone);
}

TEST_CASE("language: of one that has no stems here nothing is guessed") {
  for (const char* const text :
       {"Xin chào, tôi muốn hỏi về đơn hàng của tôi.", "Bună ziua, când îmi primesc banii înapoi? Mulțumesc și o zi bună.",
        "Dzień dobry, kiedy otrzymam zwrot pieniędzy za zamówienie?", "Доброго дня, коли мені повернуть гроші?"}) {
    CAPTURE(text);
    CHECK(guess_language(text) == Language::kNone);
  }
  CHECK(guess_language("The parcel for Mr. Łukasz Żak has not come yet.") == Language::kEnglish);
}

TEST_CASE("is_language_tag") {
  for (const char* const tag : {"en", "yue", "en-GB", "zh-Hant", "es-419", "sl-rozaj-biske", "de-CH-1901", "zh-x-desk"})
    CHECK_MESSAGE(is_language_tag(tag), tag);
  for (const char* const text : {"", "e", "kl!!", "English", "en_US", "en-", "-en", "en--GB", "e1", "en-abcdefghi", "zh Hant",
                                 "中文", "en-12345678-12345678-12345678-123456"})
    CHECK_FALSE_MESSAGE(is_language_tag(text), text);
}

TEST_CASE("is_function_word") {
  CHECK(is_function_word("the", Language::kEnglish));
  CHECK(is_function_word("don't", Language::kEnglish));
  CHECK_FALSE(is_function_word("the", Language::kGerman));
  CHECK(is_function_word("der", Language::kGerman));
  CHECK(is_function_word("der", Language::kNone));
  CHECK(is_function_word("l", Language::kFrench));
  CHECK(is_function_word("не", Language::kRussian));
  CHECK_FALSE(is_function_word("refund", Language::kEnglish));
  CHECK_FALSE(is_function_word("refund", Language::kNone));
  CHECK_FALSE(is_function_word("", Language::kNone));
  for (const char* const character : {"的", "了", "吗", "么", "在", "怎", "如"}) {
    CHECK(is_function_word(character, Language::kNone));
    CHECK(is_function_word(character, Language::kEnglish));
  }
  for (const char* const character : {"退", "款", "客", "户"}) CHECK_FALSE(is_function_word(character, Language::kNone));
  CHECK_FALSE(is_function_word(std::string(500, 'a'), Language::kNone));
}
