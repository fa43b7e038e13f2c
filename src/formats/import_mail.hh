// The rows for mail: mbox, single messages, and maildirs. Each thread is a ticket, see mail_threads.hh.
//
// A mailbox is looked through once, header by header, then each thread is read where its messages lie: a file in its place, a
// pipe from a copy in TMPDIR. Memory: that of Threads, and 48 bytes a message (a maildir: and its file's name); of a thread 8 MiB
// of text at a time, of one mail what read_mail says. A thread with more comes in several parts.
//
// A ticket is known by the Message-ID of its thread's root, which is the first one that its first message refers to where the
// root is not there, and joins what is known of it (model/ticket_part.hh). A message without a Message-ID is known by its
// content.
#pragma once

#include <string>
#include <string_view>

#include "formats/format.hh"

namespace ckm::formats {

bool sniff_mbox(std::string_view head);
// A header with fields that only mail has.
bool sniff_eml(std::string_view head);
// One with two that mail has, besides others.
bool sniff_named_eml(std::string_view head);
void read_mbox(ByteSource& in, const ReadOptions& options, Sink& out);
void read_eml(ByteSource& in, const ReadOptions& options, Sink& out);

// Whether a folder is a maildir: it has cur and new.
bool is_maildir(const std::string& path);
// Its messages in the order of their files' names, those marked as deleted left out. Throws Error{kInput} where it can't be read.
void read_maildir(const std::string& path, const ReadOptions& options, Sink& out);

}  // namespace ckm::formats
