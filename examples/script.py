"""Index two articles and search them.

python examples/script.py FOLDER QUERY
"""

from __future__ import annotations

import sys

import timtin

ARTICLES = [
    timtin.Article(
        id="duong-hoa",
        title="Xã Mẫu Lâm làm đường hoa",
        body="Bà con góp công trồng hoa hai bên đường. Đây là mô hình dân vận khéo của Hội Phụ nữ xã.",
        published="2024-03-08",
        place="Long An/Huyện Bến Lức",
    ),
    timtin.Article(
        id="tiep-dan",
        title="Lịch tiếp công dân tháng 4",
        body="Chủ tịch UBND xã tiếp công dân vào thứ Năm hằng tuần.",
        published="2023-04-01T08:00:00+07:00",
    ),
]


def main(folder: str, query: str) -> None:
    """Add the articles to the index in `folder` and print the results of a query."""
    with timtin.create_index(folder) as writer:  # commits at the end, rolls back on an exception
        report = writer.add(ARTICLES)
    print(f"{report.indexed} new, {report.updated} updated, {report.unchanged} as before")

    with timtin.open_index(folder) as index:
        page = index.search(query, facets=["year"])
        for hit in page.hits:
            print(f"{hit.published}  {hit.title}\n            {hit.snippet_html}")
        print(", ".join(f"{value.label}: {value.count}" for value in page.facets["year"]))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
