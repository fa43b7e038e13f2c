#include "text/repair.hh"

#include <doctest/doctest.h>

#include <string>

namespace ckm::text {
namespace {

std::string repaired(const std::string& text) { return repair(text).text; }

void stays(const std::string& text) {
  INFO(text);
  const Repair r = repair(text);
  CHECK(r.text == text);
  CHECK(r.edits.empty());
}

TEST_CASE("Inline readings go where a text has many") {
  const std::string five = "網(wǎng)絡(luò )服務(wù)經(jīng)濟和發(fā)展";
  CHECK(repaired(five) == "網絡服務經濟和發展");
  CHECK(repaired("網（wǎng）絡( luo )服務(wù)經(jing)濟和發(fā)展") == "網絡服務經濟和發展");
  CHECK(repaired("长(chánɡ)期重(chóng)新行(háng)业还(huán)款音乐(yuè)") == "长期重新行业还款音乐");
  CHECK(repaired(five + "客戶關係管理(CRM),知識管理(KM),在職訓練(OJT ),工行(ICBC),西安(an Tower)") ==
        "網絡服務經濟和發展客戶關係管理(CRM),知識管理(KM),在職訓練(OJT ),工行(ICBC),西安(an Tower)");
}

TEST_CASE("A text with few readings explains them") {
  stays("重(zhòng)要和重(chóng)新,長(zhǎng)大和長(cháng)期");
  RepairOptions eager;
  eager.min_readings = 1;
  CHECK(repair("重(zhòng)要", eager).text == "重要");
}

TEST_CASE("A reading that the table does not know is known by its use") {
  CHECK(
      repaired("網(wǎng)絡(luò )服務(wù)經(jīng)濟和發(fā)展大(xyz)大(shì)小,大(shì)方").ends_with("大(xyz)大(shì)小,大(shì)方"));
  CHECK(repaired("網(wǎng)絡(luò )服務(wù)經(jīng)濟和發(fā)展大(shì)小,大(shì)方").ends_with("大小,大方"));
}

TEST_CASE("Entities are decoded, also those escaped twice") {
  CHECK(repaired("A&amp;B &#x4e2d;&#25991; &lt;3 &quot;ok&quot; &eacute;") == "A&B 中文 <3 \"ok\" é");
  CHECK(repaired("a&nbsp;b &amp;amp;amp;lt; 5 &#146;") == "a b < 5 ’");
  stays("R&D, AT&T; a && b; &nosuch; &; &#0; &#xD800; &#x110000;");
  stays("total = &sum;\nint* p = &times; }\nreturn &pi;");
  CHECK(repaired("Tom, Dick, &amp; Harry (&quot; foo) return &amp; exchange") == "Tom, Dick, & Harry (\" foo) return & exchange");
  CHECK(repaired("price (&euro; 5), call me, &mdash; thanks; size = &lt; 5 &gt; 3") ==
        "price (€ 5), call me, — thanks; size = < 5 > 3");
}

TEST_CASE("Entities are those of HTML 5, and what is quoted in code stays") {
  CHECK(repaired("a&check;b&colon; &AMP; &lpar;x&rpar;") == "a✓b: & (x)");
  stays("x.replace(/</g, '&lt;')");
  stays("&foo; &NotEqualTilde; &a b;");
}

TEST_CASE("Left-over tags go, and those that break lines become line ends") {
  CHECK(repaired("one<br>two<BR/>three<br />\nfour") == "one\ntwo\nthree\nfour");
  CHECK(repaired("<p>退款</p><p class=\"x\">三天</p>") == "退款\n三天");
  CHECK(repaired("see <a href='x'>this</a> <b>now</b>, <span style=\"a>b\">ok</span>") == "see this now, ok");
  CHECK(repaired("a<!-- hidden -->b</div>c") == "ab\nc");
  CHECK(repaired("&lt;p&gt;twice&lt;/p&gt;") == "twice");
}

TEST_CASE("Right words beside wrong ones are no Chinese") {
  CHECK(repaired("für GrÃ¶ÃŸe") == "für Größe");
  CHECK(repaired("Größe GrÃ¶ÃŸe") == "Größe GrÃ¶ÃŸe");  // What the text is about.
  CHECK(repaired("Übergröße und GrÃ¶ÃŸe bestellt") == "Übergröße und Größe bestellt");
  CHECK(repaired("Geschäft RegelmÃ¤ÃŸige") == "Geschäft Regelmäßige");
}

TEST_CASE("Chinese is not taken for the few letters of UTF-8 that some of its bytes make") {
  CHECK(repaired("ÇëÎÊÔõÃ´ÍË¿î,Ð»Ð»!") == "请问怎么退款,谢谢!");
  CHECK(repaired("Å®,53Ëê,Ò»Ö±ÉíÌå²»ºÃ") == "女,53岁,一直身体不好");
  CHECK(repaired("Ð»Ð»!ÇëÎÊÔõÃ´ÍË¿î") == "谢谢!请问怎么退款");
}

TEST_CASE("A Chinese character between words of ASCII leaves no doubt about the others") {
  CHECK(repaired("ÎÒµÄiPhoneºÍiPad¶¼ÊÕ²»µ½¶ÌÐÅ£¬Çë¾¡¿ì´¦Àí") == "我的iPhone和iPad都收不到短信，请尽快处理");
  CHECK(repaired("ÎÒµÄAPP¡¢PC¶Ë¶¼µÇÂ¼²»ÁË") == "我的APP、PC端都登录不了");
  CHECK(repaired("ÑªÇåALTºÍAST¸ß£¬Òª²»Òª½ô") == "血清ALT和AST高，要不要紧");
  CHECK(repaired("×öÁËDNA£¬B³¬ºÍAFP£¬¶¼Õý³£") == "做了DNA，B超和AFP，都正常");
  CHECK(repaired("§ÚªºiPhone©MiPad³£¦¬¤£¨ìÂ²°T¡A½Ð¾¨§Ö³B²z") == "我的iPhone和iPad都收不到簡訊，請儘快處理");
  CHECK(repaired("DNA£¬B³¬") == "DNA，B超");
  for (const char* text : {"GRÖSSE ÄÖ GRÖßE", "PÖÖRÖ JÄÄÄÄR", "CRÉÉES ET RÉÉLUES", "ÀÉ LÀ-BÀS OÙ ÇA CRÉÉ", "ŻÓŁĆ ZAŻÓŁĆ",
                           "VOCÊÊS NÃÃO", "HÄÄYÖ KÖÖKÖÖ", "ÉTÉÉÉ", "größößer ÄÖÜÄ"}) {
    CHECK(repaired(text) == text);
  }
}

TEST_CASE("What is clearly a wrong decoding and can't be undone is told") {
  const Repair r = repair("订单 ÇëÎÊÔõÃ´ÍË¿î 退款, ÄúºÃ");
  CHECK(r.edits.empty());
  REQUIRE(r.findings.size() == 1);
  CHECK(r.findings[0].offset == std::string_view("订单 ").size());
  CHECK(r.findings[0].text == "ÇëÎÊÔõÃ´ÍË¿î");
  CHECK(r.findings[0].rule == "mojibake");
  for (const char* text :
       {"字母 ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ", "ÄÖÜäöüß 字", "°±²³´µ¶·¸¹º»¼½¾¿ 字", "«ÉÉÉÉÉÉ!» 退款", "Ü–Ä…Ö“… 字", "ÃÃÃÃÃÃÃ® 字",
        "TSCHÜÜÜÜÜÜSS! Nie wieder. Größe falsch.", "££££££££££ €€€€€€€€", "ÀÀÀÀÀÀÀÀ 字", "ÜÜÜÜÜÜÜÜBERFÄLLIG"}) {
    CAPTURE(text);
    CHECK(repair(text).findings.empty());
  }
}

TEST_CASE("A capital letter before a sign is no UTF-8 unless something bears witness") {
  for (const char* text :
       {"100 Å² for €5", "UNIT CELL 160 Å³", "HÄ…?", "Naja, Ä…", "Ä…Ä…hm, ich", "Er sagte „JA, ABER SPÄ“ und ging",
        "VOLTO AMANHÃ… OBRIGADO", "VOLTO AMANHÃ…OBRIGADO", "AMANHÃ®", "AMANHÃ\u00A0VOLTO", "IRMÃ’S", "MANHÃ–TARDE",
        "the letter Ä’s sound", "Ö® Ä® Ü®", "eÅ²", "ins \"café”… dann", "«LÃ» 退款", "LÃ³ JÃ²"}) {
    CHECK(repaired(text) == text);
  }
  CHECK(repaired("GrÃ¶ÃŸe") == "Größe");
  CHECK(repaired("cafÃ©") == "café");
  CHECK(repaired("Ã¼ber") == "über");
  CHECK(repaired("Ã–sterreich") == "Österreich");
  CHECK(repaired("sÄ…") == "są");
  CHECK(repaired("Å›roda") == "środa");
  CHECK(repaired("oÃ¹") == "où");
  CHECK(repaired("Mise Ã\u00A0 jour") == "Mise à jour");
  CHECK(repaired("WIELKA GÃ“RA, KSIÄ„Å»KA") == "WIELKA GÓRA, KSIĄŻKA");
  CHECK(repaired("KSIÄ„Å»KA") == "KSIĄŻKA");
  CHECK(repaired("25 Â°C") == "25 °C");
  CHECK(repaired("HÄ…? cafÃ©") == "Hą? café");
}

TEST_CASE("A word that was read wrongly is put right in a text that was not") {
  CHECK(repaired("cafÃ© 退款") == "café 退款");
  CHECK(repaired("Les cafÃ©s, les thés") == "Les cafés, les thés");
  CHECK(repaired("她说：itâ€™s fine 好的") == "她说：it’s fine 好的");
  for (const std::string& text : std::initializer_list<std::string>{
           "IRMÃOS ÓRFÃOS 退款", "Straße „Spaß“ 退款", "«À la carte» 退款", "CAFÉ» 退款", "ÃÕ 退款", "Þórður Ã 退款"}) {
    CHECK(repaired(text) == text);
  }
}

TEST_CASE("Marks of direction go where nothing is written from right to left") {
  CHECK(repaired("abc\u200E 123\u200F, \u4E00\u200E\uFE50 Да\u200E") == "abc 123, \u4E00\uFE50 Да");
  for (const char* text :
       {"مرحبا \u200F(نعم)", "שלום iPhone 15\u200E, 123\u200E-456", "\uFE8F 1\u200E-2", "\U0001E900 1\u200E-2"})
    stays(text);
  CHECK(repaired("name\u202Egnp.exe\u202C \u2066x\u2069") == "namegnp.exe x");
  for (const std::string& text : std::initializer_list<std::string>{"\u202Babc שלום\u202C", "\u2067مرحبا\u2069 abc"}) {
    CHECK(repaired(text) == text);
  }
}

TEST_CASE("A text that speaks of markup stays") {
  for (const std::string& text : std::initializer_list<std::string>{
           "How do I use the <div> tag?", "Is it \"<p>\" or <li>, <td> and </td>?", "写 <br> 可以吗", "keep <!-- this --> line",
           "| Size | a<br>b<br>c |\n| --- | --- |", "如何使用「<div>」标签", "写 <br>、<p> 和 <div> 标签",
           "<p> is a paragraph.\n<div> is a block.", "&lt;div&gt; 怎么居中？", "~~~\n<div>\n~~~\n", "```\n<p>code"}) {
    CHECK(repaired(text) == (text[0] == '&' ? "<div> 怎么居中？" : text));
  }
  // Tags in code are no evidence.
  stays("Use `<br>` here; the tag <div> must be closed by </div>.");
  stays("Write <br> or `<p>` between paragraphs, and <div> around them.");
  CHECK(repaired("Not `<br>`:<p>one</p>") == "Not `<br>`:\none");
  // It says so, and no tag of it breaks a line.
  stays("e.g. in the HTML <span class='title'>Jest</span>");
  stays("set it for UTF-8: <meta content='text/html; charset=UTF-8'/> and go");
  CHECK(repaired("&lt;b&gt;x&lt;/b&gt;: how do I make bold with &lt;b&gt; tags?") ==
        "<b>x</b>: how do I make bold with <b> tags?");
  CHECK(repaired("<p>The tag</p><b>x</b>") == "The tag\nx");
  CHECK(repaired("hello<hr />x") == "hello\nx");
  CHECK(repaired("one <br> two <br> three") == "one \n two \n three");
  CHECK(repaired("<p>About the <div> tag") == "About the \n tag");
  CHECK(repaired("| a |\nline<br>end") == "| a |\nline\nend");
  // As long as its lines are, it takes its time once.
  std::string row = "| ";
  for (int i = 0; i < 200000; ++i) row += "a<br>b|";
  CHECK(repaired(row) == row);
}

TEST_CASE("Links and pictures keep their addresses") {
  CHECK(repaired("Olha: <a href=\"http://x.example/1\">foto</a>") == "Olha: [foto](http://x.example/1)");
  CHECK(repaired("a <A target=_blank href='https://x.cn/a b?c=1&amp;d=2'>one <b>t&amp;wo</b></A>, b") ==
        "a [one t&wo](https://x.cn/a%20b?c=1&d=2), b");
  CHECK(repaired("<a href='mailto:a@b.cn'>a@b.cn</a> <a href='https://x.cn'>https://x.cn</a> <a href='#top'>top</a> <a "
                 "href='javascript:x'>go</a>") == "a@b.cn https://x.cn top go");
  CHECK(repaired("see <img src='http://x.cn/p.png' alt='Schaden'> and <img alt=\"Riss\" src=cid:1>, <img src='cid:2'>") ==
        "see ![Schaden](http://x.cn/p.png) and Riss, ");
  CHECK(repaired("a <a href='http://x.cn'><img src='http://x.cn/p.png' alt=x></a>") == "a ![x](http://x.cn/p.png)");
  CHECK(repaired("a <a href=http://x.cn/?a=b&amp;c=\"d\">e</a>") == "a [e](http://x.cn/?a=b&c=\"d\")");
  // What ends elsewhere or on another line is no link in Markdown.
  CHECK(repaired("a <a href='http://x.cn'>b<br>c</a> <a href='http://x.cn'>d <i>e</a> f</i> <a href='http://x.cn'>g") ==
        "a b\nc d e f g");
  CHECK(repaired("a <a href='http://x.cn'>[1]</a>, <a href='http://x.cn'>[2</a>, <a href='http://x.cn'>]3[</a>") ==
        "a [[1]](http://x.cn), [2, ]3[");
  CHECK(repaired("a <a href='#'>[a] [b](c)</a>") == "a [a] [b](c)");
  CHECK(repaired("a <a href='http://x.cn/a.html'>b</a>, http://x.cn/b.html") == "a [b](http://x.cn/a.html), http://x.cn/b.html");
  std::string many;
  for (int i = 0; i < 100000; ++i) many += "<a href='http://x.cn'>";
  CHECK(repaired("x " + many) == "x ");
}

TEST_CASE("Words that are used of markup too are no sign of it unless the tags say so") {
  CHECK(repaired("Guten Tag, meine <b>Bestellung</b> ist <i>nicht</i> da. <span style=\"color:red\">Bitte</span> helfen.") ==
        "Guten Tag, meine Bestellung ist nicht da. Bitte helfen.");
  CHECK(repaired("Am nächsten Tag war <strong>alles</strong> kaputt.") == "Am nächsten Tag war alles kaputt.");
  CHECK(repaired("The price tag says <b>20</b>, I paid <font color=\"red\">30</font>") == "The price tag says 20, I paid 30");
  CHECK(repaired("含有多种<b>植物元素</b>，<font color=\"red\">过敏</font>") == "含有多种植物元素，过敏");
  CHECK(repaired("包装<b>标签</b>破损，<span class=\"x\">换货</span>") == "包装标签破损，换货");
  CHECK(repaired("Das Heiz<em>element</em> und Element 5 <b>fehlen</b>") == "Das Heizelement und Element 5 fehlen");
  for (const char* text :
       {"To emphasise, wrap it with the <em> element: <em>word</em>.", "The <b> tag: <b>bold</b>, the <i> tag: <i>it</i>",
        "用 <b> 标签加粗文字，例如 <b>重要</b>。", "Das <b>-Tag macht fett: <b>fett</b>",
        "the <font color=\"red\"> tag is old, use <b>x</b>", "Which tag ends <b>this <i>or</b> that</i>?"}) {
    stays(text);
  }
}

TEST_CASE("End tags that HTML does not need may be missing") {
  CHECK(repaired("<ul><li>one<li>two</ul>") == "one\ntwo");
  CHECK(repaired("step 1<p>step 2<p>step 3") == "step 1\nstep 2\nstep 3");
  CHECK(repaired("<table><tr><td>a<td>b</table>") == " a b");
  stays("Foo<p>(1) and Bar<li>");
}

TEST_CASE("What nobody was to read goes, and CDATA is text") {
  CHECK(repaired("<script>alert(1)</script>text") == "text");
  CHECK(repaired("<style>p{}</style><p>text</p>") == "text");
  CHECK(repaired("<![CDATA[<p>x &amp; y</p>]]>") == "x & y");
  CHECK(repaired("<script>never closed <b>x</b>") == "<script>never closed x");
}

TEST_CASE("A line break alone between blanks goes where lines may end") {
  CHECK(repaired("Zeile eins <br> Zeile zwei") == "Zeile eins \n Zeile zwei");
  CHECK(repaired("Hello <br /> World &nbsp; test") == "Hello \n World   test");
  CHECK(repaired("Thank you. <br> Please call") == "Thank you. \n Please call");
  CHECK(repaired("Sehr geehrte Damen und Herren, <br> Meine Bestellung fehlt") ==
        "Sehr geehrte Damen und Herren, \n Meine Bestellung fehlt");
  CHECK(repaired("Je n'ai rien reçu <br> Merci") == "Je n'ai rien reçu \n Merci");
  CHECK(repaired("Верните деньги <br> Заказ 123") == "Верните деньги \n Заказ 123");
  CHECK(repaired("您好！ <br> 请退款") == "您好！ \n 请退款");
  for (const char* text :
       {"Use <br> to break lines.", "写 <br> 可以吗", "Wie trenne ich mit <br> Absätze?", "What is <br> for?",
        "How To Use <br> In Titles", "I typed <br> and it printed it.", "Use \\n or <br> In Word it differs",
        "Das <br> Tag bricht um", "For example, <br> makes a line", "In HTML breaks end lines. <br> is one",
        "Lines end so. <br> does that", "Der Umbruch heißt <br>. Danke", "Write `&nbsp;` or <br> there", "<br> Hello"}) {
    stays(text);
  }
}

TEST_CASE("Tags in the strings of programs stay") {
  for (const char* text :
       {R"(document.write("<br>" + name + "<br>");)", R"(printf("%s<br>\n", x);)", R"(echo "<p>Hallo</p>" > index.html)",
        R"(System.out.println("<b>" + n + "</b>");)", R"($html = '<p>' . $text . '</p>';)",
        R"(echo '<a href="' . $url . '">' . $name . '</a>';)", R"(print("<h1>%s</h1>" % title))",
        R"(var s = "<div class='a'>" + x + "</div>";)", R"({"body": "<p>Hallo</p>", "n": 1})", R"(s = "a\"b <p>" + t;)",
        "Ich habe „<br>“ und “<p>” eingegeben, dann <br/>.", "请输入“<br>”换行", "call(\"<p>a</p>\")\ncall(\"<p>b</p>\")"}) {
    stays(text);
  }
  CHECK(repaired(R"(He said "<i>never</i>", and left (see "<b>Terms</b>").)") == R"(He said "never", and left (see "Terms").)");
  CHECK(repaired(R"(The button ("<b>Save</b>") does nothing; "<b>File</b>" > "<b>Save</b>")") ==
        R"(The button ("Save") does nothing; "File" > "Save")");
  CHECK(repaired(R"(He said "<b>no</b>"; I said "<b>yes</b>")") == R"(He said "no"; I said "yes")");
  CHECK(repaired("\"<p>Guten Tag</p><p>ich warte</p>\"") == "\"\nGuten Tag\nich warte\n\"");
  CHECK(repaired("x = \"a\" <b>c</b>") == "x = \"a\" c");
  std::string many = "<b>x</b>";
  for (int i = 0; i < 100000; ++i) many += "('<b>x</b>(\"";
  CHECK(repaired(many).size() < many.size());
}

TEST_CASE("CDATA and comments stay where a text speaks of them") {
  stays("In XML wrap it as <![CDATA[ text ]]> so that the tag stays.");
  stays("| a | <![CDATA[x]]> <!-- y --> |");
  stays("A <!-- comment --> is a comment<!-- x -->");
  for (const char* text : {"Kommentare: <!-- so -->", "<!-- toc -->\n\n# Title", "请写“<!-- 说明 -->”", "注释写成<!-- 说明 -->"})
    stays(text);
  CHECK(repaired("<![CDATA[Bitte um Rückruf]]>") == "Bitte um Rückruf");
  CHECK(repaired("Bitte um <b>R</b><![CDATA[ückruf <i>x]]>") == "Bitte um Rückruf <i>x");
  CHECK(repaired("<!-- StartFragment -->您好，请退款<!-- EndFragment -->") == "您好，请退款");
  CHECK(repaired("<!--[if gte mso 9]><xml></xml><![endif]-->\nHallo") == "\nHallo");
  CHECK(repaired("Hel<!-- x -->lo") == "Hello");
  std::string open;
  for (int i = 0; i < 200000; ++i) open += "<![CDATA[";
  CHECK(repaired(open) == open);
}

TEST_CASE("Superscripts stay above the line") {
  CHECK(repaired("10<sup>5</sup>, H<sub>2</sub>O, x<sup>n</sup>, e<sup>-2x</sup>") == "10⁵, H₂O, x^n, e^(-2x)");
  CHECK(repaired("Text <sup>a note</sup>, 1<sup>a b</sup>") == "Text a note, 1a b");
}

TEST_CASE("What only looks like markup stays") {
  CHECK(repaired("<!-- never closed") == "<!-- never closed");
  CHECK(repaired("<i>x</i><!-- one -->a<!-- two -->b<!-- three") == "xab<!-- three");
  stays("if (a < b && c > d) return a<b;");
  stays("#include <stdio.h>\nstd::vector<int> v; List<int> x; Map<b> y;");
  stays("Ann <ann@example.org>, <a@b.cn>, <https://example.org>, <-- here");
  stays("Use `<br>` or `&amp;` there\n```\n<p>code</p>\n```\n");
  stays("Replace <name> and <file>, 5 <p 6");
}

TEST_CASE("Excel's escapes are decoded") {
  CHECK(repaired("a_x000D_\nb_x000d_c") == "a\nb\nc");
  CHECK(repaired("tab_x0009_here_xD83D__xDE00_") == "tab\there😀");
  stays("_x005F_x000D_ my_x0041_b _xZZZZ_ _x12_ _xD83D_");
}

TEST_CASE("Controls and invisible characters go") {
  CHECK(repaired(std::string("a\0b\x01"
                             "c\x7F",
                             5)) == "abc");
  CHECK(repaired("\x1B[31mred\x1B[0m") == "red");
  CHECK(repaired("re\u00ADfund \u200B退\uFEFF款\u2060 客\u200D户") == "refund 退款 客户");
  stays("👩\u200D💻 می\u200Cخواهم");
  CHECK(repair("caf\u0082").findings.size() == 1);
}

TEST_CASE("A soft hyphen or line end that is a byte of a wrong decoding is told and stays") {
  for (const char* text : {"Éñ¾\u00AD¿Æ", "ÉúÖ³Õ\u00AD", "Lucía LucÃ\u00ADa", "Éñ\u0085¿Æ"}) {
    CAPTURE(text);
    const Repair r = repair("é\u4E00 " + std::string(text));
    CHECK(r.text == "é\u4E00 " + std::string(text));
    REQUIRE(!r.findings.empty());
    CHECK(r.findings.back().rule == "control");
  }
  CHECK(repaired("grö\u00ADßer, Über\u00ADgröße, CAF\u00ADÉ, IRMÃ\u00ADOS, «été\u00AD» na\u00ADïve\u0085 é\u00AD") ==
        "größer, Übergröße, CAFÉ, IRMÃOS, «été» naïve\n é");
}

TEST_CASE("So is one of UTF-8 that was read as Cyrillic, Greek or the like") {
  for (const char* text : {"Р\u00ADС‚Рѕ РЅР°С€ Р·Р°РєР°Р·", "Гк СЌС‚Рѕ Р\u00AD", "LucГ\u00ADa", "sГ\u00AD", "Ξ\u00ADΞ½Ξ±",
                           "n\u0102\u00AD\u0139\u013Ee", "Ш\u00ADШ±"}) {
    CAPTURE(text);
    const Repair r = repair(text);
    CHECK(r.text == text);
    CHECK(!r.findings.empty());
  }
  CHECK(
      repaired(
          "про\u00ADграмма ПРО\u00ADГРАММА Ю\u00ADЖАНИН, О\u00ADБЛАКО ευ\u00ADχα\u00ADριστώ Α\u00ADΘΗΝΑ CĂ\u00ADRĂ\u00ADMIDĂ") ==
      "программа ПРОГРАММА ЮЖАНИН, ОБЛАКО ευχαριστώ ΑΘΗΝΑ CĂRĂMIDĂ");
}

TEST_CASE("Line ends are line feeds") { CHECK(repaired("a\r\nb\rc\nd\u2028e\vf\u0085g") == "a\nb\nc\nd\ne\nf\ng"); }

TEST_CASE("Ideographic spaces are cut to what typesetting needs") {
  CHECK(repaired("\u3000\u3000\u3000\u3000退款\u3000\n\t\u3000\u3000說明\u3000\u3000\u3000完\u3000\u3000") ==
        "\u3000\u3000退款\n\t\u3000\u3000說明\u3000完");
  stays("\u3000\u3000段落\n第一章\u3000\u3000總則\u3000甲");
}

TEST_CASE("Private-use characters are findings") {
  const Repair r = repair("ab\uE000\uE001c\U000F0000");
  CHECK(r.edits.empty());
  REQUIRE(r.findings.size() == 2);
  CHECK(r.findings[0].offset == 2);
  CHECK(r.findings[0].text == "\uE000\uE001");
  CHECK(r.findings[0].rule == "private-use");
}

TEST_CASE("A text that was read wrongly is read again, before all else") {
  const std::string raw = "cafÃ© &amp; StraÃŸe,\r\nItâ€™s MÃ¼nchen";
  const Repair r = repair(raw);
  CHECK(r.text == "café & Straße,\nIt’s München");
  REQUIRE(r.edits.size() == 6);
  CHECK(r.edits[0].offset == 3);
  CHECK(r.edits[0].before == "Ã©");
  CHECK(r.edits[0].after == "é");
  CHECK(r.edits[0].rule == "utf-8 as windows-1252");
  CHECK(r.edits[1].rule == "markup");
  CHECK(r.edits[2].offset == raw.find("ÃŸ"));
  CHECK(undo_repair(r.text, r.edits) == raw);
  CHECK(repaired("ÖÐ¹úÒøÐÐ 2&lt;3") == "中国银行 2<3");
  // The rules for Han characters see what was meant: 網(wǎng)絡(luò )服務(wù)經(jīng)濟和發(fā)展, read wrongly.
  const std::string readings = "ç¶²(wÇŽng)çµ¡(luÃ² )æœ\u008Då‹™(wÃ¹)ç¶“(jÄ«ng)æ¿Ÿå’Œç™¼(fÄ\u0081)å±•";
  CHECK(repaired(readings) == "網絡服務經濟和發展");
  CHECK(repair(readings).findings.empty());
}

TEST_CASE("A text that was read wrongly is known as it stands or as the other rules leave it") {
  CHECK(repaired("Ã© wird zu é") == "Ã© wird zu é");
  CHECK(repair("Ã© wird zu é").findings.size() == 1);
  CHECK(repaired("&lt;Ã©&gt; wird zu &#36864;") == "<é> wird zu 退");
  // What was written as entities was read wrongly too: of the findings count those of the text that was meant.
  const Repair r = repair("&Atilde;\u0083&Acirc;&copy; \u200Bcaf&eacute;s");
  CHECK(r.text == "é cafés");
  CHECK(r.findings.empty());
  const Repair whole = repair("\u200BÃ\u0083Â© l\u200B");
  CHECK(whole.text == "é l");
  CHECK(whole.findings.empty());
  CHECK(undo_repair(whole.text, whole.edits) == "\u200BÃ\u0083Â© l\u200B");
}

TEST_CASE("Each edit says where it was in the raw text") {
  const std::string raw = "a&amp;lt;b\r\nc<br>d";
  const Repair r = repair(raw);
  CHECK(r.text == "a<b\nc\nd");
  REQUIRE(r.edits.size() == 3);
  CHECK(r.edits[0].offset == 1);
  CHECK(r.edits[0].before == "&amp;lt;");
  CHECK(r.edits[0].after == "<");
  CHECK(r.edits[0].rule == "markup");
  CHECK(r.edits[1].offset == 10);
  CHECK(r.edits[1].rule == "line-end");
  CHECK(r.edits[2].offset == 13);
  CHECK(undo_repair(r.text, r.edits) == raw);
}

TEST_CASE("Findings have their place in the raw text too") {
  const Repair r = repair("&amp;&amp;\uE000");
  REQUIRE(r.findings.size() == 1);
  CHECK(r.findings[0].offset == 10);
}

TEST_CASE("So have those within what an edit made") {
  const auto place = [](const std::string& raw) {
    const Repair r = repair(raw);
    REQUIRE(r.findings.size() == 1);
    CHECK(raw.substr(r.findings[0].offset).starts_with(r.findings[0].text));
    return r.findings[0].offset;
  };
  CHECK(place("abc x<![CDATA[12345\uE000]]>y") == 19);
  CHECK(place("<i>m</i><sup>\uE000</sup>") == 13);
  CHECK(place("<i>m</i><sup>a\uE000</sup>") == 14);
  CHECK(place("<a href='http://x.cn'>b\u0082</a>") == 23);
}

TEST_CASE("What is not UTF-8 passes") {
  const std::string raw = "\xFF\xC2 <br>\xE3\x80 (w\xC7) \xE9";
  const Repair r = repair(raw);
  CHECK(r.text == "\xFF\xC2 \n\xE3\x80 (w\xC7) \xE9");
  CHECK(undo_repair(r.text, r.edits) == raw);
}

TEST_CASE("Damage nested in damage without end is left alone") {
  std::string raw;
  for (int i = 0; i < 40; ++i) raw += "&s";
  raw += "&shy;";
  for (int i = 0; i < 40; ++i) raw += "hy;";
  const Repair r = repair(raw);
  CHECK(r.text == raw);
  CHECK(r.edits.empty());
  REQUIRE_FALSE(r.findings.empty());
  CHECK(r.findings.back().rule == "unsettled");
}

}  // namespace
}  // namespace ckm::text
