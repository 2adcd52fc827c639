"""Spelling suggestions: how many slips of each kind are corrected, and how many good queries get a suggestion.

    python benchmarks/spelling.py [--data ../shared/data] [--queries 200] [--engine tantivy] [--seed 7]

Queries are titles of the 4,000 press articles (`news`), whole and in stretches of two to five words, each with one
random slip of a kind. `corrected`: the query before the slip is suggested, or the same without any diacritics (letter
case and tone placement ignored); `other`: something else is suggested; `nothing`: the share of the corrected queries
that had found nothing. Good queries are the same titles and stretches as they are, with and without diacritics, and the
questions of `eval` over their own collections (which contain slips of their own); for them `other` counts every
suggestion. `ms` is the median and 95th percentile of the time that looking for a suggestion adds to a search.
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
TELEX_DIACRITICS = {"\u0302": None, "\u0306": "w", "\u031b": "w"}
VNI_DIACRITICS = {"\u0302": "6", "\u0306": "8", "\u031b": "7"}
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
TONES = "\u0300\u0309\u0303\u0301\u0323"

Slip = Callable[[list[str], random.Random], list[str] | None]


def keystrokes(word: str, tones: dict[str, str], diacritics: dict[str, str | None], bar: str) -> str:
    """Return the keys that write a word."""
    out, tone = "", ""
    word = word.lower()
    letters = word.rstrip("".join(char for char in word if not char.isalpha()))
    for char in unicodedata.normalize("NFD", letters):
        if char in tones:
            tone = tones[char]
        elif char in diacritics:
            out += diacritics[char] or out[-1]
        else:
            out += "d" + bar if char == "đ" else char
    return out + tone + word[len(letters) :]


def telex(words: list[str], rng: random.Random) -> list[str] | None:
    return [keystrokes(word, TELEX_TONES, TELEX_DIACRITICS, "d") for word in words]


def vni(words: list[str], rng: random.Random) -> list[str] | None:
    return [keystrokes(word, VNI_TONES, dict(VNI_DIACRITICS), "9") for word in words]


def one_word(change: Callable[[str, random.Random], str | None]) -> Slip:
    """Return a slip in a random word among those that can have it."""

    def slip(words: list[str], rng: random.Random) -> list[str] | None:
        places = list(range(len(words)))
        rng.shuffle(places)
        for place in places:
            changed = change(words[place], rng) if words[place].isalpha() else None
            if changed is not None and normalize(changed) != normalize(words[place]):
                return [*words[:place], changed, *words[place + 1 :]]
        return None

    return slip


def folded(word: str, rng: random.Random) -> str | None:
    return fold(word) if has_diacritics(word) else None


def half_typed(word: str, rng: random.Random) -> str | None:
    """Return the word without its tone."""
    apart = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(char for char in apart if char not in TONES))


def wrong_tone(word: str, rng: random.Random) -> str | None:
    apart = unicodedata.normalize("NFD", word)
    found = [at for at, char in enumerate(apart) if char in TONES]
    if not found or normalize(word)[-1] in "cpt" or normalize(word).endswith("ch"):
        return None
    other = rng.choice([tone for tone in TONES if tone != apart[found[0]]])
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


def doubled(word: str, rng: random.Random) -> str | None:
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


def without_diacritics(slip: Slip) -> Slip:
    """Return the slip in a query without diacritics."""

    def slipped(words: list[str], rng: random.Random) -> list[str] | None:
        return slip([fold(word) for word in words], rng)

    return slipped


SLIPS: dict[str, Slip] = {
    "Telex typed raw": telex,
    "VNI typed raw": vni,
    "diacritics of one word missing": one_word(folded),
    "tone of one word missing": one_word(half_typed),
    "another tone": one_word(wrong_tone),
    "adjacent key": one_word(adjacent_key),
    "two letters swapped": one_word(swapped),
    "a letter missing": one_word(left_out),
    "a letter doubled": one_word(doubled),
    "a space missing": joined,
    "a space too many": cut,
    "folded, adjacent key": without_diacritics(one_word(adjacent_key)),
    "folded, letters swapped": without_diacritics(one_word(swapped)),
    "folded, a space missing": without_diacritics(joined),
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
        print(f"{'slip':32}{'':9}{'queries':>9}{'corrected':>10}{'other':>8}{'nothing':>9}{'ms p50':>9}{'p95':>7}")
        for name, slip in SLIPS.items():
            for kind, queries in (("titles", whole), ("short", short)):
                print(f"{name:32}{kind:9}{slips(index, queries, slip, chosen.seed)}", flush=True)
        for kind, queries in (("titles", whole), ("short", short)):
            print(f"{'as they are':32}{kind:9}{good(index, [' '.join(words) for words in queries])}", flush=True)
            print(
                f"{'as they are, folded':32}{kind:9}{good(index, [fold_all(words) for words in queries])}", flush=True
            )
    for name in ("xquad_vi", "alqac2023"):
        folder = chosen.data / "eval" / name
        questions = [line.split("\t")[1] for line in (folder / "queries.tsv").read_text("utf-8").splitlines()]
        questions = random.Random(chosen.seed).sample(questions, min(chosen.queries, len(questions)))
        with indexed(chosen.engine, (*corpus(folder), *news(chosen.data))) as index:
            print(f"{name:32}{'':9}{good(index, questions)}", flush=True)
            print(
                f"{name + ', folded':32}{'':9}{good(index, [fold_all(each.split()) for each in questions])}", flush=True
            )


def slips(index: timtin.Index, queries: list[list[str]], slip: Slip, seed: int) -> str:
    """Return one row of the table."""
    rng = random.Random(seed)
    queried = corrected = other = nothing = 0
    added = []
    for words in queries:
        slipped = slip(words, rng)
        if slipped is None:
            continue
        queried += 1
        milliseconds, total, suggested = timed_suggestion(index, " ".join(slipped))
        added.append(milliseconds)
        if suggested is None:
            continue
        right = normal_form(suggested) in (normal_form(" ".join(words)), normal_form(fold_all(words)))
        corrected, other, nothing = corrected + right, other + (not right), nothing + (right and not total)
    middle, most = figures(added)
    shares = f"{corrected / queried:10.2f}{other / queried:8.3f}{nothing / max(corrected, 1):9.2f}"
    return f"{queried:9}{shares}{middle:9.1f}{most:7.1f}"


def good(index: timtin.Index, queries: list[str]) -> str:
    """Return one row of queries that need no suggestion."""
    answers = [timed_suggestion(index, query) for query in queries]
    middle, most = figures([milliseconds for milliseconds, _, _ in answers])
    suggestions = sum(suggested is not None for _, _, suggested in answers)
    return f"{len(queries):9}{'':10}{suggestions / len(queries):8.3f}{'':9}{middle:9.1f}{most:7.1f}"


def timed_suggestion(index: timtin.Index, query: str) -> tuple[float, int, str | None]:
    """Return the milliseconds that looking for a suggestion takes, the total, and the suggestion.

    It is timed at the second search, when the statistics of the collection are cached.
    """
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


def normal_form(text: str) -> str:
    return " ".join(token.normal for token in tokenize(text))


def fold_all(words: list[str]) -> str:
    return " ".join(fold(word) for word in words)


def stretch(words: list[str], rng: random.Random) -> list[str]:
    """Return two to five neighbouring words."""
    length = rng.randint(2, 5)
    start = rng.randrange(max(1, len(words) - length + 1))
    return words[start : start + length]


class indexed:  # noqa: N801 - used as a function
    """An index of some articles, deleted at the end of the `with` block."""

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
