#include "formats/import_mail.hh"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "collect.hh"
#include "formats/mail_ticket.hh"

using namespace ckm;
using namespace ckm::formats;

namespace {

constexpr const char* kFrom = "From MAILER-DAEMON Thu Mar  5 14:07:09 2026\n";
const std::string kHeader =
    "From: Ann Lee <ann@example.org>\nTo: help@example.com\nSubject: Help\n"
    "Date: Thu, 5 Mar 2026 14:07:09 +0000\nMessage-ID: <1@example.org>\nMIME-Version: 1.0\n";

Collected read(std::string_view format, const std::string& text, std::vector<std::string> agents = {}) {
  CollectSink sink;
  ReadOptions options = reading(std::nullopt);
  options.agents = std::move(agents);
  read_into(sink, format, text, options);
  return sink;
}

model::Message only(const std::string& mail) {
  const Collected got = read("eml", mail);
  REQUIRE(got.tickets.size() == 1);
  REQUIRE(got.tickets.front().messages.size() == 1);
  return got.tickets.front().messages.front();
}

// A mail with the parts between borders.
std::string multipart(const std::string& subtype, const std::vector<std::string>& parts, const std::string& border = "b") {
  std::string text = "Content-Type: multipart/" + subtype + "; boundary=" + border + "\n\n";
  for (const std::string& part : parts) text += "--" + border + "\n" + part + "\n";
  return text + "--" + border + "--\n";
}

const std::string kPlain = "Content-Type: text/plain; charset=utf-8\n\n";
const std::string kHtml = "Content-Type: text/html; charset=utf-8\n\n";

}  // namespace

TEST_CASE("read_eml: who, when, what") {
  const Collected got =
      read("eml", kHeader + "Cc: \"Lee, Bob\" <bob@example.org>, Team: c@example.org, d@example.org;\n\nHello\n\n-- \nAnn\n");
  REQUIRE(got.tickets.size() == 1);
  const model::Ticket& ticket = got.tickets.front();
  CHECK(ticket.external_id == "1@example.org");
  CHECK(ticket.subject == "Help");
  CHECK(ticket.channel == "email");
  CHECK(ticket.requester == model::Party{"Ann Lee", "ann@example.org", ""});
  CHECK(ticket.created_at == parse_time("2026-03-05T14:07:09Z"));
  CHECK(got.origins.front().part.has_value());
  const model::Message& message = ticket.messages.front();
  CHECK(message.external_id == "1@example.org");
  CHECK(message.author == "Ann Lee <ann@example.org>");
  CHECK(message.body == "Hello");
  CHECK(message.raw == "Hello\n\n-- \nAnn");
  CHECK(message.extra.find("cc")->array()->size() == 3);
  CHECK(message.extra.find("cc")->array()->front().to_text() == "Lee, Bob <bob@example.org>");
}

TEST_CASE("read_eml: headers in encoded words, and in bytes of another encoding") {
  const auto subject = [](const std::string& field) {
    return read("eml", "From: a@example.org\nDate: Thu, 5 Mar 2026 14:07:09 +0000\nSubject: " + field + "\n\nx\n")
        .tickets.front()
        .subject;
  };
  CHECK(subject("=?utf-8?B?6YCA5qy+?=") == "退款");
  CHECK(subject("=?UTF-8?Q?caf=C3=A9_au?= lait") == "café au lait");
  CHECK(subject("=?gb2312?B?zcu/7g==?=") == "退款");
  // 镕 is not in GB2312.
  CHECK(subject("=?gb2312?B?6UY=?=") == "镕");
  // Cut within a character.
  CHECK(subject("=?utf-8?B?6YCA5g==?= =?utf-8?B?rL4=?=") == "退款");
  CHECK(subject("=?iso-8859-1?Q?caf=E9?=\n =?iso-8859-1?Q?_noir?=") == "café noir");
  CHECK(subject("退款什么时候到账") == "退款什么时候到账");
  CHECK(subject("\xC4\xFA\xBA\xC3\xA3\xAC\xCE\xD2\xB5\xC4\xCD\xCB\xBF\xEE\xCA\xB2\xC3\xB4\xCA\xB1\xBA\xF2\xB5\xBD\xD5\xCB") ==
        "您好，我的退款什么时候到账");
  // Wrongly labelled, and with a language.
  CHECK(subject("=?gb2312?B?6YCA5qy+5LuA5LmI5pe25YCZ5Yiw6LSm?=") == "退款什么时候到账");
  CHECK(subject("=?utf-8*en?Q?x?= a =?utf-8?Q?y?=\n =?iso-8859-1?Q?=E9?=") == "x a yé");
  CHECK(subject("=?utf-8?B?6YCA=?x =?bad =??Q?a b?= ?=") == "=?utf-8?B?6YCA=?x =?bad =??Q?a b?= ?=");
  CHECK(subject("one\n two\n\tthree") == "one two three");
}

