// Who may see an article, and what of it.
//
// The team sees everything. Partners and the public see an article once it is validated, holds at the time, and is meant for
// them: what is public is for partners too. Of it they never see what was said or thought while it was made (as_published).
// Tickets, people, customers and learned wordings are the team's alone, whatever an article's audience.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/article.hh"

namespace ckm::model {

// As in kAudiences, each seeing no more than the one before it.
enum class Audience : std::uint8_t { kInternal, kPartner, kPublic };

std::optional<Audience> audience_from_name(std::string_view name);
std::string_view audience_name(Audience audience);

// Why those of an audience do not see an article at that time: each a sentence's end, such as "it is for the team alone". Empty:
// they see it.
std::vector<std::string> why_hidden(const Article& article, Audience audience, Time at);

// What an article has that only the team sees, in words, such as "reflections".
std::vector<std::string> withheld(const Article& article);

// The article as those outside of the team see it: by its uid alone, without what withheld() tells.
Article as_published(Article article);

}  // namespace ckm::model
