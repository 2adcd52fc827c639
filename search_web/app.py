"""Routes, error answers and headers put together: a blueprint for any Flask app, or an app of its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.middleware.proxy_fix import ProxyFix

from ..model import TimtinError, UsageError, settings
from ..presentation import messages as texts
from ..presentation import values as show
from . import embed
from .api import routes as programs
from .http import delivery, errors, headers, language, links
from .pages import info, linked_data, subjects
from .pages import search as pages
from .site import metrics
from .site.live_index import Opener, open_default
from .site.site import Site, make_site

READS = ("GET", "HEAD", "OPTIONS")
METHODS = (*READS, "POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY")
"""Routed, so that what is not a read is refused in our own shape even inside a foreign app."""

Routes = tuple[tuple[str, Callable[..., Response], tuple[str, ...]], ...]

ROUTES: Routes = (
    ("home", pages.home, ("/",)),
    ("article", pages.article, ("/articles", "/articles/<path:id>")),
    ("document", subjects.document, ("/documents", "/documents/<path:number>")),
    ("place", subjects.place, ("/places", "/places/<path:path>")),
    ("help", info.how_to, ("/help",)),
    ("about", info.about, ("/about",)),
    ("embed", embed.script, ("/embed.js",)),
    *programs.ROUTES,
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
    blueprint = _blueprint(site, links.OWN_NAME, (*ROUTES, *programs.OWN_ROUTES))
    app.register_blueprint(blueprint)
    app.extensions["timtin"] = site
    if (proxies := settings.number("proxies")) < 0:
        raise UsageError(f"The number of proxies must be 0 or more, not {proxies}.", field="proxies")
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies, proxies, proxies)  # type: ignore[method-assign]
    # Inside somebody's app these are the host's; here unknown addresses and odd methods are ours to answer as well.
    app.register_error_handler(HTTPException, partial(errors.on_http_error, site))
    app.register_error_handler(Exception, partial(errors.on_crash, site))
    app.context_processor(partial(_template_values, site))
    app.before_request(language.choose)
    app.teardown_request(language.forget)
    app.after_request(delivery.finish)  # the last that is named runs first
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
    blueprint = _blueprint(site, name, ROUTES)
    blueprint.context_processor(partial(_template_values, site))
    blueprint.after_request(delivery.finish)
    blueprint.after_request(partial(headers.finish, site))
    return blueprint


def _blueprint(site: Site, name: str, routes: Routes) -> Blueprint:
    blueprint = Blueprint(
        name,
        "timtin.search_web",
        template_folder="templates",
        static_folder="static",
        static_url_path=f"/static/{name}",
    )
    for endpoint, view, rules in routes:
        bound = partial(view, site)
        for rule in rules:
            blueprint.add_url_rule(rule, endpoint, bound, methods=METHODS, strict_slashes=False)
    blueprint.before_request(language.choose)
    blueprint.teardown_request(language.forget)
    blueprint.before_request(metrics.start)
    blueprint.before_request(_only_reads)
    blueprint.before_request(partial(programs.guard, site))
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
        "language": texts.current_language.get(),
        "vi": language.of_the_news(),
        "link": links,
        "head_of": partial(linked_data.head, site),
        "asset_link": links.asset_link,
    }