TEST_CASE("read_eml: of alternatives the plain text, where it says something") {
  CHECK(only(kHeader + multipart("alternative", {kPlain + "Plain", kHtml + "<p>Rich</p>"})).body == "Plain");
  CHECK(only(kHeader + multipart("alternative", {kPlain + " \n", kHtml + "<p><b>Rich</b></p>"})).body == "**Rich**");
  CHECK(only(kHeader + multipart("alternative", {kPlain + "Your program does not show HTML.", kHtml + "<p>Rich</p>"})).body ==
        "Rich");
  CHECK(only(kHeader + multipart("alternative", {kPlain + "About html", kHtml + "<p></p>"})).body == "About html");
  CHECK(only(kHeader + multipart("alternative", {kHtml + "<p>Rich</p>"})).body == "Rich");
  const model::Message html = only(kHeader + kHtml + "<p>Rich <i>text</i></p>");
  CHECK(html.body == "Rich *text*");
  CHECK(html.raw == "<p>Rich <i>text</i></p>");
  const model::Message quoted =
      only(kHeader + kHtml + "<p>Yes.</p><div>On Thursday Bob wrote:<blockquote>Is it?</blockquote></div>");
  CHECK(quoted.body == "Yes.");
}

TEST_CASE("read_eml: what is attached is listed with its size") {
  const std::string file =
      "Content-Type: image/png; name=\"=?utf-8?B?5Zu+?=.png\"\nContent-Transfer-Encoding: base64\n"
      "Content-Disposition: attachment\n\nAAECAwQF\nBgc=\n";
  const std::string log = "Content-Type: text/plain\nContent-Disposition: attachment; filename=x.log\n\n12345\n";
  const model::Message message =
      only(kHeader + multipart("mixed", {multipart("alternative", {kPlain + "See", kHtml + "See"}, "c"), file, log}));
  CHECK(message.body == "See");
  const Value::Array& files = *message.extra.find("attachments")->array();
  REQUIRE(files.size() == 2);
  CHECK(files[0].find("name")->to_text() == "图.png");
  CHECK(files[0].find("type")->to_text() == "image/png");
  CHECK(files[0].find("size")->to_text() == "8");
  CHECK(files[1].find("name")->to_text() == "x.log");
  // A picture within a page is one too.
  const model::Message page = only(kHeader + multipart("related", {kHtml + "<p>Look</p>", file}));
  CHECK(page.body == "Look");
  CHECK(page.extra.find("attachments")->array()->size() == 1);
}

TEST_CASE("read_eml: signed, encrypted, forwarded") {
  const std::string signature = "Content-Type: application/pgp-signature; name=s.asc\n\nabc\n";
  const model::Message signed_one = only(kHeader + multipart("signed", {kPlain + "Signed", signature}));
  CHECK(signed_one.body == "Signed");
  CHECK(signed_one.extra.find("attachments") == nullptr);
  const std::string cipher = "Content-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\nabc\n";
  for (const std::string& mail :
       {kHeader + multipart("encrypted", {"Content-Type: application/pgp-encrypted\n\nVersion: 1\n", cipher}),
        kHeader + "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nabc\n",
        kHeader + kPlain + "-----BEGIN PGP MESSAGE-----\nabc\n-----END PGP MESSAGE-----\n"}) {
    const model::Message message = only(mail);
    CHECK(message.body == "(This mail is encrypted; its text can't be read here.)");
    CHECK(message.extra.find("encrypted") != nullptr);
  }
  const model::Message forwarded =
      only(kHeader +
           multipart("mixed", {kPlain + "Look",
                               "Content-Type: message/rfc822\n\nFrom: b@example.org\nSubject: =?utf-8?B?6YCA5qy+?=\n\nInner\n"}));
  CHECK(forwarded.body == "Look\n\n---------- Forwarded message ----------\nFrom: b@example.org\nSubject: 退款\n\nInner");
}

