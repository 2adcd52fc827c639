"""Word segmentation: the speed of this implementation and of pyvi's, whose output must be identical.

    python benchmarks/segmentation.py [TEXT.txt|ARTICLES.jsonl[.gz]…] [--limit 1000]

Prints syllables (white-space separated pieces) per second of CPU time, cold (first pass) and warm (later passes), and
the time until each implementation is ready. Both run on the same texts, and their outputs must be equal byte for byte.
The default texts are the news of `../shared/data`, or the bundled sample if they are missing.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path


def default_texts() -> list[Path]:
    root = Path(__file__).resolve().parents[1]
    news = root.parent / "shared" / "data" / "news" / "gov-articles.jsonl.gz"
    return [news] if news.exists() else sorted((root / "sample" / "pages").rglob("*.txt"))


def texts(paths: list[Path]) -> Iterator[str]:
    for path in paths:
        if ".jsonl" not in path.name:
            yield path.read_text(encoding="utf-8")
            continue
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                yield f"{article.get('title') or ''}\n{article.get('body') or ''}"


def seconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def ready(code: str) -> float:
    """Return the wall-clock seconds until an interpreter has segmented its first sentence, the best of three."""
    timed = f"import time; start = time.perf_counter(); {code}; print(time.perf_counter() - start)"
    command = [sys.executable, "-W", "ignore", "-c", timed]
    return min(float(subprocess.run(command, capture_output=True, text=True, check=True).stdout) for _ in range(3))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, default=default_texts())
    parser.add_argument("--limit", type=int, default=1000)
    options = parser.parse_args()
    corpus = [text for text, _ in zip(texts(options.paths), range(options.limit), strict=False)]
    count = sum(len(text.split()) for text in corpus)

    from timtin.analyzers.segmentation.crf import segmenter

    ours = segmenter().tokenize
    cold = seconds(lambda: [ours(text) for text in corpus])
    warm = min(seconds(lambda: [ours(text) for text in corpus]) for _ in range(3))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyvi import ViTokenizer
    theirs = min(seconds(lambda: [ViTokenizer.tokenize(text) for text in corpus]) for _ in range(2))
    different = [text for text in corpus if ours(text) != ViTokenizer.tokenize(text)]
    assert not different, f"{len(different)} texts differ, first: {different[0][:200]!r}"

    ready_ours = ready("from timtin.analyzers.segmentation.crf import segmenter; segmenter().tokenize('dân vận khéo')")
    ready_theirs = ready("from pyvi import ViTokenizer; ViTokenizer.tokenize('dân vận khéo')")
    print(f"{len(corpus)} texts, {count} syllables, identical output")
    print(f"pyvi   {count / theirs:>10,.0f} syllables/s   ready in {ready_theirs:.3f} s")
    print(f"timtin {count / warm:>10,.0f} syllables/s warm, {count / cold:,.0f} cold   ready in {ready_ours:.3f} s")
    print(f"ratio  {theirs / warm:.1f}x warm, {theirs / cold:.1f}x cold, ready in 1/{ready_theirs / ready_ours:.1f}")


if __name__ == "__main__":
    main()
