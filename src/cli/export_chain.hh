// What records pass on their way to an exporter: personal data is taken out of them, then they are written in another script.
#pragma once

#include <optional>
#include <string>

#include "cli/command.hh"
#include "formats/export.hh"
#include "formats/redacting.hh"
#include "text/personal.hh"

namespace ckm::cli {

struct ChainOptions {
  bool redact = false;
  std::string script = {};  // One of text::kScripts; empty: as they are.
};

class ExportChain {
 public:
  // `out` must outlive it. Throws Error{kSystem} where what converts scripts is missing.
  ExportChain(const Context& context, const ChainOptions& options, formats::Exporter& out);
  ExportChain(const ExportChain&) = delete;
  ExportChain& operator=(const ExportChain&) = delete;

  // Where records go in.
  [[nodiscard]] formats::Exporter& front() { return *front_; }

 private:
  std::unique_ptr<formats::Exporter> scripted_;
  std::optional<text::PersonalFinder> finder_;
  std::optional<formats::RedactingExporter> redacting_;
  formats::Exporter* front_;
};

}  // namespace ckm::cli
