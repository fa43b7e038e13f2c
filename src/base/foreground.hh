// A program of the user's own that has the terminal while ckm waits for it, such as an editor.
#pragma once

#include <string>

namespace ckm {

// Runs a command line of the shell with `argument` behind it, and returns what wait(2) tells of it. Ctrl-C and Ctrl-\ are its own
// meanwhile. At SIGTERM and SIGHUP, which interrupted() tells, the program is given half a second to end by itself, for it may
// have got the signal too, then sent it and given as long; one that goes on is left alone and told as if the signal had ended it.
// Of several commands in a line the shell gets the signal. Throws Error{kSystem} where no shell can be started. For one thread of
// a process at a time.
int run_in_foreground(const std::string& command, const std::string& argument);

}  // namespace ckm
