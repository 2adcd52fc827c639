"""The classes and ids that the templates of Vietnamese portals give to the parts of a page.

One table serves all systems, since their templates are copied from one another: WordPress themes, SharePoint web parts,
VNPT's portal, ASP.NET controls (`ctl00_ContentPlaceHolder1_lblTieuDe`: the last part of an id counts, without the
prefix for the type of control). A name is compared whole, without case, hyphens and underscores.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from ...html.text import Element, is_hidden

Role = Literal["title", "lead", "body", "author", "aside"]

_NAME_PART = (
    r"(?:news|tintuc|tin|bantin|baiviet|bai|article|post|entry|single|detail|details|chitiettin|chitiet|ct|td|tdb|vnp|vnpt"
    r"|portal|content|view|xemtin|page|item|main|full|ar|box|wp|block|asset|art)"
)
_NAMES: dict[Role, str] = {
    "title": rf"(?:{_NAME_PART}{{0,3}}tit{_NAME_PART}{{1,3}}|{_NAME_PART}{{1,3}}tit)"
    rf"|{_NAME_PART}{{0,3}}(?:title|tieude|tieudetin|headline|tenbai|tenbaiviet|tentin|subject|heading)"
    rf"(?:text|main|lg|big|{_NAME_PART}){{0,2}}\d?"
    r"|(?:article|news|detail|post|tin|content)header(?:title)?",
    "lead": rf"{_NAME_PART}{{0,3}}(?:sapo|lead|summary|tomtat|brief|trichyeu|description|desc|intro|introduction"
    rf"|introtext|abstract|hometext|subtitle|gioithieu|dandau|trichdan|mota|shortcontent|quotetext)(?:text|{_NAME_PART}){{0,2}}\d?",
    "body": rf"{_NAME_PART}{{0,3}}(?:content|contents|noidung|body|bodytext|fulltext|fulltexts|text|html|articlebody"
    r"|newscontent|fck|fckdetail|richhtmlfield|richhtml|maincontent|thecontent|innerbody|toanvan)"
    rf"(?:{_NAME_PART}|inner|html|text|wrap|wrapper){{0,2}}\d?"
    r"|msrtestatefield|externalclass\w*|journalcontentarticle|artpostcontent\d?|elementorwidgetthemepostcontent"
    r"|tagdivtype|wpblockpostcontent|singlepage",
    "author": rf"{_NAME_PART}{{0,2}}(?:author|authorname|tacgia|tacgiabaiviet|nguoiviet|byline|butdanh|tentacgia)"
    rf"(?:name|{_NAME_PART}){{0,1}}\d?",
    "aside": r"(?:left|right|primary|secondary|main)?sidebar(?:left|right|inner|wrapper)?|widget|widgetarea"
    r"|(?:site|main|page|entry|post)?footer(?:wrapper|content|main)?|breadcrumbs?\w*|duongdan|crumbs?"
    r"|(?:main|top|left|right|mega|sub)?(?:nav|menu|navbar|navigation)|(?:post|nav|posts)?(?:navigation|navlinks)"
    r"|nextprevposts?|tdcrumbcontainer|sitemappath|\w*related\w*|\w*lienquan\w*|\w*tinkhac\w*|\w*baikhac\w*|othernews"
    r"|newsother|other(?:s|posts|articles)?|tincungloai|tincungchuyenmuc|cungchuyenmuc|tincu|tinmoi|tinmoihon|tincuhon"
    r"|jprelatedposts|yarpp\w*|morenews|readmore|comments?|commentlist|commentsarea|commentform|respond|binhluan|ykien"
    r"|phanhoi|fbcomments?|fblike|fbroot|disqus\w*|share|sharing|social|shares?(?:box|bar|buttons?|links?|icons?)"
    r"|social(?:s|share|links|icons?|buttons?|box)\w*|sharedaddy|jppostflair|addthis\w*|addtoany\w*|a2akit"
    r"|heateorssswrap\w*|blogshare|postsharing\w*|tdpostsharing\w*|essbcontainer|zaloshare\w*|sharebar|sharepost|sharefb"
    r"|tagcloud|tags|taglinks?|tagslinks|posttags?|newstags?|articletags?|tukhoa|keywords|tdpostsourcetags|tdposttagsource"
    r"|entrymeta|postmeta|postviews|entryutility|ratings?|rating\w*|votes?|voting|kksrlegend|kkstarratings|danhgia"
    r"|starrating|wpulike|linkpost|print\w*|toolbar|tools?|newstools?|articletools?|fontsize|cochu|tienich|docbaiviet"
    r"|audio\w*|player|textspeech|ttsbox|eztoccontainer|toccontainer|lwptoc|mucluc|authorbox|aboutauthor|abhbox"
    r"|saboxplugin\w*|weather\w*|thoitiet|counter|thongke|visitors?|thongketruycap|luottruycap|banners?|quangcao|ads?"
    r"|advertisement|adsbygoogle|login|dangnhap|search(?:box|form)?|timkiem|topbar|msribbon\w*|s4ribbonrow|s4titlerow"
    r"|mostview(?:ed)?|xemnhieu|docnhieu|tindocnhieu|tinnoibat|noibat|lienketweb|lienket|weblinks|skiplinks?"
    r"|thamdo|poll|survey|vote(?:box|form)|pagination|paging|phantrang",
}
_COMPILED = {role: re.compile(rf"(?:{pattern})") for role, pattern in _NAMES.items()}
_CONTROL_TYPE = re.compile(
    r"^(?:lbl?|ltr|ltl|lit|lt|lab|label|literal|div|pnl|panel|span|spn|p|td|tr|h|rtb|rpt|txt|uc|control)(?=[A-Z_])"
)
_MAY_HOLD_ARTICLE = re.compile(
    r"widget|print|tool|noi[-_]?bat|tin[-_]?moi|search|audio|player|share|tien[-_]?ich|vote", re.IGNORECASE
)
_MAX_NAMES_LENGTH = 300
_MIN_RUNNING_TEXT = 200
"""Characters outside of links: more than a menu, a share bar or a box of headlines has."""
_ASPNET_CONTAINER_PREFIXES = ("ctl", "dnn", "ContentPlace", "Main", "uc", "WebPart", "plc", "cph")
_NEVER_ASIDE = frozenset({"html", "body", "form", "main", "article", "h1", "head"})
_ASIDE_TAGS = frozenset({"nav", "aside", "footer"})


def role_of(element: Element) -> Role | None:
    """Return the part of an article's page that an element's class, id or itemprop names; None for most elements."""
    names = element.get("class") or "", element.get("id") or "", element.get("itemprop") or ""
    return _role(*names) if any(names) else None


def is_aside(element: Element) -> bool:
    """Return whether an element beside or within an article is a menu, related items, a share bar or the like."""
    tag = element.tag
    if tag in _ASIDE_TAGS:
        return True
    return tag not in _NEVER_ASIDE and role_of(element) == "aside" and not _contains_running_text(element)


def _contains_running_text(element: Element) -> bool:
    """Return whether an element holds running text though its name suggests an aside.

    Only names are considered that some templates give to the box around the article as well.
    """
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if not _MAY_HOLD_ARTICLE.search(names[:_MAX_NAMES_LENGTH]):
        return False
    size = 0
    for part in element.iter("p", "div", "h1"):
        if part.tag == "h1":
            return True
        size += len((part.text or "").strip()) + sum(len((child.tail or "").strip()) for child in part)
        if size >= _MIN_RUNNING_TEXT:
            return True
    return False


def is_outside_article(element: Element) -> bool:
    """Return whether an element holds nothing of an article: it is hidden, or an aside."""
    return is_hidden(element) or is_aside(element)


@lru_cache(maxsize=16384)
def _role(classes: str, identifier: str, itemprop: str) -> Role | None:
    if itemprop in {"articleBody", "headline"}:
        return "body" if itemprop == "articleBody" else "title"
    tokens = [*map(_normalized_name, classes.split()[:12]), _strip_aspnet_prefix(identifier)]
    roles = [role for token in tokens if token and len(token) <= 60 for role in _roles(token)]
    for role in ("body", "title", "lead", "author", "aside"):
        if role in roles:
            return "aside" if role in {"title", "lead"} and "aside" in roles else role
    return None


def _roles(token: str) -> list[Role]:
    return [role for role, pattern in _COMPILED.items() if pattern.fullmatch(token)]


def _normalized_name(name: str) -> str:
    return re.sub(r"[-_]+", "", name).lower()


def _strip_aspnet_prefix(identifier: str) -> str:
    """Return the last part of an id that ASP.NET composed (`ctl00_Main_lblTieuDe`), without the type of control."""
    *above, last = identifier.split("_")
    own = last if any(part.startswith(_ASPNET_CONTAINER_PREFIXES) for part in above) else identifier
    return _normalized_name(_CONTROL_TYPE.sub("", own))
