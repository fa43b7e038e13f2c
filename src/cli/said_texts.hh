// What customers say in their tickets, as topics and terms are sought in it.
#pragma once

#include <functional>
#include <string>

#include "cli/command.hh"
#include "store/customer_texts.hh"

namespace ckm::cli {

// The subject as the first line, then the messages without mails below theirs and signatures.
std::string said(const store::CustomerText& text);

// Each ticket that says something, with a line that tells how far it is. Throws Interrupted.
void for_each_said(Context& context, const char* what, const std::function<void(store::CustomerText&)>& visit);

}  // namespace ckm::cli
