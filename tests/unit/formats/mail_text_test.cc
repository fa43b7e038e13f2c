#include "formats/mail_text.hh"

#include <doctest/doctest.h>

using namespace ckm::formats;

TEST_CASE("decode_mail_text: labels, right, wrong and missing") {
  CHECK(decode_mail_text("plain", "") == "plain");
  CHECK(decode_mail_text("caf\xC3\xA9", "utf-8") == "café");
  CHECK(decode_mail_text("caf\xE9", "iso-8859-1") == "café");
  CHECK(decode_mail_text("\x93quoted\x94 \x80", "iso-8859-1") == "“quoted” €");
  CHECK(decode_mail_text("\xCD\xCB\xBF\xEE", "gb2312") == "退款");
  // 镕 and 囧 are not in GB2312, but in what calls itself so.
  CHECK(decode_mail_text("\xE9\x46\x87\xE5", "gb2312") == "镕囧");
  CHECK(decode_mail_text("退款什么时候到账", "iso-8859-1") == "退款什么时候到账");
  CHECK(decode_mail_text("退款什么时候到账", "us-ascii") == "退款什么时候到账");
  CHECK(decode_mail_text("退款什么时候到账", "no-such-charset") == "退款什么时候到账");
  // "您好，我的退款什么时候到账？谢谢" in GBK without a label.
  const std::string gbk =
      "\xC4\xFA\xBA\xC3\xA3\xAC\xCE\xD2\xB5\xC4\xCD\xCB\xBF\xEE\xCA\xB2\xC3\xB4\xCA\xB1\xBA\xF2\xB5\xBD\xD5\xCB\xA3\xBF\xD0\xBB"
      "\xD0\xBB";
  CHECK(decode_mail_text(gbk, "") == "您好，我的退款什么时候到账？谢谢");
  CHECK(decode_mail_text(gbk, "utf-8") == "您好，我的退款什么时候到账？谢谢");
  CHECK(decode_mail_text("\x1B$B$3$s\x1B(B", "iso-2022-jp") == "こん");
  CHECK(decode_mail_text(std::string("a\0b", 3), "us-ascii") == "ab");
  CHECK(decode_mail_text("x\xFFy", "utf-8").find("x") == 0);
}

TEST_CASE("unflow") {
  CHECK(unflow("One \ntwo \nthree\nfour\n", false) == "One two three\nfour\n");
  CHECK(unflow("> One \n> two\nthree\n", false) == "> One two\nthree\n");
  CHECK(unflow("One \n> two\n", false) == "One \n> two\n");
  CHECK(unflow(" From here\n >x\n", false) == "From here\n>x\n");
  CHECK(unflow("One \n-- \nAnn\n", false) == "One \n-- \nAnn\n");
  CHECK(unflow("退 \n款\n", true) == "退款\n");
}

TEST_CASE("without_pgp_armour, without_from_marks") {
  CHECK(without_pgp_armour(
            "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHello\n- -- \nAnn\n-----BEGIN PGP SIGNATURE-----\n\nabc\n"
            "-----END PGP SIGNATURE-----\n") == "Hello\n-- \nAnn\n\n");
  CHECK(without_pgp_armour("Hello") == "Hello");
  CHECK(without_pgp_armour("-----BEGIN PGP SIGNED MESSAGE-----\nx") == "-----BEGIN PGP SIGNED MESSAGE-----\nx");
  CHECK(is_pgp_encrypted("\n-----BEGIN PGP MESSAGE-----\nabc"));
  CHECK(without_from_marks(">From here\n>>From there\n> From\nx") == "From here\n>From there\n> From\nx");
}
