// Ctrl-C and termination, as a question that long work asks between two pieces.
#pragma once

namespace ckm {

// From here on SIGINT, SIGTERM and SIGHUP only set a flag; a second one of them ends the program at once. SIGPIPE and
// SIGXFSZ are ignored, so that a closed pipe or a file grown too large is an error that can be handled.
void install_signal_handlers();

// The signal that came, or 0.
int interrupted();

// Thrown by long work that gives up at a signal, after leaving everything whole. Caught in main.
struct Interrupted {};

// Throws it where a signal came.
inline void stop_if_interrupted() {
  if (interrupted() != 0) throw Interrupted();
}

// Ends the program by that signal, as its parent expects it.
[[noreturn]] void raise_again(int signal);

}  // namespace ckm
