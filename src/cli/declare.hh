// The declare functions of all commands and subcommands; each lies in its own cmd_<name>.cc or <command>_<name>.cc.
#pragma once

#include "cli/command.hh"

namespace ckm::cli {

Run declare_add(Args& args);
Run declare_audience(Args& args);
Run declare_backup(Args& args);
Run declare_blame(Args& args);
Run declare_check(Args& args);
Run declare_category(Args& args);
Run declare_classify(Args& args);
Run declare_cluster(Args& args);
Run declare_completion(Args& args);
Run declare_diff(Args& args);
Run declare_draft(Args& args);
Run declare_dups(Args& args);
Run declare_edit(Args& args);
Run declare_export(Args& args);
Run declare_feedback(Args& args);
Run declare_forget(Args& args);
Run declare_gaps(Args& args);
Run declare_help(Args& args);
Run declare_import(Args& args);
Run declare_index(Args& args);
Run declare_info(Args& args);
Run declare_init(Args& args);
Run declare_link(Args& args);
Run declare_log(Args& args);
Run declare_eval(Args& args);
Run declare_measures(Args& args);
Run declare_merge(Args& args);
Run declare_query(Args& args);
Run declare_redact(Args& args);
Run declare_related(Args& args);
Run declare_revert(Args& args);
Run declare_review(Args& args);
Run declare_rm(Args& args);
Run declare_set(Args& args);
Run declare_show(Args& args);
Run declare_suggest(Args& args);
Run declare_terms(Args& args);
Run declare_text(Args& args);
Run declare_text_detect(Args& args);
Run declare_text_fold(Args& args);
Run declare_text_repair(Args& args);
Run declare_text_tokens(Args& args);
Run declare_undo(Args& args);

Run declare_use(Args& args);

}  // namespace ckm::cli
