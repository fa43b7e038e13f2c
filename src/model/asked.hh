// What somebody asks with a ticket or an article, as one text: what classifiers read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/article.hh"
#include "model/ticket.hh"

namespace ckm::model {

// A line each; empty ones are left out.
std::string asked(std::string_view title, const std::vector<std::string>& others);
// The subject, and what the customer said in it, in order, without notes.
std::string asked(const Ticket& ticket);
// Of a FAQ its question and other phrasings, of a case its title and situation, of a document its title.
std::string asked(const Article& article);

}  // namespace ckm::model