TEST_CASE("read_eml: what no person wrote is told apart") {
  const auto role = [](const std::string& fields) { return only(kHeader + fields + "\nOut of office\n"); };
  CHECK(role("Auto-Submitted: auto-replied\n").role == model::Role::kSystem);
  CHECK(role("Precedence: bulk\n").role == model::Role::kSystem);
  CHECK(role("X-Autoreply: yes\n").role == model::Role::kSystem);
  CHECK(role("Auto-Submitted: no\n").role == model::Role::kCustomer);
  CHECK(role("Precedence: bulk\nList-Id: <l.example.org>\n").role == model::Role::kCustomer);
  CHECK(role("Precedence: list\n").role == model::Role::kCustomer);
  const std::string bounce = multipart("report; report-type=delivery-status",
                                       {kPlain + "No such user", "Content-Type: message/delivery-status\n\nAction: failed\n",
                                        "Content-Type: message/rfc822\n\nSubject: Lost\n\nText\n"});
  const Collected got = read("eml", kHeader + bounce);
  CHECK(got.tickets.front().messages.front().role == model::Role::kSystem);
  CHECK(got.tickets.front().messages.front().body == "No such user");
  CHECK(got.tickets.front().tags == std::vector<std::string>{"bounce"});
}

TEST_CASE("read_eml: nothing but the line of an mbox") {
  for (const std::string line :
       {"From ann@example.org Thu Mar  5 14:07:09 2026", "From ann@example.org Thu Mar  5 14:07:09 2026\n"}) {
    const Collected got = read("eml", line);
    REQUIRE(got.rejections.size() == 1);
    CHECK(got.rejections.front().reason == "an empty message");
  }
}

TEST_CASE("read_mbox: whose words they are") {
  const auto mail = [](const std::string& from, const std::string& to, const std::string& id, const std::string& refs) {
    return std::string(kFrom) + "From: " + from + "\nTo: " + to + "\nSubject: S\nDate: Thu, 5 Mar 2026 14:07:0" + id +
           " +0000\nMessage-ID: <" + id + "@x>\nReferences: " + refs + "\n\nText " + id + "\n\n";
  };
  const auto roles = [](const Collected& got) {
    std::string out;
    for (const model::Message& message : got.tickets.front().messages) out += model::role_name(message.role).front();
    return out;
  };
  const std::string box =
      mail("ann@example.org", "help@example.com", "1", "") + mail("bob@example.com", "ann@example.org", "2", "<1@x>") +
      mail("carl@example.org", "bob@example.com", "3", "<1@x> <2@x>") + mail("Ann <ANN@example.org>", "x@y", "4", "<1@x>");
  CHECK(roles(read("mbox", box)) == "caac");
  CHECK(roles(read("mbox", box, {"example.com"})) == "cacc");
  CHECK(roles(read("mbox", box, {"@example.com", "carl@example.org"})) == "caac");
  // The team wrote first.
  const std::string out = mail("bob@example.com", "Ann <ann@example.org>", "1", "");
  CHECK(read("mbox", out, {"example.com"}).tickets.front().requester == model::Party{"Ann", "ann@example.org", ""});
  CHECK(roles(read("mbox", out, {"example.com"})) == "a");
  CHECK(is_agent("a@mail.example.com", std::vector<std::string>{"example.com"}));
  CHECK(!is_agent("a@badexample.com", std::vector<std::string>{"example.com"}));
}

TEST_CASE("read_mbox: a thread is known by its root, there or not, and by nothing else where there is no identifier") {
  const std::string reply = std::string(kFrom) + "From: a@x\nSubject: Re: S\nMessage-ID: <2@x>\nReferences: <1@x>\n\nText\n";
  const Collected got = read("mbox", reply);
  CHECK(got.tickets.front().external_id == "1@x");
  CHECK(got.origins.front().part->related == std::vector<std::string>{"1@x"});
  CHECK(got.tickets.front().created_at == parse_time("2026-03-05T14:07:09Z"));
  const Collected nameless = read("mbox", std::string(kFrom) + "From: a@x\nSubject: S\n\nText\n");
  CHECK(nameless.tickets.front().external_id.starts_with("~"));
  CHECK(nameless.tickets.front().external_id == read("eml", "From: a@x\nSubject: S\n\nText\n").tickets.front().external_id);
}

