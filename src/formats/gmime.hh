// GMime, loaded when the first mail is read: it brings some twenty libraries, which would cost every start of the program five
// milliseconds. The only header in ckm that includes <gmime/gmime.h>; its functions are called through this table.
//
// Errors: gmime() throws Error{kSystem} where the library is not there.
// Threads: one.
#pragma once

#include <gmime/gmime.h>

#include <memory>

#include "base/late_library.hh"

namespace ckm::formats {

const LateLibrary& gmime_library();

// A function of the library by its name, of the type that its header declares.
template <typename F>
class GMimeFunction {
 public:
  explicit GMimeFunction(const char* name) { gmime_library().find(name, address_); }
  template <typename... Args>
  auto operator()(Args... args) const {
    return address_(args...);
  }

 private:
  F* address_;
};

struct GMime {
  template <typename F>
  using Fn = GMimeFunction<F>;

  Fn<decltype(g_mime_init)> init{"g_mime_init"};
  Fn<decltype(g_mime_stream_fs_new_with_bounds)> stream_of_file{"g_mime_stream_fs_new_with_bounds"};
  Fn<decltype(g_mime_stream_fs_set_owner)> set_owner{"g_mime_stream_fs_set_owner"};
  Fn<decltype(g_mime_stream_filter_new)> stream_filter_new{"g_mime_stream_filter_new"};
  Fn<decltype(g_mime_stream_filter_add)> stream_filter_add{"g_mime_stream_filter_add"};
  Fn<decltype(g_mime_filter_basic_new)> decoding_filter{"g_mime_filter_basic_new"};
  Fn<decltype(g_mime_stream_read)> stream_read{"g_mime_stream_read"};
  Fn<decltype(g_mime_stream_reset)> stream_reset{"g_mime_stream_reset"};
  Fn<decltype(g_mime_parser_new_with_stream)> parser_new{"g_mime_parser_new_with_stream"};
  Fn<decltype(g_mime_parser_construct_message)> parse_message{"g_mime_parser_construct_message"};
  Fn<decltype(g_mime_message_get_mime_part)> message_part{"g_mime_message_get_mime_part"};
  Fn<decltype(g_mime_object_get_content_type)> content_type{"g_mime_object_get_content_type"};
  Fn<decltype(g_mime_object_get_disposition)> disposition{"g_mime_object_get_disposition"};
  Fn<decltype(g_mime_object_get_header)> header{"g_mime_object_get_header"};
  Fn<decltype(g_mime_content_type_get_media_type)> media_type{"g_mime_content_type_get_media_type"};
  Fn<decltype(g_mime_content_type_get_media_subtype)> subtype{"g_mime_content_type_get_media_subtype"};
  Fn<decltype(g_mime_content_type_get_parameter)> parameter{"g_mime_content_type_get_parameter"};
  Fn<decltype(g_mime_part_get_filename)> filename{"g_mime_part_get_filename"};
  Fn<decltype(g_mime_part_get_content)> content{"g_mime_part_get_content"};
  Fn<decltype(g_mime_part_get_content_encoding)> encoding{"g_mime_part_get_content_encoding"};
  Fn<decltype(g_mime_data_wrapper_get_stream)> data_stream{"g_mime_data_wrapper_get_stream"};
  Fn<decltype(g_mime_multipart_get_count)> count{"g_mime_multipart_get_count"};
  Fn<decltype(g_mime_multipart_get_part)> part{"g_mime_multipart_get_part"};
  Fn<decltype(g_mime_message_part_get_message)> inner_message{"g_mime_message_part_get_message"};
  Fn<decltype(g_mime_encoding_base64_decode_step)> base64_step{"g_mime_encoding_base64_decode_step"};
  Fn<decltype(g_mime_encoding_quoted_decode_step)> quoted_step{"g_mime_encoding_quoted_decode_step"};
  Fn<decltype(g_base64_encode)> base64_encode{"g_base64_encode"};
  Fn<decltype(internet_address_list_parse)> parse_addresses{"internet_address_list_parse"};
  Fn<decltype(internet_address_list_length)> address_count{"internet_address_list_length"};
  Fn<decltype(internet_address_list_get_address)> address_at{"internet_address_list_get_address"};
  Fn<decltype(internet_address_get_name)> address_name{"internet_address_get_name"};
  Fn<decltype(internet_address_mailbox_get_addr)> mailbox_address{"internet_address_mailbox_get_addr"};
  Fn<decltype(internet_address_group_get_members)> group_members{"internet_address_group_get_members"};
  Fn<decltype(g_mime_part_get_type)> part_type{"g_mime_part_get_type"};
  Fn<decltype(g_mime_multipart_get_type)> multipart_type{"g_mime_multipart_get_type"};
  Fn<decltype(g_mime_message_part_get_type)> message_part_type{"g_mime_message_part_get_type"};
  Fn<decltype(internet_address_mailbox_get_type)> mailbox_type{"internet_address_mailbox_get_type"};
  Fn<decltype(internet_address_group_get_type)> group_type{"internet_address_group_get_type"};
  Fn<decltype(g_type_check_instance_is_a)> check_is_a{"g_type_check_instance_is_a"};
  Fn<decltype(g_object_unref)> unref{"g_object_unref"};
  Fn<decltype(g_free)> free{"g_free"};

  [[nodiscard]] bool is_a(void* object, GType type) const {
    return object != nullptr && check_is_a(static_cast<GTypeInstance*>(object), type) != 0;
  }
};

const GMime& gmime();

// Owns one reference to an object of GMime.
struct Unref {
  void operator()(void* object) const { gmime().unref(object); }
};
template <typename T>
using GMimeOwned = std::unique_ptr<T, Unref>;
// Owns a text that GMime made.
struct FreeText {
  void operator()(char* text) const { gmime().free(text); }
};
using GMimeText = std::unique_ptr<char, FreeText>;

}  // namespace ckm::formats
