#include "formats/mail_header.hh"

#include <doctest/doctest.h>

using namespace ckm;
using namespace ckm::formats;

TEST_CASE("MailHeader: fields are unfolded, whatever their case and line ends") {
  const MailHeader header(
      "SUBJECT: one\r\n two\r\n\tthree\r\nX-Odd: x\r\nmessage-id : <a@x>\r\nNo field here\r\nTo:\r\n b@x\r\n");
  CHECK(header.field("subject") == "one two three");
  CHECK(header.id() == "a@x");
  CHECK(header.field("to") == "b@x");
  CHECK(header.field("cc").empty());
  CHECK(header.size() == 4);
}

TEST_CASE("header_block: up to the empty line") {
  CHECK(header_block("A: b\nC: d\n\nbody\n\n") == "A: b\nC: d\n");
  CHECK(header_block("A: b\r\n\r\nbody") == "A: b\r\n");
  CHECK(header_block("\nbody").empty());
  CHECK(header_block("A: b") == "A: b");
}

TEST_CASE("MailHeader: what a message answers") {
  const auto references = [](const std::string& block) {
    std::string joined;
    for (const std::string& id : MailHeader(block).references()) joined += id + " ";
    return joined;
  };
  CHECK(references("References: <a@x>\n <b@x> <a@x>\nIn-Reply-To: <b@x>\n") == "a@x b@x ");
  CHECK(references("References: <a@x>\nIn-Reply-To: Your message of Monday <c@x>\n") == "a@x c@x ");
  CHECK(references("References: a@x, b@x\n") == "a@x b@x ");
  // A word, the sender's address and the message itself are none.
  CHECK(references("References: <yes> <a@x>\n") == "a@x ");
  CHECK(references("From: Ann <Ann@x.org>\nIn-Reply-To: Ann <ann@x.org>\n").empty());
  CHECK(references("Message-ID: <m@x>\nReferences: <a@x> <m@x>\n") == "a@x ");
  CHECK(references("References: <<>> < > <a@x\n").empty());
}

TEST_CASE("MailHeader: when") {
  CHECK(MailHeader("Date: Thu, 5 Mar 2026 14:07:09 +0800 (CST)\n").time() == parse_time("2026-03-05T06:07:09Z"));
  CHECK(MailHeader("Date: 5 Mar 26 06:07 GMT\n").time() == parse_time("2026-03-05T06:07:00Z"));
  CHECK(
      MailHeader("Date: soon\nReceived: from a by b; Thu, 5 Mar 2026 06:07:09 +0000\nReceived: c; Wed, 4 Mar 2026 1:00:00 GMT\n")
          .time() == parse_time("2026-03-05T06:07:09Z"));
  CHECK(!MailHeader("Date: soon\n").time());
}

TEST_CASE("addresses_in") {
  using List = std::vector<std::string>;
  CHECK(addresses_in("Ann Lee <Ann@X.org>, bob@y.org; \"c@d\" <e@f>") == List{"ann@x.org", "bob@y.org", "c@d", "e@f"});
  CHECK(addresses_in("@ x@ @y").empty());
}

TEST_CASE("bare_subject: marks go, letters and tags stay") {
  CHECK(bare_subject("Re: Fwd: AW: Where is my Order?") == "Where is my Order?");
  CHECK(bare_subject(" 回复：转发: 退款什么时候到账 ") == "退款什么时候到账");
  CHECK(bare_subject("Re: [shop] Re[2]: [shop] Order LM-1") == "[shop] Order LM-1");
  CHECK(bare_subject("[X3]") == "[X3]");
  CHECK(bare_subject("Refund: where") == "Refund: where");
  CHECK(bare_subject("Re:").empty());
  CHECK(bare_subject("").empty());
}

TEST_CASE("subject_key: marks of replies, tags, case and blanks don't count") {
  const auto same = [](std::string_view reply) {
    const SubjectKey key = subject_key(reply);
    return key.text == "help me" && key.reply;
  };
  for (const std::string subject :
       {"Re: Help me", "RE:Help  me", "AW: Help me", "Antw: Help me", "SV: Re: help ME", "Re[2]: Help me", "Re(3): Help me",
        "Re : Help me", "回复：Help me", "回复: Help me", "答复：Re: Help me", "回覆： Help me", "Fwd: Re: Help me",
        "[list] Re: Help me", "Re: [list] Help me", "Re: [a] [b] Help\tme"}) {
    CAPTURE(subject);
    CHECK(same(subject));
  }
  CHECK(!subject_key("Help me").reply);
  CHECK(!subject_key("Fwd: Help me").reply);
  CHECK(subject_key("WG: Help me").text == "help me");
  CHECK(subject_key("转发：Help me").text == "help me");
  CHECK(subject_key("Re:").text.empty());
  CHECK(subject_key("").text.empty());
  // These begin like marks.
  CHECK(subject_key("Refund: where").text == "refund: where");
  CHECK(subject_key("Ref 12: broken").text == "ref 12: broken");
  CHECK(subject_key("Regarding: x").text == "regarding: x");
  CHECK(subject_key("[tag]").text == "[tag]");
  CHECK(is_forward("Fwd: x"));
  CHECK(is_forward("[a] Re: FW: x"));
  CHECK(!is_forward("Re: x"));
}
