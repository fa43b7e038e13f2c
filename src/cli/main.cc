// The program: the only place where errors are caught and exit statuses are given.
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <new>

#include "base/error.hh"
#include "base/interrupt.hh"
#include "base/out_file.hh"
#include "base/utf8.hh"
#include "cli/app.hh"

int main(int argc, char** argv) {
  using ckm::Exit;
  ckm::install_signal_handlers();
  const auto fail = [](Exit code, const char* what, const std::string& hint) {
    std::fflush(stdout);
    ckm::write_stderr(fmt::format("ckm: {}\n", ckm::utf8::printable(what)));
    if (!hint.empty()) ckm::write_stderr(fmt::format("hint: {}\n", ckm::utf8::printable(hint)));
    return static_cast<int>(code);
  };
  try {
    return static_cast<int>(ckm::cli::run({argv + 1, argv + argc}));
  } catch (const ckm::ClosedPipe&) {
    return 0;
  } catch (const ckm::Interrupted&) {
    std::fflush(stdout);
    ckm::raise_again(ckm::interrupted());
  } catch (const ckm::Error& e) {
    return fail(e.code(), e.what(), e.hint());
  } catch (const std::bad_alloc&) {
    return fail(Exit::kSystem, "no memory left", "close other programs and try again");
  } catch (const std::exception& e) {
    return fail(Exit::kBug, e.what(), "this is a bug in ckm; please report it with the command that shows it");
  }
}
