"""Routes, error answers and headers put together: a blueprint for any Flask app, or an app of its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from ..model import TimtinError
from . import api, embed, errors, headers, links, pages, show, texts
from .site import Opener, Site, make_site, open_default

READS = ("GET", "HEAD", "OPTIONS")
METHODS = (*READS, "POST", "PUT", "PATCH", "DELETE")
"""Routed, so that what is not a read is refused in our own shape even inside a foreign app."""

ROUTES: tuple[tuple[str, Callable[..., Response], tuple[str, ...]], ...] = (
    ("home", pages.home, ("/",)),
    ("article", pages.article, ("/articles", "/articles/<path:id>")),
    ("api_search", api.api_search, ("/api/search",)),
    ("api_article", api.api_article, ("/api/articles", "/api/articles/<path:id>")),
    ("api_suggest", api.api_suggest, ("/api/suggest",)),
    ("api_similar", api.api_similar, ("/api/similar", "/api/similar/<path:id>")),
    ("api_unknown", api.api_unknown, ("/api", "/api/<path:rest>")),
    ("embed", embed.script, ("/embed.js",)),
    ("healthz", api.healthz, ("/healthz",)),
    ("readyz", api.readyz, ("/readyz",)),
)
"""Endpoint, view, rules."""


def create_app(index_path: str | os.PathLike[str], *, opener: Opener = open_default) -> Flask:
    """The whole search as a Flask app; any WSGI server runs it, `serve` runs it under waitress.

    Args:
        index_path: folder of the index; opened at the first request, looked for again as long as it is missing.
        opener: how an index is opened; tests put their own here.

    Raises:
        UsageError: a `TIMTIN_` variable of the environment holds nonsense.
    """
    site = make_site(index_path, opener)
    app = Flask("timtin.search_web", static_folder=None, template_folder=None)
    blueprint = _blueprint(site, links.OWN_NAME)
    app.register_blueprint(blueprint)
    app.extensions["timtin"] = site
    # Inside somebody's app these are the host's; here unknown addresses and odd methods are ours to answer as well.
    app.register_error_handler(HTTPException, partial(errors.on_http_error, site))
    app.register_error_handler(Exception, partial(errors.on_crash, site))
    app.context_processor(partial(_template_values, site))
    app.after_request(partial(headers.finish, site))
    return app


def create_blueprint(
    index_path: str | os.PathLike[str], name: str = "timtin", *, opener: Opener = open_default
) -> Blueprint:
    """The whole search for another Flask app: `app.register_blueprint(create_blueprint("index"), url_prefix="/tin")`.

    Page, API, static files and error answers stay under the prefix; templates are `timtin/…`, endpoints `name.…`.

    Args:
        index_path: folder of the index, as in `create_app`.
        name: the blueprint's name; two searches in one app need two names.
        opener: how an index is opened; tests put their own here.

    Raises:
        UsageError: a `TIMTIN_` variable of the environment holds nonsense.
    """
    site = make_site(index_path, opener)
    blueprint = _blueprint(site, name)
    blueprint.context_processor(partial(_template_values, site))
    blueprint.after_request(partial(headers.finish, site))
    return blueprint


def _blueprint(site: Site, name: str) -> Blueprint:
    blueprint = Blueprint(
        name,
        "timtin.search_web",
        template_folder="templates",
        static_folder="static",
        static_url_path=f"/static/{name}",
    )
    for endpoint, view, rules in ROUTES:
        bound = partial(view, site)
        for rule in rules:
            blueprint.add_url_rule(rule, endpoint, bound, methods=METHODS, strict_slashes=False)
    blueprint.before_request(_only_reads)
    blueprint.register_error_handler(TimtinError, partial(errors.on_timtin_error, site))
    blueprint.register_error_handler(HTTPException, partial(errors.on_http_error, site))
    blueprint.register_error_handler(Exception, partial(errors.on_crash, site))
    return blueprint


def _only_reads() -> Response | None:
    if request.method not in READS:
        raise MethodNotAllowed(valid_methods=READS)
    return Response(status=204, headers={"Allow": ", ".join(READS)}) if request.method == "OPTIONS" else None


def _template_values(site: Site) -> dict[str, Any]:
    return {
        "site": site,
        "show": show,
        "t": texts.text,
        "number": texts.number,
        "decimal": texts.decimal,
        "home_link": links.home_link,
        "search_link": links.search_link,
        "api_link": links.api_link,
        "filter_link": links.filter_link,
        "article_link": links.article_link,
        "asset_link": links.asset_link,
    }
