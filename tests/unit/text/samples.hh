// Natural texts for the tests of encodings, written for them.
#pragma once

#include <array>
#include <string_view>

namespace samples {

struct Sample {
  std::string_view name;
  std::string_view text;
  std::string_view encodings;  // That can hold it, besides the Unicode ones, by blanks.
};

inline constexpr std::string_view kSimplified =
    "昨天收到的耳机左边没有声音，换了三台手机都一样。我已经在订单页面申请了退货，可是两天过去了还没有人处理。"
    "请问退款大概需要多久才能到账？如果需要我自己付运费，能不能事后报销？另外，发票的抬头写错了，麻烦一起改成公司的名字。"
    "升级系统以后，路由器每隔半小时就会断线，重新启动也没有用。客服让我恢复出厂设置，但是这样之前的配置就全没了。"
    "密码忘记了，手机号码也换了，收不到验证码，请帮我找回账号。谢谢你们的耐心解答，问题已经解决了。";
inline constexpr std::string_view kTraditional =
    "昨天收到的耳機左邊沒有聲音，換了三支手機都一樣。我已經在訂單頁面申請退貨，可是兩天過去了還沒有人處理。"
    "請問退款大概要多久才會入帳？如果運費要我自己付，事後可以報銷嗎？另外，發票的抬頭寫錯了，麻煩一併改成公司的名稱。"
    "系統更新以後，路由器每隔半小時就會斷線，重新開機也沒有用。客服要我還原出廠設定，可是這樣之前的設定就全部不見了。"
    "密碼忘記了，手機號碼也換了，收不到驗證碼，請幫我找回帳號。謝謝你們耐心的說明，問題已經解決了。";
inline constexpr std::string_view kJapanese =
    "先週注文した商品がまだ届きません。配送の状況を確認していただけますか。届いた箱がつぶれていて、中の部品が一つ足りませんでした"
    "。"
    "パスワードを忘れてログインできず、再設定のメールも届きません。アプリを更新したら画面が真っ白になり、何も表示されなくなりまし"
    "た。"
    "領収書の宛名を会社名に変更することはできますか。電話がなかなかつながらないので、メールで返事をいただけると助かります。"
    "修理の見積もりをお願いします。保証期間は来年の三月まで残っています。";
inline constexpr std::string_view kKorean =
    "지난주에 주문한 상품이 아직 도착하지 않았습니다. 배송 상태를 확인해 주시겠습니까? 상자가 찌그러져 있고 부품이 하나 빠져 "
    "있었습니다. "
    "비밀번호를 잊어버려서 로그인할 수 없고 메일도 오지 않습니다. 영수증의 이름을 회사 이름으로 바꿀 수 있나요? 답변을 "
    "기다리겠습니다.";
inline constexpr std::string_view kGerman =
    "Die Kopfhörer sind gestern angekommen, aber auf der linken Seite höre ich nichts. Könnten Sie bitte prüfen, ob ein Umtausch "
    "möglich "
    "ist? Für die Rücksendung möchte ich natürlich nichts bezahlen. Außerdem wäre es schön, wenn die Rechnung auf meine Firma "
    "ausgestellt "
    "würde. Seit der Aktualisierung bricht die Verbindung ständig ab; ein Neustart hilft nur für kurze Zeit. Mit freundlichen "
    "Grüßen";
inline constexpr std::string_view kFrench =
    "Le colis est arrivé abîmé et il manque une pièce. Pourriez-vous vérifier où se trouve la seconde livraison ? J'ai déjà "
    "appelé trois "
    "fois, mais personne ne m'a répondu. Depuis la dernière mise à jour, l'écran reste noir après le démarrage. Merci de me "
    "rembourser dès "
    "que possible, ou de m'envoyer un modèle équivalent.";
inline constexpr std::string_view kSpanish =
    "¿Cuándo llegará mi pedido? Según la página, salió del almacén el miércoles, pero aún no he recibido ningún aviso. Además, "
    "la "
    "contraseña dejó de funcionar y el botón para recuperarla está desactivado. ¡Muchas gracias por su atención!";
inline constexpr std::string_view kPolish =
    "Zamówiona paczka jeszcze nie dotarła, choć miała przyjść w zeszłym tygodniu. Proszę sprawdzić, gdzie się znajduje. Nie mogę "
    "też "
    "zalogować się na swoje konto, ponieważ zapomniałem hasła, a wiadomość z odnośnikiem nie przychodzi.";
inline constexpr std::string_view kRussian =
    "Заказ до сих пор не доставили, хотя обещали привезти ещё в прошлый четверг. Подскажите, пожалуйста, где сейчас посылка. "
    "После обновления роутер постоянно теряет связь, перезагрузка не помогает. Прошу вернуть деньги за неисправный товар.";
inline constexpr std::string_view kGreek =
    "Η παραγγελία μου δεν έχει φτάσει ακόμη. Μπορείτε να ελέγξετε πού βρίσκεται; Ξέχασα τον κωδικό μου και δεν μπορώ να συνδεθώ.";
inline constexpr std::string_view kTurkish =
    "Geçen hafta verdiğim sipariş hâlâ gelmedi. Kargonun nerede olduğunu öğrenebilir miyim? Şifremi unuttuğum için giriş "
    "yapamıyorum.";

inline constexpr std::array<Sample, 11> kAll = {{
    {"Simplified Chinese", kSimplified, "GB18030"},
    {"Traditional Chinese", kTraditional, "Big5 GB18030"},
    {"Japanese", kJapanese, "Shift_JIS EUC-JP ISO-2022-JP"},
    {"Korean", kKorean, "EUC-KR ISO-2022-KR"},
    {"German", kGerman, "windows-1252"},
    {"French", kFrench, "windows-1252"},
    {"Spanish", kSpanish, "windows-1252"},
    {"Polish", kPolish, "windows-1250"},
    {"Russian", kRussian, "windows-1251 KOI8-R"},
    {"Greek", kGreek, "windows-1253"},
    {"Turkish", kTurkish, "windows-1254"},
}};

}  // namespace samples
