"""Measure revisions: speed and growth against difflib and git, memory, worst cases, real laws.

`pytest -m slow -s tests/revision/test_revise.py` prints the accuracy on planted changes and on the goals.

Run one of, with the repository on PYTHONPATH: speed, worst, memory, laws, headings. Times are
processor time, and the programs compared run in turns, since the load of a machine changes from one
minute to the next.
"""

from __future__ import annotations

import json
import math
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import planted
import planted_articles

from aligner.languages.tokens import form_key, tokenize
from aligner.revision.revise import revise
from aligner.values import Document, Revision

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
SIZES = (10_000, 100_000, 1_000_000)
ROUNDS = 3
SEEDS = 8
CLAUSE = re.compile(r"(?<=[，。；,;])")

Drafts = tuple[list[str], list[str]]


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


# Drafts of any size


def paragraphs(language: str) -> list[str]:
    """Real paragraphs: laws and resolutions in Chinese, resolutions in the other languages."""
    found: list[str] = []
    if language == "zh":
        paths = [
            *(DATA / "prc-law-revisions").glob("*.new.zh.txt"),
            *(DATA / "tw-law").glob("*new.zh-Hans.txt"),
        ]
        for path in sorted(paths):
            found += path.read_text(encoding="utf-8").split("\n")
    for line in (DATA / "unv1-dev" / "docs.jsonl").read_text(encoding="utf-8").splitlines():
        found += [row["text"].get(language) or "" for row in json.loads(line)["rows"]]
    return [text for text in found if text.strip()]


def grown(base: Sequence[str], size: int, seed: int) -> list[str]:
    """Paragraphs of so many characters in all; once the real ones are used up, clauses of two mixed."""
    chance = random.Random(seed)
    found: list[str] = []
    total, again = 0, False
    while True:
        for text in base:
            if again:
                clauses = CLAUSE.split(text) + CLAUSE.split(chance.choice(base))
                chance.shuffle(clauses)
                text = "".join(clauses)[: len(text) + 5] or text
            found.append(text)
            total += len(text) + 1
            if total >= size:
                return found
        again = True


