"""Transcripts: their format, and the folder and environment in which their commands run.

A transcript:

    # Comment lines and blank lines are free.
    $ ckm init shop.ckm
    Created shop.ckm                  the lines of stdout, as they are
    $ ckm show faq:99
    ! ckm: no such item: faq:99       the lines of stderr
    ? 4                               the exit status when it is not 0
    $ cat > x.csv <<'END'             a command goes on in the lines that begin with "> "
    > id,subject
    > END

In this order: stdout, stderr, status. "[..]" matches anything within a line. A line of stdout that is blank or begins with
"$ ", "! ", "? ", "> ", "# " or a backslash has a backslash put before it. "(no-eol)" ends output that lacks its last newline.

The commands of one file share a fresh folder, which is also HOME; each is run by a bash of its own, in a fixed environment:
see environment(). $SAMPLE is tests/data, $REPO the top of the repository.
"""
import difflib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass, field

REPO = pathlib.Path(__file__).resolve().parents[2]
NO_EOL = " (no-eol)"
SAMPLE_STORE = ("ckm init", "ckm import demo/faq.jsonl --kind faq --source help", "ckm import demo/tickets.csv --source desk",
                "ckm classify apply --rules demo/categories.toml", "ckm index")
MARK = re.compile(r"[$!?>#] |[!>#]?\s*$|\\")  # what a stdout line must not begin with, or be


def program():
    """The program under test when the command line names none."""
    return os.environ.get("CKM", REPO / "build" / "dev" / "src" / "ckm")


class Malformed(Exception):
    """A transcript that can't be understood."""


@dataclass
class Step:
    """One command and what is expected of it."""

    line: int  # Of the command, from 1.
    command: str
    out: list = field(default_factory=list)
    err: list = field(default_factory=list)
    status: int = 0
    source: list = field(default_factory=list)  # The lines of the file: command, expectation, comments.


@dataclass
class Result:
    out: list
    err: list
    status: int


def lines_of(data):
    text = data.decode("utf-8", "backslashreplace")
    if not text:
        return []
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    else:
        lines[-1] += NO_EOL
    return lines


def parse(lines, name="", first=1):
    """The lines before the first command, and the steps."""
    head, steps = [], []
    part = None  # command, out, err, status: what may come next only moves to the right
    for number, line in enumerate(lines, first):
        def wrong(why):
            raise Malformed(f"{name}:{number}: {why}")

        if line.startswith("$ "):
            steps.append(Step(number, line[2:], source=[line]))
            part = "command"
            continue
        if is_free(line):
            (steps[-1].source if steps else head).append(line)
            part = "out" if part == "command" else part
            continue
        if not steps:
            wrong("output before the first command")
        step = steps[-1]
        step.source.append(line)
        if line == ">" or line.startswith("> "):
            if part != "command":
                wrong("'> ' must follow the command that it continues (write '\\> ' for output)")
            step.command += "\n" + line[2:]
        elif line == "!" or line.startswith("! "):
            if part == "status":
                wrong("stderr must stand before the status")
            part = "err"
            step.err.append(line[2:])
        elif line.startswith("? "):
            if part == "status" or not line[2:].strip().isdigit():
                wrong("one '? STATUS' with a number ends a command")
            part = "status"
            step.status = int(line[2:])
        else:
            if part in ("err", "status"):
                wrong("stdout must stand before stderr and status")
            part = "out"
            step.out.append(line[1:] if line.startswith("\\") else line)
    return head, steps


def is_free(line):
    return line.strip() == "" or line == "#" or line.startswith("# ")


def matches(expected, actual):
    if "[..]" not in expected:
        return expected == actual
    return re.fullmatch(".*".join(re.escape(piece) for piece in expected.split("[..]")), actual) is not None


