// The parts of ckm classify, each in its classify_<name>.cc, and what they share.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hh"
#include "model/category.hh"
#include "store/items.hh"
#include "store/targets.hh"

namespace ckm::cli {

Run declare_classify_apply(Args& args);
Run declare_classify_drop(Args& args);
Run declare_classify_eval(Args& args);
Run declare_classify_explain(Args& args);
Run declare_classify_review(Args& args);
Run declare_classify_rules(Args& args);
Run declare_classify_status(Args& args);
Run declare_classify_train(Args& args);

// The categories of a rules file. Throws Error{kInput} for a mistake in it, and where it has no rule.
std::vector<model::Category> read_rules_file(const std::string& path);

// For a fact "95 % right": of which share of the texts that is so, answering from which confidence on; less than half of a
// percent is chance, and said to be none.
std::string surely_answered(double covered, double least);

// The option --field, category where it isn't given.
void add_field(Args& args, std::string& into);

// Calls visit(item, text, labels) for each ticket and FAQ of which a person or the source says the field, and which the query of
// --where lets through; empty: all. Cases and documents are no questions. Throws what need_exact_where (saved_words.hh) does, and
// Interrupted.
using Labelled = std::function<void(const store::Item& item, const std::string& text, const std::vector<std::string>& labels)>;
void for_each_labelled(Context& context, const store::Target& target, const std::string& where, const Labelled& visit);

}  // namespace ckm::cli
