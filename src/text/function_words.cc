#include "text/function_words.hh"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace ckm::text {
namespace {

// Folded, in the order of their bytes. What stands before or behind the apostrophe where tokenize.hh splits (j', 'll) is a
// word of its own.
// clang-format off
constexpr auto kEnglish = std::to_array<std::string_view>({
    "a", "about", "after", "again", "all", "also", "always", "am", "an", "and", "any", "anybody", "anyone", "anything", "are",
    "aren't", "as", "at", "be", "because", "been", "before", "being", "between", "both", "but", "by", "can", "can't", "cannot",
    "could", "couldn't", "did", "didn't", "do", "does", "doesn't", "doing", "don't", "done", "down", "during", "each", "either",
    "else", "even", "ever", "every", "for", "from", "further", "get", "gets", "got", "had", "has", "hasn't", "have", "haven't",
    "having", "he", "her", "here", "hers", "herself", "him", "himself", "his", "how", "however", "i", "if", "in", "into", "is",
    "isn't", "it", "its", "itself", "just", "let", "ll", "m", "me", "might", "mine", "more", "most", "much", "must", "my",
    "myself", "neither", "never", "no", "nor", "not", "now", "of", "off", "on", "once", "one", "only", "onto", "or", "other",
    "our", "ours", "out", "over", "own", "please", "quite", "rather", "re", "really", "same", "shall", "she", "should",
    "shouldn't", "since", "so", "some", "someone", "something", "still", "such", "than", "that", "the", "their", "theirs",
    "them", "themselves", "then", "there", "these", "they", "they're", "this", "those", "though", "through", "to", "too",
    "under", "until", "up", "upon", "us", "ve", "very", "was", "wasn't", "we", "were", "weren't", "what", "when", "where",
    "whether", "which", "while", "who", "whom", "whose", "why", "will", "with", "within", "without", "won't", "would",
    "wouldn't", "yet", "you", "you're", "you've", "your", "yours", "yourself",
});

constexpr auto kGerman = std::to_array<std::string_view>({
    "aber", "alle", "allem", "allen", "aller", "alles", "als", "also", "am", "an", "ander", "andere", "anderen", "auch", "auf",
    "aus", "bei", "beim", "bin", "bis", "bist", "bitte", "da", "dabei", "dadurch", "dafür", "damit", "dann", "daran", "darauf",
    "darf", "das", "dass", "dein", "deine", "dem", "den", "denn", "der", "des", "deshalb", "die", "dies", "diese", "diesem",
    "diesen", "dieser", "dieses", "doch", "dort", "du", "durch", "ein", "eine", "einem", "einen", "einer", "eines", "einfach",
    "er", "es", "etwas", "euch", "euer", "für", "gegen", "hab", "habe", "haben", "hat", "hatte", "hatten", "hier", "hin",
    "hinter", "ich", "ihm", "ihn", "ihnen", "ihr", "ihre", "ihrem", "ihren", "ihrer", "im", "immer", "in", "ins", "ist", "ja",
    "jede", "jeder", "jedes", "jemand", "jetzt", "kann", "kannst", "kein", "keine", "keinen", "können", "könnte", "machen",
    "man", "mein", "meine", "meinem", "meinen", "meiner", "mich", "mir", "mit", "muss", "müssen", "nach", "nachdem", "nicht",
    "nichts", "noch", "nun", "nur", "ob", "oder", "ohne", "sehr", "sein", "seine", "seinen", "seit", "sich", "sie", "sind",
    "so", "sogar", "soll", "sollte", "sondern", "sonst", "trotzdem", "um", "und", "uns", "unser", "unsere", "unter", "vom",
    "von", "vor", "wann", "war", "waren", "warum", "was", "weil", "welche", "welcher", "wenn", "wer", "werde", "werden", "wie",
    "wieder", "will", "wir", "wird", "wo", "wohl", "wollen", "wurde", "wurden", "würde", "zu", "zum", "zur", "zwar", "zwischen",
    "über",
});

constexpr auto kFrench = std::to_array<std::string_view>({
    "afin", "ai", "ainsi", "alors", "après", "as", "au", "aucun", "aucune", "aussi", "autre", "autres", "aux", "avait", "avant",
    "avec", "avez", "avoir", "avons", "c", "car", "ce", "ceci", "cela", "celle", "celles", "celui", "ces", "cet", "cette",
    "ceux", "chaque", "chez", "ci", "comme", "comment", "d", "dans", "de", "depuis", "des", "donc", "dont", "du", "elle",
    "elles", "en", "encore", "entre", "es", "est", "et", "eu", "eux", "faire", "fait", "faut", "fois", "hors", "il", "ils", "j",
    "je", "jusqu", "l", "la", "laquelle", "le", "lequel", "les", "leur", "leurs", "lors", "lorsqu", "lorsque", "lui", "là", "m",
    "ma", "mais", "mes", "moi", "moins", "mon", "même", "n", "ne", "ni", "non", "nos", "notre", "nous", "on", "ont", "ou", "où",
    "par", "parce", "pas", "pendant", "peu", "peut", "peux", "plus", "plusieurs", "pour", "pourquoi", "puis", "puisque", "qu",
    "quand", "que", "quel", "quelle", "quelles", "quelqu", "quelque", "quelques", "quels", "qui", "quoi", "s", "sa", "sans",
    "se", "sera", "ses", "si", "sinon", "son", "sont", "sous", "suis", "sur", "t", "ta", "tant", "te", "tel", "tes", "toi",
    "ton", "toujours", "tous", "tout", "toute", "toutes", "trop", "très", "tu", "un", "une", "vers", "via", "voici", "vos",
    "votre", "vous", "y", "étaient", "était", "être",
});

constexpr auto kSpanish = std::to_array<std::string_view>({
    "a", "al", "algo", "alguna", "algunas", "alguno", "algunos", "algún", "allí", "ante", "antes", "aquel", "aquella", "aquí",
    "así", "aun", "aunque", "aún", "bajo", "bien", "cada", "casi", "como", "con", "contra", "cual", "cuando", "cuál", "cuándo",
    "cómo", "de", "debe", "del", "desde", "después", "donde", "dos", "durante", "dónde", "e", "el", "ella", "ellas", "ellos",
    "en", "entonces", "entre", "era", "eran", "es", "esa", "esas", "ese", "eso", "esos", "esta", "estaba", "estamos", "estar",
    "estas", "este", "esto", "estos", "estoy", "está", "están", "fue", "fueron", "ha", "había", "hace", "hacer", "hacia", "han",
    "has", "hasta", "hay", "he", "hemos", "la", "las", "le", "les", "lo", "los", "me", "mi", "mientras", "mis", "mismo",
    "mucho", "muy", "más", "mí", "nada", "ni", "ninguna", "ningún", "no", "nos", "nosotros", "nuestra", "nuestro", "nunca", "o",
    "os", "otra", "otras", "otro", "otros", "para", "pero", "poco", "por", "porque", "puede", "pueden", "puedo", "pues", "que",
    "quien", "quién", "qué", "se", "sea", "según", "ser", "si", "sido", "siempre", "sin", "sino", "sobre", "solo", "son", "soy",
    "su", "sus", "sí", "sólo", "también", "tan", "tanto", "te", "tener", "tengo", "tenía", "tiene", "tienen", "toda", "todas",
    "todavía", "todo", "todos", "tras", "tu", "tus", "un", "una", "unas", "uno", "unos", "usted", "ustedes", "vez", "y", "ya",
    "yo", "él",
});

constexpr auto kPortuguese = std::to_array<std::string_view>({
    "a", "ainda", "algo", "algum", "alguma", "alguns", "alguém", "ali", "ante", "antes", "ao", "aos", "apenas", "após",
    "aquela", "aquele", "aquilo", "as", "assim", "através", "até", "bem", "cada", "com", "como", "contra", "da", "daquele",
    "das", "de", "dela", "dele", "deles", "depois", "desde", "dessa", "desse", "desta", "deste", "do", "dos", "durante", "e",
    "ela", "elas", "ele", "eles", "em", "enquanto", "entre", "então", "era", "eram", "essa", "essas", "esse", "esses", "esta",
    "estas", "estava", "este", "estes", "estou", "está", "estão", "eu", "faz", "fazer", "foi", "for", "foram", "há", "isso",
    "isto", "já", "la", "lhe", "lhes", "lo", "mais", "mas", "me", "mesma", "mesmo", "meu", "meus", "mim", "minha", "minhas",
    "muito", "muitos", "na", "nada", "nas", "nem", "nenhum", "nenhuma", "nessa", "nesse", "nesta", "neste", "no", "nos",
    "nossa", "nosso", "num", "numa", "nunca", "não", "nós", "o", "onde", "os", "ou", "outra", "outras", "outro", "outros",
    "para", "pela", "pelas", "pelo", "pelos", "pode", "podem", "pois", "por", "porque", "porém", "posso", "quais", "qual",
    "quando", "quanto", "que", "quem", "quê", "se", "seja", "sem", "sempre", "ser", "será", "seu", "seus", "si", "sido", "sim",
    "sob", "sobre", "sua", "suas", "são", "só", "também", "te", "tem", "tenho", "ter", "teu", "tinha", "toda", "todas", "todo",
    "todos", "tu", "tua", "tudo", "tão", "têm", "um", "uma", "umas", "uns", "vai", "você", "vocês", "vos", "vou", "às", "é",
});

constexpr auto kItalian = std::to_array<std::string_view>({
    "a", "abbiamo", "ad", "agli", "ai", "al", "all", "alla", "alle", "allo", "allora", "altra", "altre", "altri", "altro",
    "anche", "ancora", "avere", "avete", "aveva", "c", "che", "chi", "ci", "ciò", "coi", "col", "come", "con", "contro", "cosa",
    "così", "cui", "d", "da", "dagli", "dai", "dal", "dall", "dalla", "dalle", "dallo", "degli", "dei", "del", "della",
    "delle", "dello", "dentro", "di", "dopo", "dove", "due", "e", "ed", "era", "erano", "essere", "fa", "fare", "fino", "fra",
    "già", "gli", "ha", "hai", "hanno", "ho", "i", "il", "in", "io", "l", "la", "le", "lei", "li", "lo", "loro", "lui", "ma",
    "me", "mi", "mia", "mie", "miei", "mio", "molto", "ne", "negli", "nei", "nel", "nell", "nella", "nelle", "nello", "nessun",
    "nessuno", "niente", "no", "noi", "non", "nostra", "nostro", "o", "ogni", "oppure", "per", "perché", "però", "più", "poco",
    "poi", "posso", "prima", "proprio", "può", "qual", "quale", "quali", "quando", "quanto", "quell", "quella", "quelle",
    "quelli", "quello", "questa", "queste", "questi", "questo", "qui", "quindi", "sarà", "se", "sei", "sempre", "senza", "si",
    "sia", "siamo", "siete", "solo", "sono", "sopra", "sotto", "sta", "stata", "state", "stato", "su", "sua", "subito", "sue",
    "sugli", "sui", "sul", "sull", "sulla", "sulle", "suo", "suoi", "sì", "tra", "tu", "tua", "tuo", "tutta", "tutte", "tutti",
    "tutto", "un", "una", "uno", "v", "vi", "voi", "vorrei", "vostra", "vostro", "è",
});

constexpr auto kDutch = std::to_array<std::string_view>({
    "aan", "aangezien", "achter", "al", "alle", "alleen", "als", "altijd", "andere", "beide", "ben", "bent", "bij", "boven",
    "daar", "daarna", "daarom", "dan", "dat", "de", "deze", "die", "dit", "doch", "doen", "door", "dus", "een", "eens", "eerst",
    "elk", "elke", "en", "er", "ergens", "etc", "even", "gaan", "gaat", "geen", "geweest", "had", "hadden", "heb", "hebben",
    "hebt", "heeft", "heel", "hem", "hen", "het", "hier", "hij", "hoe", "hoewel", "hun", "ieder", "iedereen", "iemand", "iets",
    "ik", "in", "indien", "is", "ja", "je", "jij", "jou", "jouw", "jullie", "kan", "konden", "kun", "kunnen", "kunt", "maar",
    "me", "meer", "men", "met", "mij", "mijn", "moet", "moeten", "mogen", "na", "naar", "nadat", "niemand", "niet", "niets",
    "noch", "nog", "nooit", "nu", "of", "om", "omdat", "onder", "ons", "onze", "ook", "op", "over", "reeds", "sinds", "soms",
    "steeds", "te", "tegen", "terwijl", "tijdens", "toch", "toen", "tot", "tussen", "u", "uit", "uw", "van", "vanaf", "veel",
    "via", "voor", "waar", "waarom", "wanneer", "want", "waren", "was", "wat", "we", "weer", "wel", "welke", "werd", "werden",
    "wie", "wij", "wil", "wilt", "word", "worden", "wordt", "zal", "ze", "zeer", "zelf", "zich", "zij", "zijn", "zo", "zoals",
    "zonder", "zou", "zouden", "zullen",
});

constexpr auto kSwedish = std::to_array<std::string_view>({
    "all", "alla", "allt", "alltid", "alltså", "andra", "annan", "annars", "annat", "att", "av", "bara", "bland", "blev", "bli",
    "blir", "både", "da", "de", "dem", "den", "denna", "deras", "dess", "dessa", "det", "detta", "dig", "din", "dina", "ditt",
    "du", "där", "därför", "då", "efter", "ej", "eller", "en", "era", "ert", "ett", "fick", "från", "få", "får", "för", "före",
    "gör", "göra", "ha", "hade", "han", "hans", "har", "hej", "hela", "henne", "hennes", "hon", "honom", "hos", "hur", "här",
    "i", "icke", "igen", "in", "ingen", "inget", "innan", "inom", "inte", "jag", "ju", "kan", "kommer", "kunde", "kunna", "man",
    "med", "medan", "mellan", "men", "mer", "mig", "min", "mina", "mitt", "mot", "mycket", "måste", "ni", "nu", "när", "någon",
    "något", "några", "och", "också", "om", "oss", "på", "redan", "samma", "sedan", "sig", "sin", "sina", "sitt", "själv",
    "ska", "skall", "skulle", "som", "så", "sådan", "till", "trots", "under", "upp", "ut", "utan", "vad", "var", "vara",
    "varför", "varit", "varje", "vars", "vem", "vi", "vid", "vilka", "vilken", "vilket", "vill", "vår", "våra", "vårt", "än",
    "är", "även", "åt", "över",
});

constexpr auto kDanish = std::to_array<std::string_view>({
    "ad", "af", "aldrig", "alle", "alt", "altid", "anden", "andet", "andre", "at", "bare", "begge", "blev", "blive", "bliver",
    "da", "de", "dem", "den", "denne", "der", "deres", "derfor", "det", "dette", "dig", "din", "dine", "disse", "dit", "dog",
    "du", "efter", "eller", "en", "end", "endnu", "er", "et", "fik", "for", "fordi", "fra", "få", "får", "før", "gør", "gøre",
    "ham", "han", "hans", "har", "havde", "have", "hej", "helt", "hen", "hende", "hendes", "her", "hos", "hun", "hvad", "hvem",
    "hver", "hvilken", "hvilket", "hvis", "hvor", "hvordan", "hvorfor", "hvornår", "i", "igen", "ikke", "ind", "ingen", "intet",
    "ja", "jeg", "jer", "jeres", "jo", "kan", "kommer", "kun", "kunne", "lige", "man", "mange", "med", "meget", "mellem", "men",
    "mens", "mere", "mig", "min", "mine", "mit", "mod", "må", "måske", "ned", "nej", "nogen", "noget", "nogle", "nok", "nu",
    "når", "og", "også", "om", "op", "os", "over", "på", "samme", "se", "selv", "sig", "sin", "sine", "sit", "skal", "skulle",
    "som", "stadig", "så", "sådan", "tak", "temmelig", "til", "ud", "uden", "under", "var", "ved", "vi", "vil", "ville", "vor",
    "vores", "være", "været",
});

constexpr auto kNorwegian = std::to_array<std::string_view>({
    "alle", "alltid", "alt", "andre", "annen", "at", "av", "bare", "begge", "ble", "blei", "bli", "blir", "blitt", "både", "da",
    "de", "deg", "dei", "dem", "den", "denne", "der", "dere", "deres", "det", "dette", "din", "dine", "disse", "ditt", "du",
    "eg", "ei", "eller", "en", "enn", "er", "et", "ett", "etter", "fikk", "for", "fordi", "fra", "få", "får", "før", "gjennom",
    "gjør", "gjøre", "ha", "hadde", "han", "hans", "har", "hei", "hele", "henne", "hennes", "her", "hjem", "hos", "hun", "hva",
    "hvem", "hver", "hvilke", "hvilken", "hvis", "hvor", "hvordan", "hvorfor", "i", "igjen", "ikke", "ikkje", "ingen",
    "ingenting", "inn", "ja", "jeg", "kan", "kommer", "kun", "kunne", "litt", "man", "mange", "med", "meg", "mellom", "men",
    "mens", "mer", "min", "mine", "mitt", "mot", "mye", "må", "måtte", "nei", "noe", "noen", "nok", "nå", "når", "og", "også",
    "om", "opp", "oss", "over", "på", "samme", "seg", "selv", "si", "siden", "sin", "sine", "sitt", "skal", "skulle", "slik",
    "som", "så", "sånn", "takk", "til", "under", "ut", "uten", "var", "ved", "vi", "vil", "ville", "vår", "våre", "være",
    "vært",
});

constexpr auto kFinnish = std::to_array<std::string_view>({
    "ai", "aina", "ainakin", "ainoa", "alla", "asti", "edes", "ehkä", "ei", "eikä", "eivät", "eli", "ellei", "emme", "en",
    "enemmän", "ennen", "entä", "enää", "eräs", "esimerkiksi", "et", "ette", "että", "he", "heidän", "heille", "heitä", "hyvin",
    "hän", "häneen", "hänelle", "hänen", "hänet", "ihan", "ilman", "itse", "ja", "jo", "johon", "joiden", "joissa", "joita",
    "joka", "jokin", "joko", "jolla", "jolle", "jolloin", "jonka", "jos", "joskus", "jossa", "josta", "jota", "jotain", "jotka",
    "jälkeen", "kaikki", "kanssa", "kautta", "keiden", "keitä", "ken", "kenelle", "kenen", "ketä", "kiitos", "koko", "koska",
    "kuin", "kuinka", "kuitenkin", "kuka", "kun", "kuten", "kyllä", "lisäksi", "luona", "me", "meidän", "meille", "meitä",
    "mihin", "miksi", "mikä", "mikään", "mille", "milloin", "millä", "minkä", "minua", "minulla", "minulle", "minun", "minä",
    "missä", "mistä", "miten", "mitä", "mitään", "moni", "mukaan", "mutta", "muu", "muut", "myös", "ne", "niiden", "niin",
    "niitä", "no", "noin", "nyt", "näiden", "näin", "nämä", "olemme", "olen", "olet", "olette", "oli", "olin", "olisi",
    "olivat", "olla", "ollut", "on", "onko", "ovat", "pitää", "saa", "se", "sekä", "sen", "siellä", "siinä", "siis", "siitä",
    "siksi", "silloin", "sillä", "sinua", "sinulle", "sinun", "sinä", "sitten", "sitä", "suoraan", "tai", "te", "teidän",
    "teille", "tosin", "tulee", "tuo", "tämä", "tämän", "tässä", "tästä", "tätä", "täällä", "vaan", "vai", "vaikka", "vain",
    "vasta", "vielä", "voi", "voiko", "voin", "voisi", "vähän", "yli",
});

constexpr auto kRussian = std::to_array<std::string_view>({
    "а", "без", "более", "будет", "будут", "был", "была", "были", "было", "быть", "в", "вам", "вами", "вас", "ваш", "ваша",
    "ваше", "ваши", "вдруг", "ведь", "во", "вот", "впрочем", "все", "всегда", "всего", "всей", "всем", "всех", "всю", "всё",
    "вы", "где", "да", "даже", "для", "до", "другой", "его", "ее", "ей", "ему", "если", "есть", "еще", "ещё", "её", "же", "за",
    "здесь", "и", "из", "или", "им", "ими", "их", "к", "как", "какая", "какие", "какой", "когда", "которая", "которое",
    "которые", "который", "кто", "куда", "ли", "либо", "между", "меня", "мне", "много", "мной", "мог", "может", "можно", "мои",
    "мой", "моя", "мы", "на", "над", "надо", "нам", "нами", "нас", "наш", "наша", "не", "него", "нее", "ней", "нельзя", "нет",
    "неё", "ни", "нибудь", "никогда", "ним", "них", "ничего", "но", "ну", "о", "об", "один", "однако", "он", "она", "они",
    "оно", "от", "очень", "перед", "по", "под", "после", "потом", "потому", "почему", "при", "про", "просто", "раз", "с", "сам",
    "сама", "свой", "свою", "себе", "себя", "сейчас", "со", "совсем", "так", "такая", "такой", "там", "тебе", "тебя", "тем",
    "теперь", "то", "тобой", "тогда", "того", "тоже", "только", "том", "тот", "ту", "тут", "ты", "у", "уж", "уже", "хотя",
    "чего", "чей", "чем", "через", "что", "чтоб", "чтобы", "эта", "эти", "этим", "это", "этого", "этой", "этом", "этот", "эту",
    "я",
});

constexpr auto kChinese = std::to_array<std::string_view>({
    "不", "与", "且", "个", "为", "么", "之", "也", "了", "于", "些", "什", "从", "他", "以", "们", "会", "但", "何", "你",
    "其", "再", "则", "到", "又", "及", "只", "可", "向", "吗", "吧", "呀", "呢", "和", "哈", "哦", "哪", "啊", "啦", "嘛",
    "因", "在", "地", "她", "如", "它", "对", "就", "很", "得", "怎", "您", "想", "我", "或", "所", "才", "把", "是", "有",
    "样", "此", "没", "由", "的", "着", "给", "而", "能", "若", "被", "要", "让", "该", "请", "谁", "过", "还", "这", "那",
    "都",
});
// clang-format on

struct List {
  std::uint32_t language;  // As a bit of the mask.
  std::span<const std::string_view> words;
};
constexpr std::uint32_t bit(Language language) { return 1U << static_cast<unsigned>(language); }
constexpr std::array<List, kLanguageCount> kLists = {{
    {bit(Language::kNone), kChinese},
    {bit(Language::kEnglish), kEnglish},
    {bit(Language::kGerman), kGerman},
    {bit(Language::kFrench), kFrench},
    {bit(Language::kSpanish), kSpanish},
    {bit(Language::kPortuguese), kPortuguese},
    {bit(Language::kItalian), kItalian},
    {bit(Language::kDutch), kDutch},
    {bit(Language::kSwedish), kSwedish},
    {bit(Language::kDanish), kDanish},
    {bit(Language::kNorwegian), kNorwegian},
    {bit(Language::kFinnish), kFinnish},
    {bit(Language::kRussian), kRussian},
}};

constexpr std::size_t kLongestWord = [] {
  std::size_t longest = 0;
  for (const List& list : kLists) {
    for (const std::string_view word : list.words) longest = std::max(longest, word.size());
  }
  return longest;
}();

// FNV-1a.
constexpr std::uint32_t hash(std::string_view word) {
  std::uint32_t out = 2166136261U;
  for (const char byte : word) out = (out ^ static_cast<unsigned char>(byte)) * 16777619U;
  return out ^ out >> 15;
}

// Open addressing, less than half full.
struct Entry {
  std::string_view word;
  std::uint32_t languages = 0;
};
constexpr int kSlots = 4096;

template <typename Table>
constexpr std::size_t slot(const Table& table, std::string_view word) {
  std::size_t at = hash(word) % kSlots;
  while (table[at].languages != 0 && table[at].word != word) at = (at + 1) % kSlots;
  return at;
}

constexpr std::array<Entry, kSlots> kTable = [] {
  std::array<Entry, kSlots> table{};
  for (const List& list : kLists) {
    for (const std::string_view word : list.words) {
      Entry& entry = table[slot(table, word)];
      entry.word = word;
      entry.languages |= list.language;
    }
  }
  return table;
}();

static_assert(std::all_of(kLists.begin(), kLists.end(), [](const List& list) {
  return std::is_sorted(list.words.begin(), list.words.end()) &&
         std::adjacent_find(list.words.begin(), list.words.end()) == list.words.end();
}));
static_assert(std::count_if(kTable.begin(), kTable.end(), [](const Entry& e) { return e.languages != 0; }) < kSlots / 2);

}  // namespace

std::uint32_t function_word_languages(std::string_view folded) {
  if (folded.empty() || folded.size() > kLongestWord) return 0;
  return kTable[slot(kTable, folded)].languages;
}

}  // namespace ckm::text
