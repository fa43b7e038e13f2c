#include <array>

#include "cli/declare.hh"

namespace ckm::cli {

Run declare_text(Args& args) {
  static constexpr std::array kSubcommands = {
      Subcommand{"detect", "Tell the encoding, script, language and line ends of files", declare_text_detect},
      Subcommand{"repair", "Undo the damage of a text", declare_text_repair},
      Subcommand{"tokens", "List the terms that a text is found by", declare_text_tokens},
      Subcommand{"fold", "Print a text with all spellings made equal", declare_text_fold},
  };
  return declare_subcommands(args, kSubcommands);
}

}  // namespace ckm::cli
