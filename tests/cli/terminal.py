"""Runs a command whose standard input is a terminal, for transcripts.

usage: python3 terminal.py COMMAND [WORD...]
"""
import os
import subprocess
import sys

other, terminal = os.openpty()
status = subprocess.run(sys.argv[1:], stdin=terminal, check=False).returncode
sys.exit(status if status >= 0 else 128 - status)
