"""Results and articles as formatted text, plain off a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ...presentation import messages as texts
from ...presentation.passages import quoted
from .explanation import print_explanation
from .streams import console, harmless, highlighted, plain

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from ...model import Article, Copy, FacetValue, Hit, Place, ResultPage

HIT_COLUMNS = (
    "id", "url", "title", "published", "source", "author", "places", "citations", "snippet", "score", "duplicate_count",
)  # fmt: skip
"""The columns of a result list as CSV."""

MAX_PUBLISHERS = 5
"""Publishers of near duplicates that are named; `timtin show` and `--json` list all."""


def print_results(page: ResultPage) -> None:
    """Print the hits of a page with highlights, then the facets and the spelling suggestion."""
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


def print_replacement(original: ResultPage) -> None:
    """Print that another spelling is searched instead of a query without results, and how to search as typed."""
    if original.suggestion is None:
        return
    out = console()
    out.print(f"Không có bài nào cho: {harmless(original.query)}")
    out.print(
        f"Đang tìm: {harmless(original.suggestion.query)}  ({harmless(original.suggestion.reason)})", style="bold"
    )
    out.print("Tìm đúng như đã gõ: thêm --exact", style="dim")


def print_hits(hits: Iterable[Hit], first: int = 1) -> None:
    """Print hits with highlights, numbered from `first`."""
    out = console()
    for number, hit in enumerate(hits, first):
        out.print()
        out.print(f"{number}. ", highlighted(hit.title_html, "bold"), sep="")
        _print_line(out, [day(hit.published), hit.author, hit.source, places(hit.places)], "green")
        if hit.snippet_html:
            _print_indented(out, highlighted(hit.snippet_html))
        _print_line(out, [f"id {hit.id}"], "dim")
        if hit.url:
            out.print(f"   {harmless(hit.url)}", style="dim", soft_wrap=True)  # unwrapped, so that it stays clickable
        if hit.pinned:
            _print_line(out, ["được chọn lên đầu"], "cyan")
        if hit.missing:
            _print_line(out, [f"không có: {', '.join(hit.missing)}"], "yellow")
        if hit.duplicates:
            _print_line(out, [f"{hit.duplicate_count} nơi cùng đăng: {publishers(hit.duplicates)}"], "dim")


def hit_row(hit: Hit) -> dict[str, object]:
    """Return a hit as a CSV row: plain text, places by their current paths."""
    return hit.to_dict() | {
        "places": [places([place]) for place in hit.places],
        "snippet": plain(hit.snippet_html).replace("\n", " "),
    }


def print_article(article: Article) -> None:
    """Print one article: its text, and what was extracted from it with where each value was read."""
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
        ("đính kèm", ", ".join(file.name for file in article.attachments), ""),
        ("địa chỉ", article.url, ""),
        ("ảnh", article.image, ""),
        ("cùng đăng", ", ".join(article.duplicates), ""),
        ("id", article.id, ""),
    )
    for name, value, field in rows:
        if value:
            out.print(f"{name + ':':<14}{harmless(value)}", style="green")
            _print_mentions(out, article, field)
    for part in filter(None, (article.summary, article.body)):
        out.print()
        out.print(harmless(part))


def _print_mentions(out: Console, article: Article, field: str) -> None:
    """Print where in the article each value of a field was first read, one line per value."""
    mentions = [mention for mention in article.mentions if mention.field == field]
    first = {mention.value: mention for mention in reversed(mentions)}
    for value in dict.fromkeys(mention.value for mention in mentions):
        named = f"{value}, " if len(first) > 1 else ""
        line = f"{named}đọc thấy ở: {quoted(article, first[value])}"
        out.print(f"{'':<14}{harmless(line)}", style="dim")


def day(published: str | None) -> str | None:
    """Format an ISO 8601 time as in Vietnam: `2024-01-23T02:20:00+07:00` becomes `23/01/2024 02:20`."""
    if published is None:
        return None
    date, _, time = published.partition("T")
    written = "/".join(reversed(date.split("-")))
    return f"{written} {time[:5]}" if time else written


def places(values: Iterable[Place]) -> str:
    """Format places by their current paths; an ambiguous place by its name and a question mark."""
    names = (" › ".join(place.path_now) if place.path_now else f"{place.name} (?)" for place in values)
    return "; ".join(dict.fromkeys(names))


def publishers(copies: Sequence[Copy]) -> str:
    """Format the publishers of near duplicates: each source (else title) once, at most `MAX_PUBLISHERS`."""
    names = list(dict.fromkeys(copy.source or copy.title or copy.id for copy in copies))
    more = f" và {len(names) - MAX_PUBLISHERS} nơi khác" if len(names) > MAX_PUBLISHERS else ""
    return ", ".join(names[:MAX_PUBLISHERS]) + more


def _print_indented(out: Console, text: Text) -> None:
    from rich.padding import Padding  # noqa: PLC0415 - lazy: needed for tables alone

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
    selected = "*" if value.selected else " "
    label = texts.text(f"level.{value.value}") if named else value.label
    out.print(f"{'  ' * depth}{selected}{value.count:>6}  {harmless(label)}")
    for child in value.children:
        _print_value(out, child, depth + 2)
