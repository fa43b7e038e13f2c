#include "formats/digest.hh"

#include <doctest/doctest.h>

namespace ckm::formats {

TEST_CASE("digest_text: what a title says changes nothing around it") {
  Digest digest;
  digest.since = 1'767'225'600;
  digest.until = 1'770'000'000;
  CHECK(digest_text(digest) == "# Knowledge from 2026-01-01 to 2026-02-02\n\n0 new, 0 changed, 0 retired.\n");
  digest.added = {{"faq:1", "Is [it](x) *red*\n# <b>?\x1b[31m", "a/b", ""}};
  digest.retired = {{"faq:2", "Old", "", "removed"}};
  digest.used = {{"faq:1", "Red", 1}, {"faq:3", "Blue", 2}};
  digest.missed.emplace(std::vector<DigestCount>{{"", "<script>", 3}});
  CHECK(digest_text(digest) ==
        "# Knowledge from 2026-01-01 to 2026-02-02\n\n1 new, 0 changed, 1 retired.\n\n## New\n\n- Is \\[it\\](x) \\*red\\* # "
        "\\<b\\>? \\[31m (faq:1, a/b)\n\n## Retired\n\n- Old (faq:2): removed\n\n## Most used\n\n1. Red (faq:1): 1 use\n1. Blue "
        "(faq:3): 2 uses\n\n## Most missed\n\n1. \\<script\\>: 3 times\n");
}

}  // namespace ckm::formats
