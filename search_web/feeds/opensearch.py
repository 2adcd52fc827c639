"""Discovery: `/opensearch.xml` for browsers and feed readers, `/robots.txt` for crawlers."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response, url_for

from ...presentation.messages import text
from ..http.addresses import absolute, address, home
from ..http.links import BLUEPRINT, asset_link
from ..site.site import Site
from .atom import ATOM, clean

DESCRIPTION = "application/opensearchdescription+xml"
_SHORT, _LONG = 16, 48
"""Maximum lengths of ShortName and LongName (OpenSearch 1.1)."""


def opensearch(site: Site) -> Response:
    """`GET /opensearch.xml`: URL templates of the results page, the feed, the API and the completions."""
    root = Element("OpenSearchDescription", {"xmlns": "http://a9.com/-/spec/opensearch/1.1/"})
    _add(root, "ShortName", site.name[:_SHORT])
    _add(root, "LongName", site.name[:_LONG])
    _add(root, "Description", text("about.tagline"))
    start = "page={startPage?}"
    _url(root, "text/html", f"{home(site)}?q={{searchTerms}}&{start}", rel="results")
    _url(root, ATOM, f"{address(site, 'feed')}?q={{searchTerms}}&{start}&limit={{count?}}", rel="results")
    if not site.keys:  # browsers send no key
        _url(root, "application/json", f"{address(site, 'api_search')}?q={{searchTerms}}&{start}&limit={{count?}}")
        suggest = f"{address(site, 'api_suggest')}?format=opensearch&q={{searchTerms}}"
        _url(root, "application/x-suggestions+json", suggest, rel="suggestions")
    _url(root, DESCRIPTION, address(site, "opensearch"), rel="self")
    image = SubElement(root, "Image", {"type": "image/svg+xml"})
    image.text = absolute(site, asset_link("mark.svg"))
    for name, value in (("Language", "vi"), ("InputEncoding", "UTF-8"), ("OutputEncoding", "UTF-8")):
        _add(root, name, value)
    body = b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="utf-8")
    return Response(body, content_type=f"{DESCRIPTION}; charset=utf-8")


def robots(site: Site) -> Response:
    """`GET /robots.txt`: allows article pages, disallows the endless combinations of filters."""
    root = url_for(f"{BLUEPRINT}.home")
    lines = (
        "User-agent: *",
        f"Allow: {root}$",
        f"Allow: {root}articles/",
        f"Allow: {root}articles?id=",
        f"Allow: {root}static/",
        f"Disallow: {root}api/",
        f"Disallow: {root}feed.atom",
        f"Disallow: {root}*?",
        "",
        f"Sitemap: {address(site, 'sitemap')}",
    )
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _add(parent: Element, name: str, value: str) -> None:
    SubElement(parent, name).text = clean(value)


def _url(parent: Element, kind: str, template: str, rel: str = "results") -> None:
    SubElement(parent, "Url", {"type": kind, "rel": rel, "template": template})
