"""Results and articles for a person's eyes; plain text where no terminal is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ...presentation import messages as texts
from ...presentation.passages import quoted
from .explanation import print_explanation
from .streams import console, harmless, marked, plain

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from ...model import Article, Copy, FacetValue, Hit, Place, ResultPage

HIT_COLUMNS = (
    "id", "url", "title", "published", "source", "author", "places", "citations", "snippet", "score", "duplicate_count",
)  # fmt: skip
"""The columns of results as CSV."""

MOST_NAMED = 5
"""Publishers of near copies that are named; `timtin show` and `--json` tell them all."""


def print_results(page: ResultPage) -> None:
    """The hits of a page with their marks, then facets and suggestion where there are any."""
    out = console()
    if not page.total:
        out.print("Không tìm thấy bài nào.")
    else:
        where = f", trang {page.page}/{page.pages}" if page.pages > 1 else ""
        out.print(f"{page.total} bài ({page.took_ms:.0f} ms{where})", style="dim")
    print_hits(page.hits, (page.page - 1) * page.limit + 1)
    if page.explanation is not None:
        print_explanation(out, page.explanation)
    for name, values in page.facets.items():
        _print_facet(out, name, values)
        if name in page.facets_more:
            out.print(f"  … và {page.facets_more[name]} giá trị nữa (--facet-limit)", style="dim")
    if page.suggestion is not None:
        out.print(f"\nThử tìm: {harmless(page.suggestion.query)}  ({harmless(page.suggestion.reason)})")


def print_instead(asked: ResultPage) -> None:
    """What is searched at once for a query that found nothing, and the way back."""
    if asked.suggestion is None:
        return
    out = console()
    out.print(f"Không có bài nào cho: {harmless(asked.query)}")
    out.print(f"Đang tìm: {harmless(asked.suggestion.query)}  ({harmless(asked.suggestion.reason)})", style="bold")
    out.print("Tìm đúng như đã gõ: thêm --exact", style="dim")


def print_hits(hits: Iterable[Hit], first: int = 1) -> None:
    """Hits, numbered from `first`, with their marks."""
    out = console()
    for number, hit in enumerate(hits, first):
        out.print()
        out.print(f"{number}. ", marked(hit.title_html, "bold"), sep="")
        _print_line(out, [day(hit.published), hit.author, hit.source, places(hit.places)], "green")
        if hit.snippet_html:
            _print_indented(out, marked(hit.snippet_html))
        _print_line(out, [f"id {hit.id}"], "dim")
        if hit.url:
            out.print(f"   {harmless(hit.url)}", style="dim", soft_wrap=True)  # whole, so that it can be clicked
        if hit.pinned:
            _print_line(out, ["được chọn lên đầu"], "cyan")
        if hit.missing:
            _print_line(out, [f"không có: {', '.join(hit.missing)}"], "yellow")
        if hit.duplicates:
            _print_line(out, [f"{hit.duplicate_count} nơi cùng đăng: {publishers(hit.duplicates)}"], "dim")


def hit_row(hit: Hit) -> dict[str, object]:
    """A hit as a line of a table: plain text, places as paths of today."""
    return hit.to_dict() | {
        "places": [places([place]) for place in hit.places],
        "snippet": plain(hit.snippet_html).replace("\n", " "),
    }


def print_article(article: Article) -> None:
    """One article: what it says and what was understood of it."""
    out = console()
    out.print(harmless(article.title), style="bold")
    rows = (
        ("ngày đăng", day(article.published), ""),
        ("cập nhật", day(article.updated), ""),
        ("ngày diễn ra", ", ".join(filter(None, map(day, article.event_dates))), "event_date"),
        ("tác giả", article.author, ""),
        ("nguồn", article.source, ""),
        ("nơi", places(article.places), "place"),
        ("cấp", texts.text(f"level.{article.level}") if article.level else None, "level"),
        ("cơ quan", ", ".join(article.organizations), "organization"),
        ("chủ đề", ", ".join(article.topics), "topic"),
        ("văn bản", ", ".join(article.citations), "citation"),
        ("đính kèm", ", ".join(one.name for one in article.attachments), ""),
        ("địa chỉ", article.url, ""),
        ("ảnh", article.image, ""),
        ("cùng đăng", ", ".join(article.duplicates), ""),
        ("id", article.id, ""),
    )
    for name, value, field in rows:
        if value:
            out.print(f"{name + ':':<14}{harmless(value)}", style="green")
            _print_read(out, article, field)
    for part in filter(None, (article.summary, article.body)):
        out.print()
        out.print(harmless(part))


def _print_read(out: Console, article: Article, field: str) -> None:
    """Under what was understood, one line a value: where in the article it was first read."""
    mentions = [mention for mention in article.mentions if mention.field == field]
    first = {mention.value: mention for mention in reversed(mentions)}
    for value in dict.fromkeys(mention.value for mention in mentions):
        named = f"{value}, " if len(first) > 1 else ""
        line = f"{named}đọc thấy ở: {quoted(article, first[value])}"
        out.print(f"{'':<14}{harmless(line)}", style="dim")


def day(published: str | None) -> str | None:
    """`2024-01-23T02:20:00+07:00` as people write it: `23/01/2024 02:20`."""
    if published is None:
        return None
    date, _, time = published.partition("T")
    written = "/".join(reversed(date.split("-")))
    return f"{written} {time[:5]}" if time else written


def places(found: Iterable[Place]) -> str:
    """Places as paths of today; an ambiguous one by its name and a question mark."""
    names = (" › ".join(place.path_now) if place.path_now else f"{place.name} (?)" for place in found)
    return "; ".join(dict.fromkeys(names))


def publishers(copies: Sequence[Copy]) -> str:
    """Where near copies were published: each source once (else its title), the first few."""
    names = list(dict.fromkeys(copy.source or copy.title or copy.id for copy in copies))
    more = f" và {len(names) - MOST_NAMED} nơi khác" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _print_indented(out: Console, text: Text) -> None:
    from rich.padding import Padding  # noqa: PLC0415 - rich is loaded only where it prints

    if out.is_terminal:
        out.print(Padding(text, (0, 0, 0, 3)))
    else:
        out.print("   ", text, sep="")


def _print_line(out: Console, parts: Iterable[str | None], style: str) -> None:
    text = " · ".join(harmless(part) for part in parts if part)
    if text:
        out.print(f"   {text}", style=style)


def _print_facet(out: Console, name: str, values: tuple[FacetValue, ...]) -> None:
    if not values:
        return
    out.print(f"\n{texts.text(f'facet.{name}')}", style="bold")
    for value in values:
        _print_value(out, value, 1, named=name == "level")


def _print_value(out: Console, value: FacetValue, depth: int, *, named: bool = False) -> None:
    chosen = "*" if value.selected else " "
    label = texts.text(f"level.{value.value}") if named else value.label
    out.print(f"{'  ' * depth}{chosen}{value.count:>6}  {harmless(label)}")
    for child in value.children:
        _print_value(out, child, depth + 2)
