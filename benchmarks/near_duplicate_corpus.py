"""A corpus of near duplicates and look-alikes, made from real articles with a seed, for benchmark and tests.

A near duplicate is what another portal makes of an article: another headline, the beginning or most of the paragraphs,
dropped sentences, a byline, a source line, a lead of its own, other names for the same things, another Unicode form,
tone placement or letter case. A look-alike keeps whole sentences of an article but is about something else: the same
notice about another person, yesterday's bulletin, another item between the same opening and closing paragraphs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random

from timtin import Article

HEADLINES = (
    "Tin vắn trong ngày: {}",
    "{} – ghi nhận từ cơ sở",
    "Chuyện ở địa phương hôm nay",
    "Nhìn lại một việc làm thiết thực",
    "[Video] {}",
    "Bản tin truyền thanh xã",
)
LEADS = (
    "Cổng thông tin điện tử xin giới thiệu cùng bạn đọc bài viết dưới đây, đã đăng trên trang của đơn vị bạn.",
    "Thực hiện kế hoạch tuyên truyền của địa phương, ban biên tập trích đăng lại nội dung được nhiều bà con quan tâm "
    "để cán bộ, hội viên và nhân dân trên địa bàn cùng theo dõi, góp ý và học tập cách làm hay.",
    "(Theo báo bạn) Nội dung cụ thể như sau.",
    "Sáng nay, trang tin của phường nhận được bài của cộng tác viên gửi về, xin đăng nguyên văn phần chính.",
)
BYLINES = (
    "Nguyễn Thị Mai",
    "Ban Văn hóa – Thông tin",
    "Theo Trang tin huyện",
    "Tổng hợp: Hoàng Nam",
    "Nguồn: Báo điện tử",
)
SYNONYMS = (
    ("UBND", "Ủy ban nhân dân"),
    ("TP.HCM", "Thành phố Hồ Chí Minh"),
    ("TP HCM", "TP. Hồ Chí Minh"),
    ("Hà Nội", "Thủ đô Hà Nội"),
    ("HĐND", "Hội đồng nhân dân"),
    ("tỉnh ", "tỉnh nhà "),
    ("cho biết", "nói"),
    ("khoảng", "chừng"),
    ("hiện nay", "bây giờ"),
    ("tuy nhiên", "song"),
    ("người dân", "bà con"),
    ("tiến hành", "thực hiện"),
)
_TONES = (
    ("òa", "oà"),
    ("óa", "oá"),
    ("ỏa", "oả"),
    ("ọa", "oạ"),
    ("ủy", "uỷ"),
    ("úy", "uý"),
    ("ùy", "uỳ"),
    ("òe", "oè"),
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_FIGURE = re.compile(r"\d+")
_NAME = re.compile(r"(?:[^\W\d_a-zà-ỹđ][^\W\d_]*)(?: [^\W\d_a-zà-ỹđ][^\W\d_]*){1,3}")
_GIVEN = ("An", "Bình", "Châu", "Dũng", "Giang", "Hạnh", "Khánh", "Lâm", "Minh", "Ngọc", "Phúc", "Quân", "Sơn", "Thảo")
_FAMILY = ("Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Phan", "Võ", "Trịnh")


@dataclass(frozen=True, slots=True)
class Case:
    """An article made from another one, and in which way."""

    article: Article
    origin: str
    kind: str


def republish(article: Article, random: Random, id: str) -> Case:
    """Return the article as another portal might publish it again."""
    paragraphs = [line for line in article.body.splitlines() if line.strip()]
    ways = []
    cut = random.choice(("whole", "whole", "part", "half", "third", "middle"))
    paragraphs = _cut(paragraphs, cut, random)
    ways.append(cut)
    if random.random() < 0.4:
        paragraphs = _without_sentences(paragraphs, random)
        ways.append("dropped")
    if random.random() < 0.5:
        paragraphs = [_reworded(line, random) for line in paragraphs]
        ways.append("reworded")
    if random.random() < 0.3:
        paragraphs = [_edited(line, random) for line in paragraphs]
        ways.append("edited")
    if random.random() < 0.4:
        paragraphs.insert(0, random.choice(LEADS))
        ways.append("lead")
    if random.random() < 0.5:
        paragraphs.append(random.choice(BYLINES))
    if random.random() < 0.3:
        paragraphs = [" ".join(paragraphs)]
    body = _written("\n".join(paragraphs), random)
    title = random.choice(HEADLINES).format(article.title) if random.random() < 0.8 else article.title
    made = Article(id=id, title=title, body=body, source="Trang tin " + id)
    return Case(made, article.id, "+".join(ways))


def _cut(paragraphs: list[str], how: str, random: Random) -> list[str]:
    """Return the first paragraphs up to a share of the text, or paragraphs from its middle."""
    share = {"whole": 1.0, "part": random.uniform(0.6, 0.95), "half": 0.5, "third": 0.34, "middle": 0.6}[how]
    words = sum(len(line.split()) for line in paragraphs)
    start = random.randrange(len(paragraphs) // 3 + 1) if how == "middle" else 0
    kept: list[str] = []
    for line in paragraphs[start:]:
        if kept and sum(len(one.split()) for one in kept) >= share * words:
            break
        kept.append(line)
    return kept


def _without_sentences(paragraphs: list[str], random: Random) -> list[str]:
    kept = []
    for line in paragraphs:
        sentences = [one for one in _SENTENCE.split(line) if random.random() > 0.15]
        if sentences:
            kept.append(" ".join(sentences))
    return kept or paragraphs


def _reworded(line: str, random: Random) -> str:
    for old, new in SYNONYMS:
        if random.random() < 0.5:
            line = line.replace(old, new)
    return line


def _edited(line: str, random: Random) -> str:
    """Return the line with three words in a hundred left out, followed by another word or replaced by the next."""
    words = line.split(" ")
    for at in range(len(words) - 1):
        if random.random() < 0.03:
            words[at] = random.choice(("", words[at] + " có", words[at + 1]))
    return " ".join(word for word in words if word)


def _written(text: str, random: Random) -> str:
    """Return the text in another Unicode form, tone placement or letter case, or unchanged."""
    how = random.random()
    if how < 0.15:
        return unicodedata.normalize("NFD", text)
    if how < 0.3:
        for old, new in _TONES:
            text = text.replace(old, new)
        return text
    if how < 0.35:
        return text.upper()
    return text


OPENINGS = (
    "Thực hiện chương trình công tác năm, dưới sự chỉ đạo của cấp ủy và chính quyền, các ban ngành đoàn thể trên "
    "địa bàn đã phối hợp chặt chẽ, triển khai đồng bộ nhiều giải pháp và đạt được kết quả bước đầu đáng ghi nhận.",
)
CLOSINGS = (
    "Phát biểu kết luận, lãnh đạo địa phương đề nghị các đơn vị tiếp tục phát huy kết quả đã đạt được, khắc phục "
    "tồn tại, hạn chế, tập trung hoàn thành tốt các chỉ tiêu, nhiệm vụ đề ra. Mọi phản ánh, kiến nghị xin gửi về bộ "
    "phận tiếp dân trong giờ hành chính các ngày làm việc trong tuần. Trân trọng thông báo để nhân dân được biết.",
)


def look_alike(article: Article, random: Random, id: str) -> Case | None:
    """Return an article with most words of another one, but about something else; None if too little can be changed."""
    kind = random.choice(("figures", "names", "names and figures"))
    body = article.body
    if "figures" in kind:
        body = _FIGURE.sub(lambda one: _other_figure(one[0], random), body)
        changed = [old != new for old, new in zip(_FIGURE.findall(article.body), _FIGURE.findall(body), strict=True)]
        if kind == "figures" and sum(changed) < max(3, 0.4 * len(changed)):
            return None
    if "names" in kind:
        people: dict[str, str] = {}
        body = _NAME.sub(
            lambda one: people.setdefault(
                one[0], f"{random.choice(_FAMILY)} {random.choice(_GIVEN)} {random.choice(_GIVEN)}"
            ),
            body,
        )
        if len(people) < 4:
            return None
    return Case(Article(id=id, title=article.title, body=body, source="Trang tin " + id), article.id, kind)


def _other_figure(digits: str, random: Random) -> str:
    if len(digits) == 4 and digits[:2] in ("19", "20"):
        return digits
    highest = 10 ** min(len(digits), 6)
    return str(random.randrange(highest)) if random.random() < 0.8 else digits


def framed(article: Article, id: str) -> Article:
    """Return the article between an opening and a closing paragraph that many other articles have, too."""
    body = "\n".join((*OPENINGS, article.body, *CLOSINGS))
    return Article(id=id, title=article.title, body=body, source="Trang tin " + id)


def corpus(originals: Sequence[Article], random: Random) -> tuple[list[Article], set[frozenset[str]]]:
    """Return all articles of the corpus, and the pairs that are near duplicates.

    Of every three originals, two have two near duplicates each and the third has a look-alike; every fifth is also
    repeated between common opening and closing paragraphs. An original with a look-alike has no other near duplicates,
    because a cut that drops all differences would be a near duplicate of both.
    """
    articles: list[Article] = []
    true: set[frozenset[str]] = set()
    for number, original in enumerate(originals):
        ids = [original.id]
        articles.append(original)
        other = look_alike(original, random, f"look-alike-{number}") if number % 3 == 0 else None
        if other is not None:
            articles.append(other.article)
        else:
            ids += [f"republished-{number}-1", f"republished-{number}-2"]
            articles += [republish(original, random, id).article for id in ids[1:]]
        if number % 5 == 0:
            ids.append(f"framed-{number}")
            articles.append(framed(original, ids[-1]))
        true.update(map(frozenset, combinations(ids, 2)))
    return articles, true
