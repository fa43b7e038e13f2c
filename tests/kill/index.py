"""Merging and rebuilding the index, killed and done again: meanwhile it answers as before, and it ends as if nothing had happened."""
import hashlib
import math
import random

from victim import Wrong, check_whole, copy, kill, remove, rows, run, succeed, text, timed

QUERIES = ("printer crash", "发票 退款", "無法 登录 login", '"router screen"', "refund kind:faq", "+invoice -客服 status:open")
RARE = 20_000  # Words, so that dictionaries are large.
# What a rebuild leaves only while it is under way.
LEFT = ("SELECT (SELECT count(*) FROM meta WHERE name = 'index_rebuild') + (SELECT count(*) FROM index_redo)"
        " + (SELECT count(*) FROM segment WHERE state <> 'live')"
        " + (SELECT count(*) FROM segment_term WHERE segment_id NOT IN (SELECT id FROM segment))"
        " + (SELECT count(*) FROM segment_chunk WHERE id >> 32 NOT IN (SELECT id FROM segment))"
        " + (SELECT count(*) FROM segment_dead WHERE segment_id NOT IN (SELECT id FROM segment))")


def write_tickets(name, first, last):
    with open(name, "w", encoding="utf-8") as file:
        file.write("id,subject,body,status,tags\n")
        for i in range(first, last):
            file.write(f"{i},{text(2, 6)},{text(10, 60, RARE)},{random.choice(('open', 'closed'))},t{i % 5}\n")


def make_store(db):
    """Several segments of tickets and of FAQ, and in them documents that were replaced or removed since."""
    with open("ckm.toml", "w", encoding="utf-8") as file:
        file.write("[index]\nmemory = 16\n")  # So that a rebuild writes more than one segment as well.
    remove(db)
    succeed("init", "--quiet", db)
    for name, first, last in (("1.csv", 0, 9000), ("2.csv", 8000, 13000), ("3.csv", 12000, 15000), ("4.csv", 500, 1500)):
        write_tickets(name, first, last)
        succeed("--db", db, "import", name, "--source", "desk", "--quiet")
    for n in range(3):
        with open("faq.jsonl", "w", encoding="utf-8") as file:
            for i in range(n * 700, n * 700 + 1000):
                file.write(f'{{"id":"{i}","question":"{text(3, 8)}","answer":"{text(20, 80, RARE)}"}}\n')
        succeed("--db", db, "import", "faq.jsonl", "--kind", "faq", "--source", "site", "--quiet")
    for i in range(0, 900, 300):
        succeed("--db", db, "rm", f"ticket:desk/{i}", "--quiet")
    remove("whole.ckm")
    succeed("--db", db, "backup", "whole.ckm", "--quiet")
    copy("whole.ckm", db)


def answers(db):
    return [run("--db", db, "query", query, "--no-log", "--limit", "20", "--format", "ids").stdout for query in QUERIES]


def digest(db):
    """Of all that the index holds; segments are numbered from 1 for each kind."""
    total = hashlib.sha256()
    for number, (segment, *facts) in enumerate(rows(db, "SELECT id, kind, state, docs, dead, first_doc, last_doc, terms, postings, "
                                                        "chunks, bytes, languages, settings, checksum FROM segment ORDER BY kind, id")):
        total.update(repr((number, facts)).encode())
        for sql in (f"SELECT first_term, data FROM segment_term WHERE segment_id = {segment} ORDER BY first_term",
                    f"SELECT id & 4294967295, data FROM segment_chunk WHERE id >> 32 = {segment} ORDER BY id",
                    f"SELECT chunk, data FROM segment_dead WHERE segment_id = {segment} ORDER BY chunk"):
            total.update(repr(rows(db, sql)).encode())
    for sql in ("SELECT * FROM facet ORDER BY 1, 2, 3, 4", "SELECT * FROM index_length ORDER BY 1",
                "SELECT * FROM index_seen ORDER BY 1", "SELECT * FROM index_queue ORDER BY 1, 2"):
        total.update(repr(rows(db, sql)).encode())
    return total.hexdigest()


def check_cleared(db, pages):
    if rows(db, LEFT) != [(0,)]:
        raise Wrong("something of a killed rebuild is left")
    now = rows(db, "PRAGMA page_count")[0][0]
    if now > pages * 1.1:
        raise Wrong(f"the file has {now} pages, where {pages} would do")


def check_command(base, kills, *command):
    """Kills the command on copies of a store, each of them until it is done."""
    whole = math.inf
    for _ in range(3):  # The first one reads files that nobody has read before.
        copy(base, "clean.ckm")
        whole = min(whole, timed("--db", "clean.ckm", *command))
    done = digest("clean.ckm")
    known = (answers(base), answers("clean.ckm"))
    pages = max(rows(db, "PRAGMA page_count")[0][0] for db in (base, "clean.ckm"))
    killed = done_before = 0
    while killed < kills:
        copy(base, "ckm.db")
        for _ in range(random.randint(1, 3)):
            if not kill(whole, "--db", "ckm.db", *command):
                done_before += 1
                break
            killed += 1
            check_whole("ckm.db")
            if answers("ckm.db") not in known:
                raise Wrong(f"after kill {killed} of {command} a query answers otherwise")
        if "--rebuild" in command and random.random() < 0.5:
            # An ordinary command clears what was left too.
            succeed("--db", "ckm.db", "index", "--quiet")
            check_cleared("ckm.db", pages)
        succeed("--db", "ckm.db", *command)
        check_whole("ckm.db")
        check_cleared("ckm.db", pages)
        if answers("ckm.db") != known[1]:
            raise Wrong(f"after {killed} kills of {command} a query answers otherwise")
        if digest("ckm.db") != done:
            raise Wrong(f"after {killed} kills of {command} the index has other bytes")
    print(f"{' '.join(command)}: killed {killed} times in {whole:.2f} s, done before {done_before} times, always the same index")


def check(kills):
    """In a folder of its own: so many kills, half of them of each command."""
    make_store("base.ckm")
    check_command("base.ckm", (kills + 1) // 2, "index")
    check_command("base.ckm", (kills + 1) // 2, "index", "--rebuild")
    # However it came about, an index that is built anew is the same.
    for db in ("base.ckm", "clean.ckm", "ckm.db"):
        succeed("--db", db, "index", "--rebuild")
    if len({digest(db) for db in ("base.ckm", "clean.ckm", "ckm.db")}) != 1:
        raise Wrong("indexes that were built anew of the same content differ")
