#include "text/courtesy_words.hh"

#include <algorithm>
#include <array>

namespace ckm::text {
namespace {

// Folded. Words that ask politely ("could you") belong here where they are no function words; of Chinese runs of two characters.
// clang-format off
constexpr auto kWords = [] {
  auto words = std::to_array<std::string_view>({
    // English
    "appreciate", "appreciated", "best", "cheers", "dear", "faithfully", "greetings", "hello", "hey", "hi", "kind",
    "kindly", "madam", "regards", "sincerely", "sir", "thank", "thanks", "thankyou", "truly",
    // German
    "besten", "damen", "dank", "dankbar", "danke", "freundliche", "freundlichem", "freundlichen", "freundlicher",
    "geehrte", "geehrten", "geehrter", "geehrtes", "gruss", "grüsse", "grüssen", "guten", "hallo", "herren", "herzliche",
    "herzlichen", "hochachtungsvoll", "könnte", "könnten", "liebe", "lieber", "liebes", "mfg", "moin", "servus", "vielen",
    // French
    "bonjour", "bonsoir", "cher", "chers", "chère", "chères", "cordialement", "cordiales", "distinguées", "madame",
    "merci", "messieurs", "monsieur", "plaît", "pourriez", "pourrions", "remercie", "remercier", "remercions", "salut",
    "salutations", "sincères", "svp", "veuillez",
    // Spanish
    "agradecemos", "agradecería", "agradeceríamos", "agradecido", "agradezco", "atentamente", "buenas", "buenos",
    "cordial", "cordiales", "cordialmente", "estimada", "estimadas", "estimado", "estimados", "favor", "gracias", "hola",
    "podría", "podrían", "querida", "querido", "saludo", "saludos", "señor", "señora", "señores",
    // Portuguese
    "abraço", "abraços", "agradecemos", "agradeceria", "agradecida", "agradecido", "agradeço", "atenciosamente", "cara",
    "caras", "caro", "caros", "cordialmente", "cumprimentos", "favor", "obrigada", "obrigadas", "obrigado", "obrigados",
    "oi", "olá", "poderia", "poderiam", "prezada", "prezadas", "prezado", "prezados", "saudações",
    // Italian
    "buonasera", "buongiorno", "cara", "caro", "ciao", "cordiali", "cordialmente", "distinti", "egregi", "egregio",
    "favore", "gentile", "gentili", "grazie", "potrebbe", "potreste", "prego", "ringraziamo", "ringrazio", "saluti",
    "salve", "spettabile",
    // Dutch
    "alstublieft", "alvast", "bedankt", "beste", "dank", "dankjewel", "dankuwel", "geachte", "goedemiddag", "goedemorgen",
    "goedendag", "graag", "groet", "groeten", "groetjes", "hallo", "hartelijk", "hartelijke", "hoi", "vriendelijk",
    "vriendelijke",
    // Swedish
    "hej", "hejsan", "hälsning", "hälsningar", "mvh", "snälla", "tack", "vänlig", "vänliga", "vänligen",
    // Danish
    "goddag", "hej", "hilsen", "hilsner", "kære", "mvh", "tak", "venlig", "venlige", "venligst",
    // Norwegian
    "hei", "hilsen", "hilsener", "kjære", "mvh", "takk", "vennlig", "vennlige", "vennligst",
    // Finnish
    "arvoisa", "arvoisat", "hei", "kiitoksia", "kiitos", "kiitän", "moi", "terve", "terveiset", "terveisin",
    "ystävällisesti", "ystävällisin",
    // Russian
    "благодарим", "благодарны", "благодарю", "добрый", "здравствуйте", "пожалуйста", "привет", "спасибо", "уважаемая",
    "уважаемые", "уважаемый", "уважением",
    // Chinese
    "你好", "多谢", "尊敬", "您好", "感谢", "敬礼", "此致", "祝好", "谢谢",
  });
  std::ranges::sort(words);
  return words;
}();
// clang-format on

}  // namespace

bool is_courtesy_word(std::string_view folded) { return std::ranges::binary_search(kWords, folded); }

}  // namespace ckm::text
