#include "text/courtesy_words.hh"

#include <doctest/doctest.h>

#include <string>

#include "text/fold.hh"

using ckm::text::fold;
using ckm::text::is_courtesy_word;

TEST_CASE("courtesy words: of any language, as folded texts have them") {
  for (const char* word :
       {"Merci",   "Chère",   "Dear", "Grüßen", "geehrte", "Olá",   "gracias", "Grazie",  "tack", "takk",    "tak",    "Kiitos",
        "Geachte", "спасибо", "谢谢", "謝謝",   "您好",    "hello", "Danke",   "Bonjour", "Hola", "Regards", "saludos"}) {
    CAPTURE(word);
    CHECK(is_courtesy_word(fold(word)));
  }
  for (const char* word : {"", "refund", "mer", "mercis", "退款", "Rechnung"}) {
    CAPTURE(word);
    CHECK_FALSE(is_courtesy_word(fold(word)));
  }
}
