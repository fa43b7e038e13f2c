// Repair: undoes what web pages, spreadsheets and careless converters did to a text, and says each thing that it did.
//
// Pure functions over UTF-8; bytes that are not UTF-8 pass through. Clean text is untouched, and repair(repair(x).text) changes
// nothing. Applying the edits backwards gives the raw bytes exactly. What can't be decided is a finding and stays as it is.
//
//   utf-8, gb18030, big5, shift_jis, euc-jp, euc-kr as windows-1252; utf-8 as gb18030
//              A wrong decoding of the whole text is undone, where that is certain, else the first of these in each word that
//              does not stand there in its right form too (then it is a finding): see mojibake.hh. First, since all others need
//              the characters that were meant. An edit ends at a blank, a line end or another character below "0".
//   mojibake   A finding for each row of characters that clearly were East Asian text, where that can't be undone.
//   markup     HTML entities are decoded (&nbsp; to a blank) and left-over tags dropped: <br> and the borders of blocks become
//              line ends. A tag is an element of HTML that breaks lines, has attributes, is closed somewhere, or closes; so a <
//              b, <stdio.h>, List<int> and <mail@addresses.org> stay, and so does what stands in code (markup_code.hh) or in a
//              row of a Markdown table, and all of it where the text speaks of markup (markup_evidence.hh): of <div> and <span>.
//              Comments and the marks of CDATA go where tags do. Links and pictures become Markdown, as in text/html.hh.
//   escape     Excel's _x000D_ is decoded. _x005F_ before another one stays: it says that this one was meant.
//   control    Control characters, terminal colours, zero-width characters and soft hyphens are removed; zero-width joiners
//              only between characters that have no use for them, marks of direction only in a text of no script that is written
//              from right to left. C1 controls (U+0080-9F) are findings, and so are soft hyphens and U+0085 that rather are bytes
//              of a text that was read wrongly, by what stands beside them.
//   line-end   CR LF, CR, VT, FF, U+0085, U+2028 and U+2029 become LF.
//   space      Ideographic spaces: none at a line's end, at most two at its start (an indented paragraph); within a line, three
//              or more become one.
//   reading    網(wǎng)絡(luò ) is 網絡, where the text has at least min_readings of these: see repair_readings.hh.
//   splice     因?yàn)橹R(shí) is 因為知識: see repair_splices.hh. Undecided ones are findings, and so are those of a
//              text with fewer readings than that.
//   private-use  A finding for each run of private-use characters.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ckm::text {

// `before`, which stands at byte `offset` of the raw text, was replaced by `after`. Edits ascend and do not overlap. Where the
// work of two rules meets, it is one edit under the name of the later one.
struct Edit {
  std::size_t offset;
  std::string before;
  std::string after;
  std::string_view rule;
};

// Damage that was left as it is: `text` at byte `offset` of the raw text.
struct Finding {
  std::size_t offset;
  std::string text;
  std::string_view rule;
};

struct Repair {
  std::string text;
  std::vector<Edit> edits;
  std::vector<Finding> findings;
};

struct RepairOptions {
  std::size_t min_readings = 5;  // A text with fewer inline readings is taken for one that explains them.
};

// Linear, apart from texts made to nest damage in damage: what has not settled after a few rounds is left as it was, with a
// finding of the rule "unsettled".
Repair repair(std::string_view raw, const RepairOptions& options = {});

// Whether repair could find anything. Several hundred MB/s: for asking before each field of an import.
bool may_be_damaged(std::string_view text);

// The raw text again.
std::string undo_repair(std::string_view repaired, std::span<const Edit> edits);

}  // namespace ckm::text
