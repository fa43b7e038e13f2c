// The rows for JSON: documents with an array of records, and JSON lines.
#pragma once

#include <cstddef>
#include <string_view>

#include "formats/format.hh"

namespace ckm::formats {

bool sniff_json(std::string_view head);
// Lines of which most are objects, whichever they are: a bad first one costs that one alone.
bool sniff_jsonl(std::string_view head);
// The same where the name says so: one line is enough, and one that goes beyond the head.
bool sniff_named_jsonl(std::string_view head);
// Arrays of objects, objects with one such array inside ({"tickets": [...], "next_page": ...}: the first array of objects
// counts, the other members are dropped), objects that are records themselves, one after another in any number.
void read_json(ByteSource& in, const ReadOptions& options, Sink& out);
// The same with another limit than kMaxRecord on the bytes of one record; checked once per 64 KiB.
void read_json_within(std::size_t max_record, ByteSource& in, const ReadOptions& options, Sink& out);
// One object a line.
void read_jsonl(ByteSource& in, const ReadOptions& options, Sink& out);

}  // namespace ckm::formats
