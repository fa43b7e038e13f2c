"""Looks for texts in the bytes of a store and of all files beside it.

usage: raw_bytes.py [-f STORE] TEXT...

Prints those of the texts that are in them, as they are written or in lower case, or "none". Python's standard library alone.
"""
import glob
import sys


def main(words):
    store = "ckm.db"
    if words[:1] == ["-f"]:
        store, words = words[1], words[2:]
    blob = b"".join(open(path, "rb").read() for path in sorted(glob.glob(store + "*")))
    found = [word for word in words if word.encode() in blob or word.lower().encode() in blob]
    print(" ".join(found) or "none")


main(sys.argv[1:])