def revised(texts: Sequence[str], rate: float, seed: int) -> list[str]:
    """The later draft: a share of the paragraphs edited, removed, split, or followed by a new one."""
    chance = random.Random(seed)
    found: list[str] = []
    for text in texts:
        action = chance.choices(("edit", "remove", "add", "split"), (70, 10, 12, 8))[0]
        if chance.random() >= rate:
            found.append(text)
        elif action == "edit":
            for _ in range(chance.randint(1, 3)):
                at = chance.randrange(len(text) + 1)
                word = chance.choice(("新增", "修改", "also ", "new "))
                text = text[:at] + word + text[at + chance.randint(0, 3) :]
            found.append(text)
        elif action == "add":
            found += [text, chance.choice(texts)[::-1]]
        elif action == "split" and len(text) > 40:
            found += [text[: len(text) // 2], text[len(text) // 2 :]]
    for _ in range(len(found) // 1000 + 1):
        found.insert(chance.randrange(len(found)), found.pop(chance.randrange(len(found))))
    return found


# Speed


def processor(work: Callable[[], object]) -> float:
    """Processor seconds of some work, that of programs it starts included."""

    def now() -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + children.ru_utime + children.ru_stime

    start = now()
    work()
    return now() - start


def plain_difflib(drafts: Drafts) -> None:
    """Lines by difflib, then the characters of the lines it replaced, in order."""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, *drafts, autojunk=False).get_opcodes():
        if tag == "replace":
            for old, new in zip(drafts[0][i1:i2], drafts[1][j1:j2], strict=False):
                SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def git(folder: str) -> None:
    command = ["git", "diff", "--no-index", "--word-diff=porcelain", "old", "new"]
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False)


def speed() -> None:
    """Engine, difflib and git on the same drafts, and how the engine's time grows."""
    say("| text | characters | changed | engine, s | / difflib | / git |")
    say("|---|---|---|---|---|---|")
    for language in ("zh", "en"):
        tokenize("大会", language)
        base = paragraphs(language)
        for rate in (0.12, 0.4):
            times = [measured(base, language, size, rate) for size in SIZES]
            slope = math.log(times[-1] / times[0]) / math.log(SIZES[-1] / SIZES[0])
            say(f"| {language} | slope | {rate:.0%} | {slope:.2f} | | |")


def measured(base: Sequence[str], language: str, size: int, rate: float) -> float:
    old = grown(base, size, 1)
    drafts = old, revised(old, rate, 2)
    documents = [planted.document(texts, language) for texts in drafts]
    with tempfile.TemporaryDirectory() as folder:
        for name, texts in zip(("old", "new"), drafts, strict=True):
            (Path(folder) / name).write_text("\n".join(texts) + "\n", encoding="utf-8")
        rows = [
            (
                processor(lambda: revise(*documents)),
                processor(lambda: plain_difflib(drafts)),
                processor(lambda: git(folder)),
            )
            for _ in range(ROUNDS)
        ]
    ours, theirs, gits = (min(column) for column in zip(*rows, strict=True))
    say(f"| {language} | {size:,} | {rate:.0%} | {ours:.2f} | {ours / theirs:.2f} | {ours / gits:.2f} |")
    return ours


# Worst cases


def worst_cases() -> dict[str, Drafts]:
    base = paragraphs("zh")
    chance = random.Random(3)
    long = "".join(grown(base, 100_000, 1))
    clauses = revised(CLAUSE.split(long), 0.1, 4)
    bare = [text for text in (re.sub(r"\W", "", text) for text in grown(base, 1_000_000, 1)) if len(text) > 3]
    same = ["每一行都完全相同的文字内容" if chance.random() < 0.9 else f"第{k}行不同" for k in range(2000)]
    pair = ["相同的一行文字在此", "另一行文字在此处"]
    rows = [f"指标{k % 7}：数值为{chance.randrange(100)}，状态为已完成，备注无。" for k in range(2000)]
    backwards = [text[::-1] for text in base]
    return {
        "rewritten, 1,000,000 characters": (grown(base, 1_000_000, 1), grown(backwards, 1_000_000, 3)),
        "one paragraph of 100,000": ([long], ["".join(clauses)]),
        "no punctuation, every paragraph edited, 900,000": (
            bare,
            [f"{t[: len(t) // 3]}新{t[len(t) // 3 : len(t) * 2 // 3]}改{t[len(t) * 2 // 3 :]}" for t in bare],
        ),
        "2,000 lines, most the same": (same, [line for line in same if chance.random() < 0.95]),
        "2,000 alternating lines": (pair * 1000, [*pair * 999, "尾"]),
        "2,000 lines of a template": (
            rows,
            [row if chance.random() < 0.8 else row.replace("已完成", "未完成") for row in rows],
        ),
    }


def worst() -> None:
    tokenize("大会", "zh")
    say("| case | engine, s |")
    say("|---|---|")
    for name, drafts in worst_cases().items():
        old, new = (planted.document(texts, "zh") for texts in drafts)
        say(f"| {name} | {min(processor(partial(revise, old, new)) for _ in range(2)):.2f} |")


# Memory


def memory() -> None:
    """Peak of a fresh process, a million characters a side, of which the dictionary is a good part."""
    if len(sys.argv) > 2:
        rate = float(sys.argv[2])
        old, new = (
            planted.document(Path(name).read_text(encoding="utf-8").split("\n"), "zh")
            for name in sys.argv[3:5]
        )
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        revise(old, new)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        say(f"| {rate:.0%} | {before // 1024} | {peak // 1024} |")
        return
    say("| changed | before, MB | peak, MB |")
    say("|---|---|---|")
    old = grown(paragraphs("zh"), 1_000_000, 1)
    with tempfile.TemporaryDirectory() as folder:
        names = [str(Path(folder) / name) for name in ("old", "new")]
        for rate in (0.12, 0.4, 1.0):
            for name, texts in zip(names, (old, revised(old, rate, 2)), strict=True):
                Path(name).write_text("\n".join(texts), encoding="utf-8")
            subprocess.run([sys.executable, __file__, "memory", str(rate), *names], check=True)


# Accuracy


def lines_of(path: Path, language: str) -> Document:
    return planted.document(path.read_text(encoding="utf-8").removesuffix("\n").split("\n"), language)


def links(revision: Revision) -> set[tuple[int, int]]:
    return {(i, j) for change in revision.changes for i in change.old for j in change.new}


@dataclass(frozen=True)
class ComparedLaw:
    """An act: its articles that have gold, how many found it, and how many were linked to another."""

    name: str
    gold: int
    found: int
    wrong: int


def laws_compared() -> Iterator[ComparedLaw]:
    """Links between articles of two versions of eight acts, against articles that surely are the same.

    The keys of the corpus number articles, and numbers move when one is put in; so an
    article of the old version has its gold in the article of the new one that shares most
    wording with it, where each is the other's best and at least half is shared. Articles
    without such a partner were rewritten: nothing is counted for them.
    """
    for path in sorted((DATA / "tw-law").glob("*.old.zh-Hant.txt")):
        after = path.with_name(path.name.replace(".old.", ".new."))
        drafts = lines_of(path, "zh"), lines_of(after, "zh")
        articles = [articles_of(each, draft) for each, draft in zip((path, after), drafts, strict=True)]
        gold = _gold_of(path)
        homes = [{line: number for number, (item, _) in side.items() for line in item} for side in articles]
        votes: dict[str, dict[str, int]] = {}
        for i, j in links(revise(*drafts)):
            if i in homes[0] and j in homes[1]:
                weight = min(len(drafts[0].text_of(i)), len(drafts[1].text_of(j)))
                chosen = votes.setdefault(homes[0][i], {})
                chosen[homes[1][j]] = chosen.get(homes[1][j], 0) + weight
        first = {number: max(chosen, key=lambda other: chosen[other]) for number, chosen in votes.items()}
        found = sum(first.get(number) == other for number, other in gold.items())
        wrong = sum(number in first and first[number] != other for number, other in gold.items())
        yield ComparedLaw(path.name.split(".")[0], len(gold), found, wrong)


@cache
def _gold_of(path: Path) -> dict[str, str]:
    """The articles of an act's new version that surely are those of its old one, by their numbers."""
    paths = path, path.with_name(path.name.replace(".old.", ".new."))
    articles = [articles_of(each, lines_of(each, "zh")) for each in paths]
    return best_partners(*({number: text for number, (_, text) in side.items()} for side in articles))


def laws() -> None:
    """Print the links between the articles of acts, against their gold."""
    say("| act | articles with gold | found | linked to another |")
    say("|---|---|---|---|")
    for law in laws_compared():
        say(f"| {law.name} | {law.gold} | {law.found} | {law.wrong} |")


def headings() -> None:
    """Planted changes in texts whose headings are paragraphs of their own, precision and recall by kind."""
    for mode in ("paragraphs", "articles"):
        for in_text in (False, True):
            found = planted_articles.scores(DATA, mode, SEEDS, in_text=in_text)
            say(f"\n{mode}, headings {'as plain lines' if in_text else 'read as such'}\n")
            places = [*planted_articles.LANGUAGES, "all"]
            say(f"| kind | {' | '.join(places)} |\n|{'---|' * (len(places) + 1)}")
            for kind, by_language in found.items():
                cells = (
                    "{:.3f} / {:.3f}".format(*by_language[each]) if each in by_language else "–"
                    for each in places
                )
                say(f"| {kind} | {' | '.join(cells)} |")


def articles_of(path: Path, draft: Document) -> dict[str, tuple[list[int], str]]:
    """Number of an article → its lines (its number's own line left out) and their text."""
    keys = path.with_suffix(".keys").read_text(encoding="utf-8").split("\n")
    found: dict[str, tuple[list[int], str]] = {}
    for line in range(len(draft)):
        number, _, part = keys[line].partition(".")
        if part and part != "0":
            result, text = found.get(number, ([], ""))
            found[number] = ([*result, line], text + draft.text_of(line))
    return found


def best_partners(old: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    """Pairs that are each other's best by shared bigrams, at least half of which are shared."""

    def grams(text: str) -> set[str]:
        key = form_key(text)
        return {key[k : k + 2] for k in range(len(key) - 1)}

    mine, theirs = ({number: grams(text) for number, text in side.items()} for side in (old, new))
    scores = {
        (a, b): 2 * len(x & y) / max(1, len(x) + len(y)) for a, x in mine.items() for b, y in theirs.items()
    }
    best_old = {a: max(theirs, key=lambda b: scores[a, b]) for a in mine}
    best_new = {b: max(mine, key=lambda a: scores[a, b]) for b in theirs}
    return {a: b for a, b in best_old.items() if best_new[b] == a and scores[a, b] >= 0.5}


if __name__ == "__main__":
    parts = {"speed": speed, "worst": worst, "memory": memory, "laws": laws, "headings": headings}
    parts[sys.argv[1]]()
