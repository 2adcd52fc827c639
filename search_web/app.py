"""Application factories: the search as a stand-alone Flask app, or as a blueprint for another app."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.middleware.proxy_fix import ProxyFix

from ..model import TimtinError, UsageError, settings
from ..presentation import messages, values
from . import embed
from .api import routes
from .http import delivery, errors, headers, language, links
from .pages import info, linked_data, search, subjects
from .site import metrics
from .site.live_index import Opener, open_default
from .site.site import Site, make_site

READS = ("GET", "HEAD", "OPTIONS")
METHODS = (*READS, "POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY")
"""All methods are routed, so that writes are refused with our own error response inside a host application, too."""

Routes = tuple[tuple[str, Callable[..., Response], tuple[str, ...]], ...]

ROUTES: Routes = (
    ("home", search.home, ("/",)),
    ("article", search.article, ("/articles", "/articles/<path:id>")),
    ("document", subjects.document, ("/documents", "/documents/<path:number>")),
    ("place", subjects.place, ("/places", "/places/<path:path>")),
    ("help", info.how_to, ("/help",)),
    ("about", info.about, ("/about",)),
    ("embed", embed.script, ("/embed.js",)),
    *routes.ROUTES,
)
"""Endpoint, view, rules."""


def create_app(index_path: str | os.PathLike[str], *, opener: Opener = open_default) -> Flask:
    """Return the search as a Flask app for any WSGI server; `serve` runs it under waitress.

    Args:
        index_path: folder of the index; opened at the first request and tried again while it is missing.
        opener: opens the index; a parameter for tests.

    Raises:
        UsageError: a `TIMTIN_` environment variable has an invalid value.
    """
    site = make_site(index_path, opener)
    app = Flask("timtin.search_web", static_folder=None, template_folder=None)
    blueprint = _blueprint(site, links.BLUEPRINT, (*ROUTES, *routes.ROOT_ROUTES))
    app.register_blueprint(blueprint)
    app.extensions["timtin"] = site
    if (proxies := settings.number("proxies")) < 0:
        raise UsageError(f"The number of proxies must be 0 or more, not {proxies}.", field="proxies")
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies, proxies, proxies)  # type: ignore[method-assign]
    # A blueprint leaves unknown paths and unrouted methods to the host application; the stand-alone app handles them.
    app.register_error_handler(HTTPException, partial(errors.on_http_error, site))
    app.register_error_handler(Exception, partial(errors.on_crash, site))
    app.context_processor(partial(_template_values, site))
    app.before_request(language.choose)
    app.teardown_request(language.forget)
    app.after_request(delivery.finish)  # registered last, runs first
    app.after_request(partial(headers.finish, site))
    return app


def create_blueprint(
    index_path: str | os.PathLike[str], name: str = "timtin", *, opener: Opener = open_default
) -> Blueprint:
    """Return the search for another Flask app: `app.register_blueprint(create_blueprint("index"), url_prefix="/tin")`.

    Pages, API, static files and error responses stay under the prefix; templates are `timtin/…`, endpoints `name.…`.

    Args:
        index_path: folder of the index, as in `create_app`.
        name: name of the blueprint; two searches in one app need two names.
        opener: opens the index; a parameter for tests.

    Raises:
        UsageError: a `TIMTIN_` environment variable has an invalid value.
    """
    site = make_site(index_path, opener)
    blueprint = _blueprint(site, name, ROUTES)
    blueprint.context_processor(partial(_template_values, site))
    blueprint.after_request(delivery.finish)
    blueprint.after_request(partial(headers.finish, site))
    return blueprint


def _blueprint(site: Site, name: str, rules_by_endpoint: Routes) -> Blueprint:
    blueprint = Blueprint(
        name,
        "timtin.search_web",
        template_folder="templates",
        static_folder="static",
        static_url_path=f"/static/{name}",
    )
    for endpoint, view, rules in rules_by_endpoint:
        bound = partial(view, site)
        for rule in rules:
            blueprint.add_url_rule(rule, endpoint, bound, methods=METHODS, strict_slashes=False)
    blueprint.before_request(language.choose)
    blueprint.teardown_request(language.forget)
    blueprint.before_request(metrics.start)
    blueprint.before_request(_refuse_writes)
    blueprint.before_request(partial(routes.guard, site))
    blueprint.register_error_handler(TimtinError, partial(errors.on_timtin_error, site))
    blueprint.register_error_handler(HTTPException, partial(errors.on_http_error, site))
    blueprint.register_error_handler(Exception, partial(errors.on_crash, site))
    return blueprint


def _refuse_writes() -> Response | None:
    if request.method not in READS:
        raise MethodNotAllowed(valid_methods=READS)
    return Response(status=204, headers={"Allow": ", ".join(READS)}) if request.method == "OPTIONS" else None


def _template_values(site: Site) -> dict[str, Any]:
    return {
        "site": site,
        "show": values,
        "t": messages.text,
        "number": messages.number,
        "language": messages.current_language.get(),
        "vi": language.content_attribute(),
        "link": links,
        "head_of": partial(linked_data.head, site),
        "asset_link": links.asset_link,
    }
