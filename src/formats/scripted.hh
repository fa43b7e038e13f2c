// An exporter that writes for the readers of another script what it hands on: text/convert_script.hh.
#pragma once

#include <memory>
#include <string_view>

#include "formats/export.hh"

namespace ckm::formats {

// `out` must outlive it. `script`: one of text::kScripts. All texts, tags and categories are converted, names of people and what
// no field takes are not; an article in Chinese says the script as its language. Throws Error{kSystem} where what converts is
// missing.
std::unique_ptr<Exporter> make_scripted(Exporter& out, std::string_view script);

}  // namespace ckm::formats
