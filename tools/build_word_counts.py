"""Build `analyzers/segmentation/word_counts.tsv`: how often words occur in press articles, folded.

    python tools/build_word_counts.py ARTICLES.jsonl.gz > analyzers/segmentation/word_counts.tsv

Made from the 4,000 articles of the vietnews corpus (github.com/ThanhChinhBK/vietnews) that mention local government.
Only numbers are taken: words without digits that stand in at least five articles, so nothing of any one text is left.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter

from timtin.analyzers.segmentation.word_counts import count_words

ARTICLES, LONGEST = 5, 4


def main() -> None:
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
