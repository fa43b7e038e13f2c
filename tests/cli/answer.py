"""Runs a command at a terminal where somebody types an answer, for transcripts. Prints what the terminal shows.

usage: python3 answer.py ANSWER COMMAND [WORD...]
"""
import os
import pty
import sys

child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
shown = b""
answered = False
while True:
    try:
        part = os.read(terminal, 4096)
    except OSError:  # The command has ended.
        break
    if not part:
        break
    shown += part
    if b"?" in shown and not answered:
        answered = True
        os.write(terminal, sys.argv[1].encode() + b"\n")
print(shown.decode().replace("\r", ""), end="")
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
sys.exit(status if status >= 0 else 128 - status)
