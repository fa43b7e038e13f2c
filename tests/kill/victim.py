"""A ckm that is killed, and what must be true of its store afterwards."""
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time

CKM = os.environ.get("CKM", "ckm")
WORDS = "printer router 发票 退款 登录 screen invoice 無法 login crash 客服 refund".split()


class Wrong(Exception):
    """The store is not what it should be."""


def text(least, most, rare=0):
    """Words, and of so many others some that are rare."""
    words = random.choices(WORDS, k=random.randint(least, most))
    return " ".join(f"w{random.randrange(rare)}" if rare and i % 2 else word for i, word in enumerate(words))


def run(*words):
    return subprocess.run([CKM, *words], stdin=subprocess.DEVNULL, capture_output=True, check=False)


def succeed(*words, status=0):
    """Its standard output."""
    result = run(*words)
    if result.returncode != status:
        raise Wrong(f"{words}: status {result.returncode}: {result.stderr.decode(errors='replace')}")
    return result.stdout


def timed(*words, status=0):
    """How many seconds it takes."""
    start = time.monotonic()
    succeed(*words, status=status)
    return time.monotonic() - start


def kill(seconds, *words):
    """Kills it at a random moment of so many seconds. Whether it was not done before."""
    child = subprocess.Popen([CKM, *words], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(random.random() * seconds)
    child.send_signal(signal.SIGKILL)
    return child.wait() == -signal.SIGKILL


def remove(db):
    for suffix in ("", "-wal", "-shm"):
        if os.path.exists(db + suffix):
            os.remove(db + suffix)


def copy(source, db):
    """Of a store that nobody writes and that has no log of its own."""
    remove(db)
    shutil.copyfile(source, db)


def rows(db, sql):
    file = sqlite3.connect(db)
    try:
        return file.execute(sql).fetchall()
    finally:
        file.close()


def check_whole(db):
    """That SQLite and ckm find nothing wrong. What waits to be indexed may do so."""
    with sqlite3.connect(db) as file:
        found = file.execute("PRAGMA integrity_check").fetchall()
    file.close()
    if found != [("ok",)]:
        raise Wrong(f"SQLite finds: {found}")
    succeed("--db", db, "index", "--check")
