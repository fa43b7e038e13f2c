"""Imports that are killed and gone on with by the same command: the store must end as that of one clean import."""
import random

from victim import Wrong, check_whole, kill, remove, run, succeed, text, timed


def csv():
    rows = ["id,subject,body,customer,assignee,category,tags"]
    for i in range(9000):
        # Some without an identifier, some twice, some rejected.
        number = "" if i % 50 == 0 else i - 1 if i % 70 == 0 else i
        rows.append(f"{number},{text(2, 6)},{text(3, 30)},c{i % 300},a{i % 9},x{i % 7}/y{i % 3},t{i % 5}" if i % 400 else "torn,row")
    return "in.csv", "\n".join(rows) + "\n", ["--source", "desk"]


def jsonl():
    rows = []
    for i in range(5000):
        rows.append(f'{{"question":"{text(3, 8)} {i}","answer":"{text(5, 40)}","category":"a{i % 11}","extra":{i}}}')
    return "in.jsonl", "\n".join(rows) + "\n", ["--kind", "faq"]


def mbox():
    out = []
    for i in range(3000):
        # A thread of about five, its mails far from each other.
        thread = i % 600
        refer = f"In-Reply-To: <{i - 600}@example.org>\nReferences: <{thread}@example.org>\n" if i >= 600 else ""
        out.append(f"From x Mon Jan  1 00:00:00 2024\nFrom: U{i % 40} <u{i % 40}@example.org>\nTo: help@example.com\n"
                   f"Subject: {'Re: ' if refer else ''}Case {thread}\nMessage-ID: <{i}@example.org>\n{refer}"
                   f"Date: Mon, 1 Jan 2024 {i // 3600 % 24:02}:{i // 60 % 60:02}:{i % 60:02} +0000\n"
                   f"Content-Type: text/plain; charset=utf-8\n\n{text(5, 40)}\n\n")
    return "in.mbox", "".join(out), ["--source", "mail"]


def state(db):
    """All that the store says."""
    # The first run, which comes last: one that was killed after its end is another's beginning.
    first = succeed("--db", db, "log", "--runs", "--format", "csv").decode().splitlines()[-1].split(",")
    return succeed("--db", db, "export", "--as", "jsonl"), first[1:2] + first[7:]


def check(kills):
    """In a folder of its own: so many kills, shared by the inputs."""
    for make in (csv, jsonl, mbox):
        name, content, options = make()
        with open(name, "w", encoding="utf-8") as file:
            file.write(content)
        remove("clean.ckm")
        succeed("init", "--quiet", "clean.ckm")
        # Some of its records are rejected, which is status 3.
        whole = timed("--db", "clean.ckm", "import", name, "--quiet", *options, status=3 if make is csv else 0)
        check_whole("clean.ckm")
        wanted = state("clean.ckm")
        killed = 0
        while killed < kills // 3 + 1:
            remove("ckm.db")
            succeed("init", "--quiet", "ckm.db")
            for _ in range(random.randint(1, 4)):
                if not kill(whole, "--db", "ckm.db", "import", name, "--quiet", *options):
                    break  # It was done before.
                killed += 1
                check_whole("ckm.db")
            else:
                run("--db", "ckm.db", "import", name, "--quiet", *options)
            check_whole("ckm.db")
            got = state("ckm.db")
            if got != wanted:
                raise Wrong(f"{name}: after {killed} kills the store differs: export {got[0] == wanted[0]}, "
                            f"run {got[1]} where {wanted[1]}")
        print(f"{name}: killed {killed} times, always the same store")