def align(expected, actual):
    """The actual lines, each replaced by the expected line that it matches in the longest common run of lines."""
    begin = 0
    while begin < min(len(expected), len(actual)) and matches(expected[begin], actual[begin]):
        begin += 1
    end = 0
    while end < min(len(expected), len(actual)) - begin and matches(expected[-1 - end], actual[-1 - end]):
        end += 1
    left, right = expected[begin:len(expected) - end], actual[begin:len(actual) - end]
    longest = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in reversed(range(len(left))):
        for j in reversed(range(len(right))):
            longest[i][j] = max(longest[i + 1][j], longest[i][j + 1])
            if matches(left[i], right[j]):
                longest[i][j] = max(longest[i][j], 1 + longest[i + 1][j + 1])
    i = j = 0
    middle = list(right)
    while i < len(left) and j < len(right):
        if matches(left[i], right[j]) and longest[i][j] == 1 + longest[i + 1][j + 1]:
            middle[j] = left[i]
            i, j = i + 1, j + 1
        elif longest[i + 1][j] >= longest[i][j + 1]:
            i += 1
        else:
            j += 1
    return expected[:begin] + middle + expected[len(expected) - end:]


def written(out, err, status):
    """An expectation as it stands in a transcript."""
    lines = ["\\" + line if MARK.match(line) else line for line in out]
    lines += [("! " + line).rstrip() if line == "" else "! " + line for line in err]
    return lines + ([f"? {status}"] if status else [])


class Session:
    """A fresh folder in which commands are run one after the other; gone when the with-block ends.

    scripts/check_docs and scripts/check_json use it too.
    """

    def __init__(self, ckm, demo=False):
        """demo: tests/data/demo is copied into the folder as demo/."""
        self.ckm = pathlib.Path(ckm).resolve()
        if not os.access(self.ckm, os.X_OK):
            raise Malformed(f"no program to test: {ckm} (build it, or set CKM)")
        self.demo = demo

    def __enter__(self):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="ckm-cli-"))
        self.folder = self.top / "work"
        self.folder.mkdir()
        (self.top / "bin").mkdir()
        (self.top / "bin" / "ckm").symlink_to(self.ckm)
        if self.demo:
            shutil.copytree(REPO / "tests" / "data" / "demo", self.folder / "demo")
        return self

    def __exit__(self, *_):
        subprocess.run(["chmod", "-R", "u+rwX", str(self.top)], check=False)  # A test may have taken rights away.
        shutil.rmtree(self.top)

    def environment(self):
        kept = {name: os.environ[name] for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS") if name in os.environ}
        return kept | {
            "PATH": f"{self.top}/bin:/usr/bin:/bin", "HOME": str(self.folder), "LC_ALL": "C.UTF-8", "TZ": "UTC", "NO_COLOR": "1",
            "COLUMNS": "100", "CKM_NOW": "2026-07-01T09:00:00Z", "CKM_SEED": "1", "CKM_ACTOR": "agent",
            "SAMPLE": str(REPO / "tests" / "data"), "REPO": str(REPO)}

    def fill(self):
        """Makes ckm.db in the folder: a store with the sample in it. The folder must hold demo/."""
        for command in SAMPLE_STORE:
            result = self.run(command)
            if result.status != 0:
                raise Malformed("\n".join([f"status {result.status} of: {command}", *result.out, *result.err]))

    def run(self, command):
        limit = float(os.environ.get("CKM_TEST_TIMEOUT", "60"))
        child = subprocess.Popen(["/bin/bash", "-c", command], cwd=self.folder, env=self.environment(), start_new_session=True,
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            out, err = child.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            out, err = child.communicate()
            return Result(lines_of(out), lines_of(err) + [f"tests/cli/run: stopped after {limit:g} s"], 124)
        status = child.returncode if child.returncode >= 0 else 128 - child.returncode
        return Result(lines_of(out), lines_of(err), status)


def difference(name, step, expected, actual):
    text = [f"{name}:{step.line}: $ {step.command.splitlines()[0]}"]
    text += list(difflib.unified_diff(expected, actual, "expected", "actual", lineterm="", n=2))
    return "\n".join(text)
