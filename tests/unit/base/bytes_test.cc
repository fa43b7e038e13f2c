#include "base/bytes.hh"

#include <doctest/doctest.h>

#include <limits>

using namespace ckm;

TEST_CASE("Bytes: little-endian, and the same again") {
  BytesOut out;
  out.put(0x0102030405060708, 8);
  out.put(0xABCDEF, 2);
  out.put_float(-1.5F);
  out.put_double(0.1);
  out.put_text("客户");
  out.put_text("");
  const std::string bytes = out.take();
  CHECK(bytes.substr(0, 10) == "\x08\x07\x06\x05\x04\x03\x02\x01\xEF\xCD");
  BytesIn in(bytes);
  CHECK(in.get(8) == 0x0102030405060708);
  CHECK(in.get(2) == 0xCDEF);
  CHECK(in.get_float() == -1.5F);
  CHECK(in.get_double() == 0.1);
  CHECK(in.get_text() == "客户");
  CHECK_FALSE(in.ended());
  CHECK(in.get_text().empty());
  CHECK(in.ended());
  CHECK_FALSE(in.damaged());
}

TEST_CASE("Bytes: what lies behind the end is 0 and damage") {
  for (const std::string_view bytes : {"", "a", "abc"}) {
    BytesIn in(bytes);
    CHECK(in.get(4) == 0);
    CHECK(in.damaged());
  }
  BytesOut out;
  out.put(100, 4);
  const std::string bytes = out.take() + "short";
  BytesIn text(bytes);
  CHECK(text.get_text().empty());
  CHECK(text.damaged());
  BytesIn count(bytes);
  CHECK(count.get_count(1) == 0);
  CHECK(count.damaged());
  BytesOut five;
  five.put(5, 4);
  const std::string enough = five.take() + "short";
  BytesIn fits(enough);
  CHECK(fits.get_count(1) == 5);
  CHECK_FALSE(fits.damaged());
  BytesIn twice(enough);
  CHECK(twice.get_count(2) == 0);
  CHECK(twice.damaged());
}

TEST_CASE("Bytes: what was refused stays damaged") {
  BytesIn in("abcd");
  in.refuse();
  CHECK(in.get(2) == 0);
  CHECK(in.damaged());
}
