// What pages are made with: text/escape.hh and text/markdown_html.hh. Nothing else in this folder may put a text of an article, a
// category or a theme into markup.
#pragma once

#include "text/escape.hh"
#include "text/markdown_html.hh"

namespace ckm::site {

using text::html_attribute;
using text::html_text;
using text::is_safe_address;
using text::markdown_html;
using text::markdown_text;
using text::script_json;
using text::script_string;
using text::shown;
using text::url_path;

}  // namespace ckm::site
