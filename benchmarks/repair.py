"""Did you mean: how many slips of each kind are mended, and how many good queries get an offer nobody needs.

    python benchmarks/repair.py [--data ../shared/data] [--queries 200] [--engine tantivy] [--seed 7]

Queries are titles of the 4,000 press articles (`news`), whole and in stretches of two to five words, each with one slip
of a kind (seeded). `mended`: the query before the slip is offered, or the same without any marks (letter case and tone
placement aside); `other`: something else is; `blind`: of those mended, the slip found nothing. Good queries: the same
titles and stretches as they are, bare too, and the questions of `eval` over their own collections (which hold slips of
their own); `other` counts every offer. `ms` is the median and 95th percentile of what looking for a suggestion adds to
a search.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import timtin
from timtin.analyzers import fingerprint, fold, has_diacritics, normalize, tokenize
from timtin.indexer.document import to_document
from timtin.searcher.search import Search
from timtin.store.index_folder import create_store

TELEX_TONES = {"\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0301": "s", "\u0323": "j"}
VNI_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "1", "\u0323": "5"}
TELEX_MARKS = {"\u0302": None, "\u0306": "w", "\u031b": "w"}
VNI_MARKS = {"\u0302": "6", "\u0306": "8", "\u031b": "7"}
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
MARKS = "\u0300\u0309\u0303\u0301\u0323"

Slip = Callable[[list[str], random.Random], list[str] | None]


def raw(word: str, tones: dict[str, str], marks: dict[str, str | None], bar: str) -> str:
    """A word as the keys that write it."""
    out, tone = "", ""
    word = word.lower()
    letters = word.rstrip("".join(char for char in word if not char.isalpha()))
    for char in unicodedata.normalize("NFD", letters):
        if char in tones:
            tone = tones[char]
        elif char in marks:
            out += marks[char] or out[-1]
        else:
            out += "d" + bar if char == "đ" else char
    return out + tone + word[len(letters) :]


def telex(words: list[str], rng: random.Random) -> list[str] | None:
    return [raw(word, TELEX_TONES, TELEX_MARKS, "d") for word in words]


def vni(words: list[str], rng: random.Random) -> list[str] | None:
    return [raw(word, VNI_TONES, dict(VNI_MARKS), "9") for word in words]


def one_word(change: Callable[[str, random.Random], str | None]) -> Slip:
    """A slip in one word that it can befall."""

    def slip(words: list[str], rng: random.Random) -> list[str] | None:
        places = list(range(len(words)))
        rng.shuffle(places)
        for place in places:
            changed = change(words[place], rng) if words[place].isalpha() else None
            if changed is not None and normalize(changed) != normalize(words[place]):
                return [*words[:place], changed, *words[place + 1 :]]
        return None

    return slip


def without_marks(word: str, rng: random.Random) -> str | None:
    return fold(word) if has_diacritics(word) else None


def half_typed(word: str, rng: random.Random) -> str | None:
    """Without its tone."""
    apart = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(char for char in apart if char not in MARKS))


def wrong_tone(word: str, rng: random.Random) -> str | None:
    apart = unicodedata.normalize("NFD", word)
    found = [at for at, char in enumerate(apart) if char in MARKS]
    if not found or normalize(word)[-1] in "cpt" or normalize(word).endswith("ch"):
        return None
    other = rng.choice([mark for mark in MARKS if mark != apart[found[0]]])
    return unicodedata.normalize("NFC", apart[: found[0]] + other + apart[found[0] + 1 :])


def adjacent_key(word: str, rng: random.Random) -> str | None:
    places = [(at, row) for at, char in enumerate(word.lower()) for row in ROWS if char in row]
    if len(word) < 3 or not places:
        return None
    at, row = rng.choice(places)
    here = row.index(word[at].lower())
    return word[:at] + rng.choice(row[max(0, here - 1) : here] + row[here + 1 : here + 2]) + word[at + 1 :]


def swapped(word: str, rng: random.Random) -> str | None:
    if len(word) < 3:
        return None
    at = rng.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def left_out(word: str, rng: random.Random) -> str | None:
    at = rng.randrange(len(word))
    return word[:at] + word[at + 1 :] if len(word) > 3 else None


def twice(word: str, rng: random.Random) -> str | None:
    at = rng.randrange(len(word))
    return word[: at + 1] + word[at:] if len(word) > 1 else None


def joined(words: list[str], rng: random.Random) -> list[str] | None:
    at = rng.randrange(len(words) - 1)
    if not (words[at].isalpha() and words[at + 1].isalpha()):
        return None
    return [*words[:at], words[at] + words[at + 1], *words[at + 2 :]]


def cut(words: list[str], rng: random.Random) -> list[str] | None:
    at = rng.randrange(len(words))
    if len(words[at]) < 3 or not words[at].isalpha():
        return None
    end = rng.randrange(1, len(words[at]))
    return [*words[:at], words[at][:end], words[at][end:], *words[at + 1 :]]


def bare(slip: Slip) -> Slip:
    def slipped(words: list[str], rng: random.Random) -> list[str] | None:
        return slip([fold(word) for word in words], rng)

    return slipped


SLIPS: dict[str, Slip] = {
    "Telex typed raw": telex,
    "VNI typed raw": vni,
    "marks of one word missing": one_word(without_marks),
    "tone of one word missing": one_word(half_typed),
    "another tone": one_word(wrong_tone),
    "adjacent key": one_word(adjacent_key),
    "two letters swapped": one_word(swapped),
    "a letter missing": one_word(left_out),
    "a letter twice": one_word(twice),
    "a space missing": joined,
    "a space too many": cut,
    "bare, adjacent key": bare(one_word(adjacent_key)),
    "bare, letters swapped": bare(one_word(swapped)),
    "bare, a space missing": bare(joined),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--engine", default="tantivy")
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    if not (chosen.data / "news").is_dir():
        sys.exit(f"needs {chosen.data} (public texts, not part of the project)")
    with indexed(chosen.engine, news(chosen.data)) as index:
        titles = [article.title for article in news(chosen.data)]
        rng = random.Random(chosen.seed)
        whole = [title.split() for title in rng.sample(titles, chosen.queries)]
        short = [stretch(title.split(), rng) for title in rng.sample(titles, chosen.queries)]
        print(f"{'slip':28}{'':9}{'queries':>9}{'mended':>9}{'other':>8}{'blind':>8}{'ms p50':>9}{'p95':>7}")
        for name, slip in SLIPS.items():
            for kind, queries in (("titles", whole), ("short", short)):
                print(f"{name:28}{kind:9}{slips(index, queries, slip, chosen.seed)}", flush=True)
        for kind, queries in (("titles", whole), ("short", short)):
            print(f"{'as they are':28}{kind:9}{good(index, [' '.join(words) for words in queries])}", flush=True)
            print(f"{'as they are, bare':28}{kind:9}{good(index, [fold_all(words) for words in queries])}", flush=True)
    for name in ("xquad_vi", "alqac2023"):
        folder = chosen.data / "eval" / name
        questions = [line.split("\t")[1] for line in (folder / "queries.tsv").read_text("utf-8").splitlines()]
        questions = random.Random(chosen.seed).sample(questions, min(chosen.queries, len(questions)))
        with indexed(chosen.engine, (*corpus(folder), *news(chosen.data))) as index:
            print(f"{name:28}{'':9}{good(index, questions)}", flush=True)
            print(
                f"{name + ', bare':28}{'':9}{good(index, [fold_all(each.split()) for each in questions])}", flush=True
            )


def slips(index: timtin.Index, queries: list[list[str]], slip: Slip, seed: int) -> str:
    """One row of the table."""
    rng = random.Random(seed)
    asked = mended = other = blind = 0
    added = []
    for words in queries:
        slipped = slip(words, rng)
        if slipped is None:
            continue
        asked += 1
        milliseconds, total, offered = looked_for(index, " ".join(slipped))
        added.append(milliseconds)
        if offered is None:
            continue
        right = same(offered) in (same(" ".join(words)), same(fold_all(words)))
        mended, other, blind = mended + right, other + (not right), blind + (right and not total)
    middle, most = figures(added)
    return f"{asked:9}{mended / asked:9.2f}{other / asked:8.3f}{blind / max(mended, 1):8.2f}{middle:9.1f}{most:7.1f}"


def good(index: timtin.Index, queries: list[str]) -> str:
    """One row of queries that need nothing."""
    answers = [looked_for(index, query) for query in queries]
    middle, most = figures([milliseconds for milliseconds, _, _ in answers])
    offers = sum(offered is not None for _, _, offered in answers)
    return f"{len(queries):9}{'':9}{offers / len(queries):8.3f}{'':8}{middle:9.1f}{most:7.1f}"


def looked_for(index: timtin.Index, query: str) -> tuple[float, int, str | None]:
    """How long looking for a suggestion takes (the second time: the collection is asked once alone), the total, and
    the offer."""
    page = index.search(query, facets=[], limit=1)
    taken: list[float] = []
    real = Search._suggestion

    def timed(self: Search, total: int) -> timtin.model.Suggestion | None:
        started = perf_counter()
        found = real(self, total)
        taken.append((perf_counter() - started) * 1000)
        return found

    Search._suggestion = timed  # type: ignore[method-assign]
    try:
        index.search(query, facets=[], limit=1)
    finally:
        Search._suggestion = real  # type: ignore[method-assign]
    return taken[0], page.total, page.suggestion.query if page.suggestion else None


def figures(values: list[float]) -> tuple[float, float]:
    cuts = quantiles(values, n=20)
    return cuts[9], cuts[18]


def same(text: str) -> str:
    return " ".join(token.normal for token in tokenize(text))


def fold_all(words: list[str]) -> str:
    return " ".join(fold(word) for word in words)


def stretch(words: list[str], rng: random.Random) -> list[str]:
    """Two to five neighbouring words."""
    length = rng.randint(2, 5)
    start = rng.randrange(max(1, len(words) - length + 1))
    return words[start : start + length]


class indexed:  # noqa: N801 - used as a function
    """An index of some articles as long as it is asked."""

    def __init__(self, engine: str, articles: Iterable[timtin.Article]) -> None:
        self.folder = tempfile.TemporaryDirectory()
        writer = create_store(Path(self.folder.name), engine=engine, fingerprint=fingerprint()).writer()
        for article in articles:
            writer.put(to_document(article, collection="news"))
        writer.commit()

    def __enter__(self) -> timtin.Index:
        self.index = timtin.open_index(self.folder.name)
        return self.index

    def __exit__(self, *_: object) -> None:
        self.index.close()
        self.folder.cleanup()


def news(data: Path) -> Iterator[timtin.Article]:
    with gzip.open(data / "news" / "gov-articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            title, summary, body = (record[key] for key in ("title", "summary", "body"))
            yield timtin.Article(id=f"news-{record['id']}", title=title, summary=summary, body=body)


def corpus(folder: Path) -> Iterator[timtin.Article]:
    with (folder / "corpus.jsonl").open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            yield timtin.Article(id=record["id"], title=record["title"], body=record["text"])


if __name__ == "__main__":
    main()
