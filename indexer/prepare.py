"""One thing a reader yields to a document ready for an engine, or the reason why it is none."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..engines.document import Document
from ..engines.fields import LISTED, ORIGIN
from ..model import Article, Attachment
from ..model.text import without_surrogates
from .document import to_document
from .extract import extract
from .page import LONGEST_ID, Item, Page, Record, Rejected, identify_content, identify_url
from .understand import understand

_TEXTS = ("id", "title", "body")
_OPTIONAL_TEXTS = (
    "url",
    "summary",
    "published",
    "author",
    "source",
    "place",
    "image",
    "image_caption",
    "section",
    "updated",
)


@dataclass(frozen=True, slots=True)
class Ready:
    """A document and where it came from, for messages. `listed`: a feed's entry; see `page.Record`."""

    document: Document
    origin: str
    listed: bool = False


Prepared = Ready | Rejected


def prepare(item: Item) -> Prepared:
    """Extract, understand and analyse one item; never raises.

    A plain function from values to values, so that it runs in another process as well. An error nobody foresaw is
    a rejection too: one page must not end the indexing of an archive.
    """
    if isinstance(item, Rejected):
        return item
    try:
        return _prepare(item)
    except Exception as error:  # noqa: BLE001 - whatever a page breaks, the other pages go on
        return Rejected(item.origin, f"could not be understood ({type(error).__name__}: {str(error)[:200]})")


def _prepare(item: Page | Record) -> Prepared:
    if isinstance(item, Page):
        found = extract(item)
        if isinstance(found, Rejected):
            return found
        article = found
    else:
        article = item.article
    reason = fault(article)
    if reason:
        return Rejected(item.origin, reason)
    article = understand(identified(cleaned(article)))
    # What was read without --source belongs to the publisher it names itself, too.
    publisher = None if item.source else article.source
    document = to_document(article, collection=without_surrogates(item.collection), publisher=publisher)
    if isinstance(item, Record) and item.listed:
        origins = (*document.exact.get(ORIGIN, ()), LISTED)
        return Ready(replace(document, exact={**document.exact, ORIGIN: origins}), item.origin, listed=True)
    return Ready(document, item.origin)


def fault(article: object) -> str | None:
    """Why this cannot be indexed (wrong types, nothing to index), or None."""
    if not isinstance(article, Article):
        return f"is a {type(article).__name__}, not a timtin.Article"
    reason = _wrong_type(article)
    if reason is None and len(article.id) > LONGEST_ID:
        return f"`id` is longer than {LONGEST_ID} characters"
    if reason is None and not article.title.strip() and not article.body.strip():
        return "neither a title nor a body"
    return reason


def _wrong_type(article: Article) -> str | None:
    for name in _TEXTS + _OPTIONAL_TEXTS:
        value = getattr(article, name)
        if not (isinstance(value, str) or (value is None and name in _OPTIONAL_TEXTS)):
            return f"`{name}` is {_kind(value)}, not text"
    for name, kind, meaning in (("tags", str, "texts"), ("attachments", Attachment, "timtin.Attachment")):
        value = getattr(article, name)
        if not (isinstance(value, (tuple, list)) and all(isinstance(one, kind) for one in value)):
            return f"`{name}` is not a list of {meaning}"
    return None


def _kind(value: object) -> str:
    return "missing" if value is None else f"a {type(value).__name__}"


def identified(article: Article) -> Article:
    """The article with an id: its own, else one made from its url, else from its content."""
    if article.id:
        return article
    made = identify_url(article.url) if article.url else identify_content(article.title, article.body)
    return replace(article, id=made)


def cleaned(article: Article) -> Article:
    """The article without lone surrogates, which no file and no answer could hold; unchanged (the same object) without.

    Lists are made tuples on the way, so that equal articles are equal.
    """
    changes: dict[str, object] = {}
    for name in _TEXTS + _OPTIONAL_TEXTS:
        value = getattr(article, name)
        if value is not None and (clean := without_surrogates(value)) is not value:
            changes[name] = clean
    tags = tuple(without_surrogates(tag) for tag in article.tags)
    if tags != article.tags:
        changes["tags"] = tags
    attachments = tuple(_cleaned_attachment(one) for one in article.attachments)
    if attachments != article.attachments:
        changes["attachments"] = attachments
    return replace(article, **changes) if changes else article  # type: ignore[arg-type]


def _cleaned_attachment(one: Attachment) -> Attachment:
    return Attachment(name=without_surrogates(one.name), url=None if one.url is None else without_surrogates(one.url))
