// A text as facts are read from it: folded character by character, so that places in it lead back to what is written.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace ckm::insight {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// All places are bytes of the folded text; those behind its end are allowed everywhere and have nothing there.
class FactText {
 public:
  explicit FactText(std::string_view text);

  [[nodiscard]] std::string_view text() const { return folded_; }
  [[nodiscard]] std::size_t size() const { return folded_.size(); }
  [[nodiscard]] char at(std::size_t place) const { return place < folded_.size() ? folded_[place] : '\0'; }
  [[nodiscard]] bool digit(std::size_t place) const { return is_digit(at(place)); }
  [[nodiscard]] bool letter(std::size_t place) const { return is_letter(at(place)); }
  [[nodiscard]] std::string_view from(std::size_t place) const {
    return place < folded_.size() ? std::string_view(folded_).substr(place) : std::string_view();
  }
  [[nodiscard]] std::string_view before(std::size_t place) const { return std::string_view(folded_).substr(0, place); }
  [[nodiscard]] bool has(std::size_t place, std::string_view what) const { return from(place).starts_with(what); }
  // Behind the first of these that stands there; `place` itself where none does.
  [[nodiscard]] std::size_t behind(std::size_t place, std::initializer_list<std::string_view> any) const;
  // Behind the blanks there.
  [[nodiscard]] std::size_t skip_blanks(std::size_t place) const;
  // Where the word of ASCII letters ends that begins there.
  [[nodiscard]] std::size_t word_end(std::size_t place) const;
  // The same for digits.
  [[nodiscard]] std::size_t digits_end(std::size_t place) const;
  // Whether a Latin word or number neither goes on here nor comes from before.
  [[nodiscard]] bool border(std::size_t place) const;

  // Bytes of the text as it is written.
  [[nodiscard]] std::size_t source_at(std::size_t place) const { return places_[place]; }
  [[nodiscard]] std::string source(std::size_t begin, std::size_t end) const {
    return std::string(text_.substr(places_[begin], places_[end] - places_[begin]));
  }

 private:
  std::string_view text_;
  std::string folded_;
  std::vector<std::size_t> places_;
};

// The Han character that begins there, or nothing.
std::string_view han_at(const FactText& text, std::size_t place);

}  // namespace ckm::insight
