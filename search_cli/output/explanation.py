"""The explanation of a search as text (`timtin search --explain`): terms, minimum should match, scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .streams import harmless

if TYPE_CHECKING:
    from rich.console import Console

    from ...model import Explanation
    from ...model.explanation import Part

MAX_PARTS = 12
"""Parts of a score that are printed; `--json` has all."""

_WHY = {
    "word": "từ đã gõ",
    "beginning": "từ bắt đầu như đã gõ",
    "citation": "số văn bản",
    "equivalent": "cách viết khác",
    "feedback": "theo kết quả đầu",
    "together": "có đủ các từ",
}


def print_explanation(out: Console, explanation: Explanation) -> None:
    """Print how the query was interpreted, then the score of each hit with its largest parts."""
    out.print("\nGiải thích", style="bold")
    out.print("   có phân biệt dấu" if explanation.marked else "   không phân biệt dấu")
    if explanation.unmarked:
        out.print(f"   tìm không dấu vì không có như đã gõ: {harmless(', '.join(explanation.unmarked))}")
    for clause in explanation.asked:
        words = ", ".join(f"{word.text} ({word.weight or 'không bài nào có'})" for word in clause.words)
        whole = sum(word.weight for word in clause.words)
        out.print(f"   phải khớp {clause.least}/{whole} trọng số: {harmless(words)}")
    if explanation.first is not None:
        out.print(f"   thêm cụm từ của kết quả đầu: id {harmless(explanation.first)}")
    for hit in explanation.hits:
        out.print(f"   {hit.score:.2f}  id {harmless(hit.id)}")
        for part in hit.parts[:MAX_PARTS]:
            out.print(f"      {part.score:>7.2f}  {harmless(part.text)}  ({_where(part)})", style="dim")
        rest = hit.parts[MAX_PARTS:]
        if rest:
            out.print(f"      {sum(part.score for part in rest):>7.2f}  {len(rest)} phần khác", style="dim")


def _where(part: Part) -> str:
    diacritics = "" if part.marked else ", không dấu"
    return f"{part.field}{diacritics}, ×{part.weight:g}, {_WHY[part.why]}"