TEST_CASE("read_mbox: quoted From, repeats, and what is no mail") {
  const Collected got = read("mbox", std::string(kFrom) + kHeader + "\n>From here\n>>From there\n\nBye\n\n" + kFrom + kHeader +
                                         "\nOther\n\n" + kFrom + "no header\n\n" + kFrom + "\n" + kFrom + "X-Other: y\n\n");
  REQUIRE(got.tickets.size() == 1);
  REQUIRE(got.tickets.front().messages.size() == 2);
  CHECK(got.tickets.front().messages[0].body == "From here\n>From there\n\nBye");
  CHECK(got.tickets.front().messages[1].external_id == "1@example.org#2");
  REQUIRE(got.rejections.size() == 3);
  CHECK(got.rejections[0].place.line == 24);
  CHECK(got.rejections[0].raw == std::string(kFrom) + "no header\n");
  CHECK(got.rejections[2].reason == "neither subject nor text nor attachment");
  // Rejected mail is an mbox again.
  CHECK(read("mbox", got.rejections[0].raw).rejections.front().raw == got.rejections[0].raw);
}

TEST_CASE("sniff_mbox, sniff_eml") {
  CHECK(sniff_mbox(std::string(kFrom) + kHeader));
  CHECK(!sniff_mbox("From 10:30 on\n"));
  CHECK(sniff_eml(kHeader + "\nx"));
  CHECK(sniff_eml("Received: from a by b; Thu, 5 Mar 2026 14:07:09 +0000\r\nFrom: a@x\r\nTo: b@x\r\n\r\n"));
  CHECK(!sniff_eml("From,Date,Subject\na,b,c\n"));
  CHECK(!sniff_eml("title: x\ndate: 2026-03-05\n\ntext"));
  CHECK(!sniff_eml("{\"From\": 1}"));
}

TEST_CASE("read_mbox: damage never ends it") {
  const std::string file = "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\nAAEC";
  std::vector<std::string> mails = {
      kHeader + multipart("mixed", {kPlain + "See", file, multipart("alternative", {kPlain + "A", kHtml + "<p>B"}, "inner")}),
      kHeader + kPlain + "退款什么时候到账\n> quoted\n-- \nAnn\n",
      kHeader +
          "Content-Type: text/plain; charset=gb2312; format=flowed\nContent-Transfer-Encoding: quoted-printable\n\n=CD=CB=BF=EE "
          "=\nx \ny\n",
      kHeader + "Content-Type: multipart/mixed\n\nno border\n",
      kHeader + "Content-Type: multipart/mixed; boundary=\"\"\n\n--\nx\n",
  };
  std::mt19937_64 random(17);
  const std::string bytes("\0\xFF\n\r-=?:;<>@\" \t.b", 17);
  for (int round = 0; round < 400; ++round) {
    std::string box;
    for (const std::string& mail : mails) {
      std::string copy = mail;
      for (std::size_t n = random() % 8; n > 0; --n) {
        if (copy.empty()) break;
        const std::size_t at = random() % copy.size();
        switch (random() % 4) {
          case 0: copy[at] = bytes[random() % bytes.size()]; break;
          case 1: copy.erase(at, random() % 20); break;
          case 2: copy.insert(at, copy.substr(random() % copy.size(), random() % 40)); break;
          default: copy.resize(std::max<std::size_t>(at, 1)); break;
        }
      }
      box += kFrom + copy + "\n\n";
    }
    const Collected got = read("mbox", box);
    REQUIRE(got.tickets.size() + got.rejections.size() >= 1);
  }
  // Many parts, deep parts, long lines, long headers.
  std::vector<std::string> many(20'000, kPlain + "x");
  CHECK(only(kHeader + multipart("mixed", many)).body.size() > 20'000);
  std::string deep;
  for (int i = 0; i < 5'000; ++i)
    deep += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\n\n--b" + std::to_string(i) + "\n";
  CHECK(only(kHeader + deep + kPlain + "x").extra.find("attachments") == nullptr);
  CHECK(only(kHeader + "\n" + std::string(1'500'000, 'x') + "\n").body.size() == 1'500'000);
  CHECK(only("Subject: " + std::string(1'000'000, 'x') + "\n" + kHeader + "\nText\n").body == "Text");
  CHECK(only(kHeader + kPlain + std::string(5'000'000, 'x')).body.size() == 4 << 20);
}
