#include <array>
#include <memory>

#include "cli/declare.hh"
#include "cli/text_commands.hh"

namespace ckm::cli {
namespace {

constexpr std::array kTextCommands = {
    TextCommand{"repair", "Undo the damage of a text", declare_text_repair},
};

}  // namespace

Run declare_text(CLI::App& app) {
  const auto chosen = std::make_shared<std::function<Exit(Context&)>>();
  for (const TextCommand& command : kTextCommands) {
    CLI::App* sub = app.add_subcommand(std::string(command.name), std::string(command.summary));
    sub->callback([chosen, go = command.declare(*sub)] { *chosen = go; });
  }
  app.require_subcommand(1);
  return {[] { return Access::kNone; }, [chosen](Context& context) { return (*chosen)(context); }};
}

}  // namespace ckm::cli
