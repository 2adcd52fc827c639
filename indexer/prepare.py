"""One item of a reader to a document for the engine, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..engines.document import Document
from ..engines.fields import FEED_ORIGIN, ORIGIN
from ..model import Article, Attachment
from ..model.stored import without_surrogates
from .document import to_document
from .extract import extract
from .page import MAX_ID_LENGTH, Item, Page, Record, Rejected, identify_content, identify_url
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
class PreparedDocument:
    """A document and its origin, for messages. `from_feed` marks an entry of a feed; see `page.Record`."""

    document: Document
    origin: str
    from_feed: bool = False


Prepared = PreparedDocument | Rejected


def prepare(item: Item) -> Prepared:
    """Extract, understand and analyse one item; never raise.

    This is a pure function, so that it can run in another process. An unexpected error also becomes a rejection: one
    page must not end the indexing of an archive.
    """
    if isinstance(item, Rejected):
        return item
    try:
        return _prepare(item)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one page, indexing continues
        return Rejected(item.origin, f"could not be understood ({type(error).__name__}: {str(error)[:200]})")


def _prepare(item: Page | Record) -> Prepared:
    if isinstance(item, Page):
        extracted = extract(item)
        if isinstance(extracted, Rejected):
            return extracted
        article = extracted
    else:
        article = item.article
    reason = rejection_reason(article)
    if reason:
        return Rejected(item.origin, reason)
    article = understand(with_id(without_lone_surrogates(article)))
    # Without --source, an article also belongs to the collection named like its own publisher.
    publisher = None if item.source else article.source
    document = to_document(article, collection=without_surrogates(item.collection), publisher=publisher)
    if isinstance(item, Record) and item.from_feed:
        origins = (*document.exact.get(ORIGIN, ()), FEED_ORIGIN)
        return PreparedDocument(
            replace(document, exact={**document.exact, ORIGIN: origins}), item.origin, from_feed=True
        )
    return PreparedDocument(document, item.origin)


def rejection_reason(article: object) -> str | None:
    """Return why a value cannot be indexed (wrong types, neither title nor body), or None if it can."""
    if not isinstance(article, Article):
        return f"is a {type(article).__name__}, not a timtin.Article"
    reason = _wrong_type(article)
    if reason is None and len(article.id) > MAX_ID_LENGTH:
        return f"`id` is longer than {MAX_ID_LENGTH} characters"
    if reason is None and not article.title.strip() and not article.body.strip():
        return "neither a title nor a body"
    return reason


def _wrong_type(article: Article) -> str | None:
    for name in _TEXTS + _OPTIONAL_TEXTS:
        value = getattr(article, name)
        if not (isinstance(value, str) or (value is None and name in _OPTIONAL_TEXTS)):
            return f"`{name}` is {_type_name(value)}, not text"
    for name, item_type, meaning in (("tags", str, "texts"), ("attachments", Attachment, "timtin.Attachment")):
        value = getattr(article, name)
        if not (isinstance(value, (tuple, list)) and all(isinstance(one, item_type) for one in value)):
            return f"`{name}` is not a list of {meaning}"
    return None


def _type_name(value: object) -> str:
    return "missing" if value is None else f"a {type(value).__name__}"


def with_id(article: Article) -> Article:
    """Return the article with an id: its own, else one derived from its URL, else from its title and body."""
    if article.id:
        return article
    id = identify_url(article.url) if article.url else identify_content(article.title, article.body)
    return replace(article, id=id)


def without_lone_surrogates(article: Article) -> Article:
    """Return the article without lone surrogates, which cannot be encoded, and with tuples in place of lists.

    If nothing changes, the same object is returned.
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
