#include "formats/import_markdown.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <iterator>
#include <map>
#include <memory>
#include <utility>

#include "base/error.hh"
#include "base/interrupt.hh"
#include "base/utf8.hh"
#include "formats/article_conflict.hh"
#include "formats/article_text.hh"
#include "formats/front_matter.hh"
#include "formats/heading_faq.hh"
#include "formats/import_articles.hh"
#include "formats/import_csv.hh"
#include "formats/mapping.hh"
#include "formats/record.hh"
#include "formats/text_file.hh"
#include "text/decode.hh"
#include "text/detect.hh"
#include "text/encoding.hh"

namespace ckm::formats {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHead = 64 * 1024;
constexpr std::size_t kMostTold = 20;  // Files that are left out.

// Makes records of files, one after another.
class MarkdownFiles {
 public:
  MarkdownFiles(const ReadOptions& options, Sink& out) : options_(options), out_(out) {}

  // `id`: of the file; `name`: what messages call it, empty where it is the input itself. Returns what the sink says.
  bool take(std::string_view text, const std::string& id, const std::string& category, const std::string& name) {
    name_ = name;
    if (auto fault = text_fault(text)) return reject(std::move(*fault));
    const auto front = read_front_matter(text);
    if (front && front->unclosed)
      return reject({{1, 0}, "front matter that has no end: a line as the first one is missing", std::string(text)});
    if (front) tell(*front);
    const Value none;
    const Value& fields = front ? front->fields : none;
    const std::string_view body = text.substr(front ? front->end : 0);
    const model::Kind kind = kind_of(fields);
    if (kind == model::Kind::kFaq) {
      if (const HeadingFaq faq = find_heading_faq(body); !faq.questions.empty())
        return take_questions(text, body, faq, fields, id, category);
    }
    const bool plain = fields.is_null() && category.empty();
    if (plain && trimmed(body).empty()) return reject({{1, 0}, "nothing but front matter", std::string(text)});
    if (plain) return give_text(take_title(body), id, kind, out_);
    return take_whole(text, body, fields, id, category, kind);
  }

  bool reject(Rejection&& rejection) {
    if (!name_.empty()) rejection.reason = fmt::format("{}: {}", utf8::one_line(name_), rejection.reason);
    return out_.reject(std::move(rejection));
  }

 private:
  void note(std::string_view what) {
    out_.note(name_.empty() ? std::string(what) : fmt::format("holds {}, which {}", utf8::one_line(name_), what));
  }
  void tell(const FrontMatter& front) {
    if (front.as_text.empty()) return;
    note(fmt::format("has front matter that is not understood and kept as text: {}",
                     utf8::fit(utf8::one_line(fmt::format("{}", fmt::join(front.as_text, ", "))), 200)));
  }

  [[nodiscard]] model::Kind kind_of(const Value& fields) const {
    if (options_.kind) return *options_.kind;
    const Value* const said = fields.find("kind");
    if (said == nullptr || said->string() == nullptr) return model::Kind::kDocument;
    const auto kind = model::kind_from_name(*said->string());
    return kind && model::info(*kind).searchable ? *kind : model::Kind::kDocument;
  }

  Mapper& mapper(model::Kind kind) {
    Made& made = made_[static_cast<std::size_t>(kind)];
    if (made.mapper == nullptr) {
      made.options = std::make_unique<ReadOptions>(options_);
      made.options->kind = kind;
      made.mapper = std::make_unique<Mapper>(*made.options);
    }
    return *made.mapper;
  }

  // The cells of front matter that every record of a file has.
  void add_fields(const Value& fields, const std::string& category, Mapper& by, std::vector<Cell>& cells) {
    bool has_category = category.empty();
    if (fields.object() != nullptr) {
      for (const auto& [key, value] : *fields.object()) {
        if (key == "kind" && value.string() != nullptr && model::kind_from_name(*value.string())) continue;
        const Field field = by.field(key);
        has_category |= field == Field::kCategory;
        const Value::Array* const list = value.array();
        const bool one = list != nullptr && list->size() == 1 && !is_list(field);
        cells.push_back({key, one ? &list->front() : &value, {}});
      }
    }
    if (!has_category) cells.push_back({"category", nullptr, category, Field::kCategory});
  }

