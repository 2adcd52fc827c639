"""Build `analyzers/segmentation/word_counts.tsv`: counts of folded words in press articles.

    python tools/build_word_counts.py ARTICLES.jsonl.gz > analyzers/segmentation/word_counts.tsv

The source is the 4,000 articles of the vietnews corpus (github.com/ThanhChinhBK/vietnews) that mention local
government. Only counts are taken, of words without digits that occur in at least five articles, so that no part of any
single text is reproduced.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter

from timtin.analyzers.segmentation.words import count_words

ARTICLES, LONGEST = 5, 4


def main() -> None:
    """Print the table to standard output."""
    everywhere: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            text = "\n".join(article.get(part) or "" for part in ("title", "summary", "body"))
            counts = count_words([text]).counts
            everywhere.update(counts)
            articles.update(counts.keys())
    print("# Made by tools/build_word_counts.py from vietnews: a folded word, how often it occurs; * is all words")
    print(f"*\t{everywhere.total()}")
    for word, count in sorted(everywhere.items()):
        if articles[word] >= ARTICLES and word.replace(" ", "").isalpha() and word.count(" ") < LONGEST:
            print(f"{word}\t{count}")


if __name__ == "__main__":
    main()
