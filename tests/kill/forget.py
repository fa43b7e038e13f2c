"""Forgetting, killed and done again: nothing is half forgotten, and in the end no byte of what is due is left."""
import json
import math

from victim import Wrong, check_whole, copy, kill, remove, rows, run, succeed, text, timed

OLD = 11_000  # Tickets that are due; as many are not.
MARK = b"duemark"  # In each of them.
DUE = ("forget", "--due", "--now", "2026-07-01T09:00:00Z")
NAMED = ("forget", "--yes", "old@x.org")


def make_store(db):
    """Tickets of which half are due and are all of one customer, changed by a second import, and articles that learned of them."""
    with open("ckm.toml", "w", encoding="utf-8") as file:
        file.write('[keep]\ntickets = "2 years"\n')
    remove(db)
    succeed("init", "--quiet", db)
    for change in ("", "again "):
        with open("tickets.csv", "w", encoding="utf-8") as file:
            file.write("id,subject,body,email,updated_at\n")
            for i in range(2 * OLD):
                old = i % 2 == 0
                mark = f"duemark{i}" if old else ""
                file.write(f"{i},{change}{mark} {text(2, 6)},{text(10, 40, 9_000)} {mark},{'old' if old else 'new'}@x.org,"
                           f"{'2020' if old else '2026'}-01-02\n")
        succeed("--db", db, "import", "tickets.csv", "--source", "desk", "--quiet")
    with open("faq.jsonl", "w", encoding="utf-8") as file:
        file.write(json.dumps({"id": "1", "question": "Why does it jam?", "answer": "Clean the rollers."}) + "\n")
    succeed("--db", db, "import", "faq.jsonl", "--kind", "faq", "--source", "site", "--quiet")
    for i in range(4):
        succeed("--db", db, "use", "faq:site/1", "--ticket", f"ticket:desk/{i}", "--solved", "--quiet")
    remove("whole.ckm")
    succeed("--db", db, "backup", "whole.ckm", "--quiet")
    copy("whole.ckm", db)


def count(db, sql):
    return rows(db, sql)[0][0]


def check_between(db, all_or_nothing):
    """Each ticket is there with its message, or is gone with it and known as forgotten."""
    check_whole(db)
    succeed("--db", db, "check", "--integrity", "--quiet")
    tickets = count(db, "SELECT count(*) FROM ticket")
    gone = count(db, "SELECT count(*) FROM forgotten WHERE kind = 1")
    if tickets + gone != 2 * OLD or count(db, "SELECT count(*) FROM message") != tickets:
        raise Wrong(f"{tickets} tickets are there and {gone} are forgotten, of {2 * OLD}")
    if all_or_nothing and gone not in (0, OLD):
        raise Wrong(f"{gone} of {OLD} tickets are forgotten")


def check_command(base, kills, command):
    whole = math.inf
    for _ in range(2):
        copy(base, "clean.ckm")
        whole = min(whole, timed("--db", "clean.ckm", *command))
    killed = done_before = 0
    while killed < kills:
        copy(base, "ckm.db")
        if not kill(whole, "--db", "ckm.db", *command):
            done_before += 1
        else:
            killed += 1
            # What is unfinished is told by ckm check --integrity, with status 1.
            unfinished = run("--db", "ckm.db", "check", "--integrity")
            if unfinished.returncode == 0:
                check_between("ckm.db", command is NAMED)
            elif b"finish with: ckm forget" not in unfinished.stdout or unfinished.stdout.count(b"integrity") != 1:
                raise Wrong(f"after a kill: {unfinished.stdout.decode(errors='replace')}")
        again = run("--db", "ckm.db", *command)
        if again.returncode not in (0, 1, 4):
            raise Wrong(f"again: status {again.returncode}: {again.stderr.decode(errors='replace')}")
        run("--db", "ckm.db", "forget")
        check_between("ckm.db", True)
        if count("ckm.db", "SELECT count(*) FROM forgotten WHERE kind = 1") != OLD:
            raise Wrong("not all that is due was forgotten")
        for suffix in ("", "-wal"):
            try:
                with open("ckm.db" + suffix, "rb") as file:
                    left = file.read().lower().count(MARK)
            except FileNotFoundError:
                left = 0
            if left > 0:
                raise Wrong(f"after {killed} kills {left} texts that were forgotten stand in the bytes of ckm.db{suffix}")
    print(f"{' '.join(command)}: killed {killed} times in {whole:.2f} s, done before {done_before} times, nothing left")


def check(kills):
    """In a folder of its own: so many kills, half of them by age and half by name."""
    make_store("base.ckm")
    check_command("base.ckm", (kills + 1) // 2, DUE)
    check_command("base.ckm", (kills + 1) // 2, NAMED)