  bool take_whole(std::string_view text, std::string_view body, const Value& fields, const std::string& id,
                  const std::string& category, model::Kind kind) {
    Mapper& by = mapper(kind);
    const Field title_field = kind == model::Kind::kTicket ? Field::kSubject : Field::kTitle;
    const auto find = [&](Field field) {
      const Value* found = nullptr;
      for (std::size_t i = 0; fields.object() != nullptr && found == nullptr && i < fields.object()->size(); ++i) {
        const auto& [key, value] = (*fields.object())[i];
        if (by.field(key) == field) found = &value;
      }
      return found;
    };
    TitledText titled{{}, body};
    const Value* const said = find(title_field);
    if (!trimmed(body).empty()) {
      const TitledText first = take_title(body);
      // A title that stands in the front matter is often the first heading too.
      if (said == nullptr || trimmed(said->to_text()) == first.title) titled = first;
      if (said != nullptr) titled.title = {};
    }
    std::vector<Cell> cells;
    if (!titled.title.empty()) cells.push_back({"title", nullptr, titled.title, title_field});
    cells.push_back({"body", nullptr, titled.body, Field::kBody});
    if (!id.empty() && find(Field::kExternalId) == nullptr) cells.push_back({"id", nullptr, id, Field::kExternalId});
    add_fields(fields, category, by, cells);
    return give(by, cells, 1, text);
  }

  bool take_questions(std::string_view text, std::string_view body, const HeadingFaq& faq, const Value& fields,
                      const std::string& id, const std::string& category) {
    if (faq.left_out) note("has text that belongs to no question and is left out");
    Mapper& by = mapper(model::Kind::kFaq);
    std::string base = id;
    if (fields.object() != nullptr) {
      for (const auto& [key, value] : *fields.object()) {
        if (by.field(key) != Field::kExternalId || value.array() != nullptr || value.is_null()) continue;
        base = value.to_text();
        break;
      }
    }
    Slugs slugs;
    std::size_t line = 1;
    std::size_t counted = 0;
    const std::size_t offset = text.size() - body.size();
    for (const HeadingQuestion& question : faq.questions) {
      const std::string own = fmt::format("{}#{}", base, slugs.make(question.question));
      const std::string above = fmt::format("{}", fmt::join(question.above, " > "));
      std::vector<Cell> cells = {{"question", nullptr, question.question, Field::kTitle},
                                 {"answer", nullptr, question.answer, Field::kBody},
                                 {"id", nullptr, own, Field::kExternalId}};
      if (base.empty()) cells.pop_back();
      if (!above.empty()) cells.push_back({"headings", nullptr, above, Field::kNone});
      add_fields(fields, category, by, cells);
      const std::string_view before = text.substr(counted, offset + question.begin - counted);
      line += static_cast<std::size_t>(std::ranges::count(before, '\n'));
      counted += before.size();
      if (!give(by, cells, line, question.answer)) return false;
    }
    return true;
  }

  bool give(Mapper& by, const std::vector<Cell>& cells, std::size_t line, std::string_view raw) {
    return by.map(cells, {.line = line, .file = name_}, raw, out_);
  }

  struct Made {
    std::unique_ptr<ReadOptions> options;
    std::unique_ptr<Mapper> mapper;
  };
  const ReadOptions& options_;
  Sink& out_;
  std::string name_;
  std::map<std::size_t, Made> made_;
};

// Calls visit(path) for each Markdown file below a folder until it returns false, and closed(path) for folders that may not be
// read.
template <typename Visit, typename Closed>
void each_file(const std::string& folder, Visit visit, Closed closed) {
  fs::recursive_directory_iterator files(folder, fs::directory_options::skip_permission_denied);
  for (const fs::recursive_directory_iterator end; files != end; ++files) {
    stop_if_interrupted();
    const fs::path& path = files->path();
    const bool hidden = path.filename().string().starts_with('.');
    if (files->is_directory()) {
      if (hidden) files.disable_recursion_pending();
      else if (!files->is_symlink() && ::access(path.c_str(), R_OK | X_OK) != 0) closed(path);
    } else if (!hidden && files->is_regular_file() && is_markdown_name(path.string()) && !visit(path)) {
      return;
    }
  }
}

// Files that are left out for their names.
void tell_about(const std::vector<std::string>& files, Sink& out) {
  if (files.empty()) return;
  std::string names;
  for (std::size_t i = 0; i < std::min(files.size(), kMostTold); ++i) names += (i == 0 ? "" : ", ") + utf8::one_line(files[i]);
  if (files.size() > kMostTold) names += ", …";
  const bool one = files.size() == 1;
  out.note(fmt::format("leaves out {} about the folder and no {}: {}; name {} to import it",
                       one ? "1 file that is" : fmt::format("{} files that are", files.size()), one ? "article" : "articles",
                       names, one ? "it" : "one"));
}

// Whether a text is an article's as it is edited: where it says its uid, and in a tree that was exported unless it says in YAML
// that it is something else.
bool is_article(std::string_view head, bool in_tree) { return is_exported_text(head) || (in_tree && !head.starts_with("---")); }

}  // namespace

