// Finding the encoding of an input before it is read.
#pragma once

#include "base/byte_source.hh"
#include "base/spool.hh"
#include "text/detect.hh"

namespace ckm::text {

// From 1 MiB of the file: its head, middle and tail. Where these are ASCII, the file is looked through for something else.
Detected detect_source(const FileSource& file);

// Looks on until there are 4 KiB of other bytes than ASCII, 1 MiB with some, a byte-order mark, or no more: with fewer the
// rest might yet change what was found.
Detected detect_source(Spool& pipe);

}  // namespace ckm::text
