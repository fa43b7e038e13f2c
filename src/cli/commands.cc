#include <algorithm>
#include <array>

#include "cli/command.hh"
#include "cli/declare.hh"

namespace ckm::cli {
namespace {

constexpr std::string_view kStart = "Start";
constexpr std::string_view kFind = "Find";
constexpr std::string_view kWrite = "Write";
constexpr std::string_view kOrganise = "Organise";
constexpr std::string_view kHistory = "History";
constexpr std::string_view kLookAfter = "Look after";
constexpr std::string_view kProgram = "The program";

constexpr std::array kCommands = {
    Command{"init", kStart, "Make a new store",
            "ckm init                                  # ckm.db in this folder\n"
            "ckm init support.ckm                      # a file of another name",
            declare_init},
    Command{"info", kStart, "Show what a store holds",
            "ckm info                                  # counts by kind and source, state of the index\n"
            "ckm info --format json                    # the same for scripts",
            declare_info},
    Command{"import", kStart, "Import tickets, FAQ or documents from files",
            "ckm import tickets.csv --source desk      # formats are guessed, a second import changes only what differs\n"
            "ckm import faq.tsv --kind faq --columns id,question,answer\n"
            "ckm import export.zip book.xlsx           # each file in an archive, the tables in all sheets\n"
            "ckm import handbook/*.md                  # each a document, its first line the title\n"
            "ckm import - --encoding Big5 --rejects bad.csv < export.csv",
            declare_import},
    Command{"export", kStart, "Export tickets or articles to a file",
            "ckm export --as jsonl -o all.jsonl        # everything\n"
            "ckm export --as csv --kind ticket --where 'category:billing status:open'",
            declare_export, false, true},
    Command{"backup", kStart, "Copy the whole store while others work",
            "ckm backup /var/backups/support.ckm       # a whole copy, written beside and renamed\n"
            "ckm --db support.ckm backup copy.ckm\n"
            "ckm backup public.ckm --audience public   # a store of what the public sees, and nothing else",
            declare_backup, false, true},
    Command{"query", kFind, "Find articles and tickets",
            "ckm query how do I get a refund           # ranked, any language\n"
            "ckm query 退款 kind:faq                   # one kind only\n"
            "ckm query '\"reset password\" -app status:open created:2026-03..'",
            declare_query, true, true},
    Command{"show", kFind, "Show items whole",
            "ckm show faq:12 ticket:desk/T-1001        # by number or by source\n"
            "ckm query 退款 --format ids | ckm show -  # what a query found",
            declare_show, false, true},
    Command{"related", kFind, "Find what is like an item",
            "ckm related ticket:desk/T-1001            # articles and tickets like it\n"
            "ckm related faq:12 --where 'kind:faq'     # FAQ that may say the same",
            declare_related, false, true},
    Command{"suggest", kFind, "Suggest what answers a message",
            "ckm suggest < message.txt                 # exit 1: nothing fits\n"
            "ckm suggest ticket:desk/T-1001 --format ids\n"
            "ckm suggest 怎么还没收到退款 --limit 1",
            declare_suggest, false, true},
    Command{"eval", kFind, "Measure how good the search is",
            "ckm eval --queries asked.tsv              # a query, a tab and the references that answer it, a line each\n"
            "ckm eval --queries q.tsv --qrels qrels.txt --min mrr=0.8 # exit 1 below it",
            declare_eval},
    Command{"add", kWrite, "Write a new article",
            "ckm add faq                               # in your editor\n"
            "ckm add case --file lost-parcel.md        # from a file, or - for standard input",
            declare_add},
    Command{"edit", kWrite, "Edit an article",
            "ckm edit faq:12                           # in your editor, saved unless somebody else did\n"
            "ckm edit faq:12 --file answer.md --message 'shorter'\n"
            "ckm edit faq:12 --promote 2               # a customer's wording that ckm show lists becomes a phrasing",
            declare_edit},
    Command{"set", kWrite, "Set fields of items",
            "ckm set ticket:desk/T-1001 category=billing/refund\n"
            "ckm set faq:12 tags+=refund,card review_by=2027-03-01 --message 'as billing asked'\n"
            "ckm query 'R6 5GHz' kind:ticket --format ids | ckm set - category=devices/router",
            declare_set},
    Command{"draft", kWrite, "Draft an article from solved tickets",
            "ckm draft --from ticket:desk/T-1001       # a case: what was tried, in order, each line with its message\n"
            "ckm draft faq --from ticket:7 ticket:9 --edit\n"
            "ckm query router status:solved --format ids | ckm draft --from - --dry-run",
            declare_draft},
    Command{"link", kWrite, "Say what two things have to do with each other",
            "ckm link ticket:desk/T-1001 faq:12 --as solved-by\n"
            "ckm link faq:12 faq:7 --as supersedes --message 'new prices'",
            declare_link},
    Command{"use", kWrite, "Record that an article was used on a ticket",
            "ckm use faq:12 --ticket ticket:desk/T-1001 --solved   # it learns how the customer asked\n"
            "ckm use case:3 --ticket ticket:7 --not-solved",
            declare_use},
    Command{"feedback", kWrite, "Record what a reader thought of an article",
            "ckm feedback faq:12 --helpful\n"
            "ckm feedback faq:12 --unhelpful --comment 'the link is dead'",
            declare_feedback},
    Command{"review", kWrite, "Record that articles were checked, or list their checks",
            "ckm review faq:12 --ok --note 'asked billing'\n"
            "ckm query confidence:not-validated --format ids | ckm review - --ok --next 2027-06\n"
            "ckm review faq:12                         # when, by whom, and when next",
            declare_review},
    Command{"rm", kWrite, "Remove items, keeping their history",
            "ckm rm faq:12                             # ckm log still knows it\n"
            "ckm rm faq:12 --into faq:3                # a duplicate: faq:12 leads to faq:3 from now on\n"
            "ckm query status:spam --format ids | ckm rm -",
            declare_rm},
    Command{"category", kOrganise, "List and change the category tree",
            "ckm category list --depth 1               # the top of the tree, with what is in it\n"
            "ckm category move billing/refund money/refund --dry-run\n"
            "ckm category merge devices/audio devices/phone -m 'one and the same'",
            declare_category},
    Command{"classify", kOrganise, "Sort tickets and FAQ into categories, and learn how",
            "ckm classify apply --rules categories.toml # load the tree and its rules, then apply them\n"
            "ckm classify train                        # learn from what people and sources say\n"
            "ckm classify apply --new                  # sort what came since",
            declare_classify},
    Command{"cluster", kOrganise, "Find topics in tickets",
            "ckm cluster                               # what customers write about; again next week: what is new\n"
            "ckm cluster --where 'status:open' --field queue\n"
            "ckm cluster topic:3 --format ids | ckm set - category=billing # its tickets",
            declare_cluster},
    Command{"dups", kOrganise, "Find what asks the same in other words",
            "ckm dups --kind faq                       # groups of FAQ, and how they are alike\n"
            "ckm dups --kind faq --merge               # each group into its first one, once you say yes",
            declare_dups},
    Command{"gaps", kOrganise, "Say where knowledge is missing",
            "ckm gaps --since 2026-06                  # what was asked since June and nothing answers\n"
            "ckm gaps --limit 5 --draft                # drafts of FAQ from the replies in its tickets",
            declare_gaps},
    Command{"terms", kOrganise, "List words that rise, and those that stand for others",
            "ckm terms                                 # what people say that articles and synonyms lack\n"
            "ckm terms rising --period 7               # this week's words\n"
            "ckm terms --toml >> synonyms.toml         # then look at each in an editor",
            declare_terms},
    Command{"log", kHistory, "List changes, versions and imports",
            "ckm log                                   # changesets, newest first\n"
            "ckm log faq:12                            # its versions, and what each changed\n"
            "ckm log --runs                            # imports with their counts",
            declare_log},
    Command{"diff", kHistory, "Compare versions of an article",
            "ckm diff faq:12                           # what its last change did\n"
            "ckm diff faq:12@1 faq:12@3                # from one version to another",
            declare_diff},
    Command{"blame", kHistory, "Show who wrote each line of an article",
            "ckm blame faq:12                          # each field, line by line\n"
            "ckm blame faq:12@3                        # as it was in a version",
            declare_blame},
    Command{"revert", kHistory, "Go back to a version of an article",
            "ckm revert faq:12@3                       # its content again, as a new version\n"
            "ckm revert faq:12@3 --message 'the old answer was right'",
            declare_revert},
    Command{"undo", kHistory, "Take back a change or an import",
            "ckm undo change:ab12cd                    # what it changed is as before\n"
            "ckm undo run:12                           # exactly what an import added and changed\n"
            "ckm undo run:12 --message 'wrong file'",
            declare_undo},
    Command{"merge", kHistory, "Merge what another copy of the store has",
            "ckm merge laptop.ckm                      # all that another copy has and this one lacks\n"
            "ckm merge --resolve                       # what both changed, each in another way\n"
            "ckm merge --resolve faq:12@4              # take what that version says",
            declare_merge},
    Command{"index", kLookAfter, "Bring the search index up to date",
            "ckm index                                 # what changed, then one segment a kind\n"
            "ckm index --rebuild                       # everything anew beside the live index\n"
            "ckm index --check                         # exit 1 when something is wrong",
            declare_index},
    Command{"check", kLookAfter, "See whether articles are in order, and what is due",
            "ckm check                                 # exit 1 when something is to be mended\n"
            "ckm check --due --until 2027-01           # to be checked, expired, or citing what has\n"
            "ckm check --conflicts                     # the same question, other numbers\n"
            "ckm check --integrity                     # the file, its history and its index, too\n"
            "ckm check --waiting                       # imported links whose ticket or article is not here",
            declare_check},
    Command{"audience", kLookAfter, "See what partners and the public see",
            "ckm audience list                         # what is meant for them, and who sees it\n"
            "ckm audience list --hidden                # what is held back, and why\n"
            "ckm audience why faq:12                   # exit 1: the public does not see it",
            declare_audience, false, true},
    Command{"measures", kLookAfter, "Measure how knowledge is used and kept",
            "ckm measures --since 2026-03              # link rate, reuse, participation, time to publish and more\n"
            "ckm measures link-rate known --by month --explain\n"
            "ckm measures --by category --depth 2      # branches of the tree, each with what is below it\n"
            "ckm measures link-rate --chart            # bars, month by month",
            declare_measures},
    Command{"redact", kLookAfter, "Take personal data out of a text, or see where it is",
            "ckm redact letter.txt                     # the text with [email-1] and [phone-1] in it\n"
            "ckm redact --report --where 'kind:faq'    # what is found where, masked; exit 1: nothing\n"
            "ckm redact --report ticket:desk/T-1001",
            declare_redact},
    Command{"forget", kLookAfter, "Erase things for good, from the history and the file too",
            "ckm forget anna@example.org --dry-run     # what would be erased\n"
            "ckm forget customer:5 --yes               # with all their tickets\n"
            "ckm forget faq:12 ticket:desk/T-1001 --yes --message 'asked to, 2026-07'\n"
            "ckm forget --due                          # what keep.tickets and keep.before let go, for cron",
            declare_forget},
    Command{"text", kLookAfter, "See what is made of a text",
            "ckm text detect export.csv                # encoding, script, language, line ends\n"
            "ckm text repair article.txt               # the text without the damage of converters and web pages\n"
            "ckm text repair --edits < article.txt     # what was changed, where, and why\n"
            "ckm text tokens 退款refund ERR_404        # the terms that these words are found by\n"
            "ckm text fold 網路                        # what spellings are compared by",
            declare_text},
    Command{"help", kProgram, "Explain the program or one command",
            "ckm help import                           # options and examples of one command\n"
            "ckm help settings                         # what may stand in ckm.toml",
            declare_help},
    Command{"completion", kProgram, "Print completions for a shell",
            "ckm completion bash > /etc/bash_completion.d/ckm\n"
            "ckm completion fish | source",
            declare_completion},
};

}  // namespace

std::span<const Command> commands() { return kCommands; }

const Command* find_command(std::string_view name) {
  const auto found = std::find_if(kCommands.begin(), kCommands.end(), [&](const Command& c) { return c.name == name; });
  return found == kCommands.end() ? nullptr : &*found;
}

Run declare_subcommands(Args& args, std::span<const Subcommand> rows) {
  const auto runs = std::make_shared<std::vector<Run>>();
  for (const Subcommand& row : rows) runs->push_back(row.declare(args.subcommand(row.name, row.summary)));
  return {[&args, runs] { return (*runs)[args.chosen()].access(); },
          [&args, runs](Context& context) { return (*runs)[args.chosen()].go(context); }};
}

}  // namespace ckm::cli
