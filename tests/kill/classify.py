"""Judging that is killed and done again, and training that is interrupted: what classifiers say is whole, and ends as if nothing had
happened."""
import os
import random
import signal
import subprocess
import time

from victim import CKM, Wrong, check_whole, copy, kill, remove, rows, succeed, text, timed

TICKETS = 17_000  # Several batches of ckm classify apply.
OLD_RULES = '[category.money]\nany = ["refund", "退款"]\n[category.paper]\nany = ["printer"]\n'
NEW_RULES = '[category."paper/jam"]\nany = ["printer", "发票"]\nall = ["crash"]\n[category.money]\nany = ["退款"]\n[category.paper]\n'
APPLY = ("classify", "apply", "--rules", "new.toml", "--quiet", "--format", "ids")
TRAIN = ("--seed", "2", "classify", "train", "--field", "queue", "--quiet", "--format", "csv")


def make_store(db):
    """Tickets and FAQ of which some say their queue, and all are judged by older rules and a classifier."""
    for name, rules in (("old.toml", OLD_RULES), ("new.toml", NEW_RULES)):
        with open(name, "w", encoding="utf-8") as file:
            file.write(rules)
    with open("tickets.csv", "w", encoding="utf-8") as file:
        file.write("id,subject,body,queue\n")
        for i in range(TICKETS):
            queue = ("day", "night", "week")[i % 3] if i % 5 == 0 else ""
            file.write(f"{i},{queue[:1]}{i % 3} {text(2, 6)},{text(3, 12, 500)},{queue}\n")
    with open("faq.jsonl", "w", encoding="utf-8") as file:
        for i in range(300):
            file.write(f'{{"id":"{i}","question":"{text(3, 8)}","answer":"{text(5, 20)}"}}\n')
    remove(db)
    succeed("init", "--quiet", db)
    succeed("--db", db, "import", "tickets.csv", "--source", "desk", "--quiet")
    succeed("--db", db, "import", "faq.jsonl", "--kind", "faq", "--source", "site", "--quiet")
    succeed("--db", db, "classify", "train", "--field", "queue", "--quiet")
    succeed("--db", db, "classify", "apply", "--rules", "old.toml", "--quiet")
    remove("whole.ckm")
    succeed("--db", db, "backup", "whole.ckm", "--quiet")
    copy("whole.ckm", db)


def said(db):
    """All that rules and classifiers say."""
    return set(rows(db, "SELECT kind, item_id, field, ifnull((SELECT path FROM category WHERE id = category_id), value), origin, "
                        "confidence, reason, 1 FROM prediction UNION ALL SELECT kind, item_id, field, ifnull((SELECT path FROM "
                        "category WHERE id = category_id), value), 'model', confidence, reason, 0 FROM doubt"))


def state(db):
    """The same, what waits, and what filters and exports see of it."""
    return (said(db), rows(db, "SELECT * FROM judge_seen ORDER BY kind"), rows(db, "SELECT count(*) FROM judge_queue"),
            rows(db, "SELECT value FROM meta WHERE name = 'judged_with'"), succeed("--db", db, "export", "--as", "jsonl"),
            [succeed("--db", db, "query", f"{words} kind:ticket", "--no-log", "--limit", "99999", "--format", "ids")
             for words in ("printer category:paper", "退款 queue:night", "router category:money")])


def check_apply(base, kills):
    """Killed at random moments, some of them several times, and gone on with by either of the two commands."""
    before = said(base)
    copy(base, "clean.ckm")
    whole = timed("--db", "clean.ckm", *APPLY)
    wanted = state("clean.ckm")
    if wanted[0] == before:
        raise Wrong("the new rules say what the old ones said")
    killed = done_before = midway = 0
    while killed < kills:
        copy(base, "ckm.db")
        for _ in range(random.randint(1, 3)):
            if not kill(whole, "--db", "ckm.db", *APPLY, *(("--new",) if random.random() < 0.5 else ())):
                done_before += 1
                break
            killed += 1
            check_whole("ckm.db")
            now = said("ckm.db")
            # What is new goes over batch by batch, and whoever is not judged yet is as before.
            if not now <= before | wanted[0] or len({row[:3] for row in now}) != len(now):
                raise Wrong(f"after kill {killed} something is said that neither the old nor the new rules say")
            midway += 1 if now not in (before, wanted[0]) else 0
        succeed("--db", "ckm.db", *APPLY, *(("--new",) if random.random() < 0.5 else ()))
        check_whole("ckm.db")
        if state("ckm.db") != wanted:
            raise Wrong(f"after {killed} kills of classify apply the store says something else")
    print(f"classify apply: killed {killed} times in {whole:.2f} s, {midway} midway, done before {done_before} times, "
          "always the same")


def check_train(base, kills):
    """Interrupted at random moments, as by kill and as by Ctrl-C at a terminal, which its children hear too."""
    classifier = "SELECT field, number, seed, hex(fingerprint), hex(data) FROM classifier"
    old = rows(base, classifier)
    copy(base, "clean.ckm")
    whole = timed("--db", "clean.ckm", *TRAIN)
    new = rows("clean.ckm", classifier)
    if old == new:
        raise Wrong("another seed makes the same classifier")
    os.makedirs("tmp", exist_ok=True)
    stopped = done_before = 0
    while stopped < kills:
        if done_before > 50 + 10 * kills:
            raise Wrong("a training can't be interrupted")
        copy(base, "ckm.db")
        files = set(os.listdir("."))
        child = subprocess.Popen([CKM, "--db", "ckm.db", *TRAIN], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL, start_new_session=True, env={**os.environ, "TMPDIR": os.path.abspath("tmp")})
        time.sleep(random.random() * whole)
        if random.random() < 0.5:
            child.send_signal(signal.SIGINT)
        else:
            os.killpg(child.pid, signal.SIGINT)
        status = child.wait()
        if status not in (0, -signal.SIGINT):
            raise Wrong(f"an interrupted training ends with {status}")
        stopped += 1 if status else 0
        done_before += 0 if status else 1
        if rows("ckm.db", classifier) != (old if status else new):
            raise Wrong(f"a training that ended with {status} left another classifier")
        try:
            os.killpg(child.pid, 0)
            raise Wrong("a process that helped a training outlives it")
        except ProcessLookupError:
            pass
        left = set(os.listdir(".")) - files - {"ckm.db-wal", "ckm.db-shm"} | set(os.listdir("tmp"))
        if left:
            raise Wrong(f"an interrupted training left {left}")
        check_whole("ckm.db")
    print(f"classify train: interrupted {stopped} times in {whole:.2f} s, done before {done_before} times, "
          "always the old one or the new one")


def check(kills):
    """In a folder of its own: so many kills, half of them of each command."""
    make_store("base.ckm")
    check_apply("base.ckm", (kills + 1) // 2)
    check_train("base.ckm", (kills + 1) // 2)