bool is_markdown_name(const std::string& path) {
  std::string suffix = fs::path(path).extension().string();
  std::ranges::transform(suffix, suffix.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return suffix == ".md" || suffix == ".markdown";
}

std::string read_markdown_text(const std::string& path, const std::string& name) {
  ReadOptions options;
  options.name = name;
  std::string bytes;
  {
    FileSource file(path);
    bytes = read_one_text(file, options);
  }
  if (is_exported_text(std::string_view(bytes).substr(0, kHead)) && !utf8::first_invalid(bytes))
    return settle_conflicts(std::move(bytes));
  const text::Detected found = text::detect(bytes);
  if (found.binary) throw Error(Exit::kInput, fmt::format("{} is no text", path), "take it out of the folder");
  const auto encoding = text::find_encoding(found.encoding);
  MemorySource source(bytes);
  text::DecodeSource in(source, *encoding);
  return read_one_text(in, options);
}

bool sniff_markdown(std::string_view head) {
  return head.starts_with("---") || head.starts_with("+++") || !is_surely_table(head);
}

void read_markdown(ByteSource& file, const ReadOptions& options, Sink& out) {
  PeekSource in(file);
  const std::string_view head = in.peek(kHead);
  const auto root = options.file.empty() ? std::nullopt : tree_root(options.name);
  if (is_article(head, root.has_value())) {
    std::optional<std::string> path;
    if (root) path = fs::canonical(options.name).lexically_relative(*root).generic_string();
    ArticleFiles(options, out).take(in, path, {});
    return;
  }
  const std::string text = read_one_text(in, options);
  MarkdownFiles(options, out).take(text, file_identifier(options.file), {}, {});
}

bool is_markdown_folder(const std::string& path) {
  bool found = false;
  try {
    each_file(
        path, [&](const fs::path&) { return !(found = true); }, [](const fs::path&) {});
  } catch (const fs::filesystem_error&) {  // Who reads it tells.
  }
  return found;
}

void read_markdown_folder(const std::string& path, const ReadOptions& options, Sink& out) {
  std::vector<std::string> files;
  std::vector<std::string> closed;
  try {
    each_file(
        path,
        [&](const fs::path& file) {
          files.push_back(file.lexically_relative(path).generic_string());
          return true;
        },
        [&](const fs::path& folder) { closed.push_back(folder.lexically_relative(path).generic_string()); });
  } catch (const fs::filesystem_error& e) {
    throw Error(Exit::kInput, fmt::format("can't read {}: {}", options.name, e.code().message()),
                "check the folder and its permissions");
  }
  std::ranges::sort(files);
  const auto root = tree_root(path);
  MarkdownFiles records(options, out);
  ArticleFiles articles(options, out);
  for (const std::string& file : files) articles.look((fs::path(path) / file).string());
  std::error_code ignored;
  const fs::path below = root ? fs::canonical(path, ignored).lexically_relative(*root) : fs::path();
  std::vector<std::string> about;
  if (root && fs::equivalent(path, *root, ignored)) {
    std::ranges::copy_if(files, std::back_inserter(about), is_tree_readme);
    std::erase_if(files, is_tree_readme);
  }
  for (const std::string& file : files) {
    stop_if_interrupted();
    const std::size_t slash = file.rfind('/');
    const std::string category = slash == std::string::npos ? "" : file_identifier(file.substr(0, slash));
    std::string text;
    try {
      text = read_markdown_text((fs::path(path) / file).string(), file);
    } catch (const Error& e) {
      if (e.code() != Exit::kInput) throw;
      std::string_view reason = e.what();
      if (reason.starts_with(file + ": ")) reason.remove_prefix(file.size() + 2);
      const std::string hint = reason == "nothing in it" ? "write a title and a text in it, or delete it" : e.hint();
      if (!out.reject({{.file = file}, fmt::format("{}; {}", reason, hint), {}})) return;
      continue;
    }
    if (is_about_folder(file, text)) {
      about.push_back(file);
      continue;
    }
    if (!is_article(text, root.has_value())) {
      if (!records.take(text, file_identifier(file), category, file)) return;
      continue;
    }
    if (const std::size_t line = find_conflict(text); line > 0) {  // Which may stand across several texts.
      if (!out.reject({{.line = line, .file = file},
                       "a conflict that Git marked begins here; choose what is to stay, and take out the lines that mark it",
                       {}}))
        return;
      continue;
    }
    MemorySource source(text);
    const auto in_tree = root ? std::optional((below / file).lexically_normal().generic_string()) : std::nullopt;
    if (!articles.take(source, in_tree, file)) return;
  }
  tell_about(about, out);
  std::ranges::sort(closed);
  for (const std::string& folder : closed) {
    if (!out.reject({{.file = folder}, "the folder may not be read; give yourself the right to, and import it again", {}}))
      return;
  }
}

}  // namespace ckm::formats
