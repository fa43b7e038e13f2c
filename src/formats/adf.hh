// Atlassian's document format, in which Jira's REST interface, version 3, gives descriptions and comments.
// https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
#pragma once

#include <optional>
#include <string>

#include "base/value.hh"

namespace ckm::formats {

// The document as Markdown: paragraphs, headings, lists, tasks, tables, quotations, panels, code, links, marks, mentions, dates
// and what attachments are called. Of nodes that are not known what they hold stays. Nothing where the value is no such document.
std::optional<std::string> adf_to_markdown(const Value& value);

}  // namespace ckm::formats
