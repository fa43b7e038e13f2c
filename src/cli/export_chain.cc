#include "cli/export_chain.hh"

#include "cli/redact_settings.hh"
#include "formats/scripted.hh"

namespace ckm::cli {

ExportChain::ExportChain(const Context& context, const ChainOptions& options, formats::Exporter& out) : front_(&out) {
  if (!options.script.empty()) {
    scripted_ = formats::make_scripted(*front_, options.script);
    front_ = scripted_.get();
  }
  if (!options.redact) return;
  finder_.emplace(personal_finder(context.settings));
  front_ = &redacting_.emplace(*front_, *finder_);
}

}  // namespace ckm::cli
