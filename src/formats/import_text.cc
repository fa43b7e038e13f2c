#include "formats/import_text.hh"

#include <string>
#include <utility>

#include "formats/import_csv.hh"
#include "formats/text_file.hh"

namespace ckm::formats {

bool sniff_text(std::string_view head) { return !is_surely_table(head); }

void read_text(ByteSource& in, const ReadOptions& options, Sink& out) {
  const std::string text = read_one_text(in, options);
  if (auto fault = text_fault(text)) {
    out.reject(std::move(*fault));
    return;
  }
  give_text(take_title(text), file_identifier(options.file), options.kind.value_or(model::Kind::kDocument), out);
}

}  // namespace ckm::formats
