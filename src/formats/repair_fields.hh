// Repairs the texts of a record on its way into the store, and keeps in `raw` how those came that it changed.
//
// Bodies in HTML become Markdown first (text/html.hh). Pure functions. The texts of one record are one document: inline readings
// are taken for damage where all of them together have as many as text::repair asks of a text. A text of which nothing would be
// left stays as it is. Clean texts cost a look at their bytes.
#pragma once

#include <cstddef>

#include "model/article.hh"
#include "model/ticket.hh"

namespace ckm::formats {

struct FieldRepairs {
  std::size_t texts = 0;     // That were changed.
  std::size_t findings = 0;  // Places that look damaged and are as they were.
};

// The subject and the bodies of the messages. A message that has something in raw keeps that: how its body came before its
// reader changed it. The ticket has nothing in raw yet.
FieldRepairs repair_fields(model::Ticket& ticket);
// Every text of model::for_each_text. What its reader put into raw stays there.
FieldRepairs repair_fields(model::Article& article);

}  // namespace ckm::formats
