"""Runs a command whose standard input is a terminal, for transcripts.

usage: python3 terminal.py [--type SEEN KEYS]... COMMAND [WORD...]

Each KEYS is typed once SEEN has stood on standard error behind what the one before waited for; \\n, \\x03 and the like are
understood.
"""
import codecs
import fcntl
import os
import subprocess
import sys
import termios

words, typed = sys.argv[1:], []
while words and words[0] == "--type":
    typed.append((words[1].encode(), codecs.decode(words[2], "unicode_escape").encode("latin-1")))
    words = words[3:]
other, terminal = os.openpty()


def take_terminal():
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


if not typed:
    status = subprocess.run(words, stdin=terminal, check=False).returncode
else:
    child = subprocess.Popen(words, stdin=terminal, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=take_terminal)
    seen = b""
    while chunk := os.read(child.stderr.fileno(), 65536):
        os.write(2, chunk)
        seen += chunk
        while typed and (at := seen.find(typed[0][0])) >= 0:
            seen = seen[at + len(typed[0][0]):]
            os.write(other, typed.pop(0)[1])
    status = child.wait()
sys.exit(status if status >= 0 else 128 - status)
