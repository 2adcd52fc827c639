"""A Flask site with the whole search under /tim.

Run it with an index, here that of the bundled sample:

    timtin demo --no-serve --index demo-index
    TIMTIN_INDEX=demo-index flask --app examples/flask_app.py run
"""

from __future__ import annotations

import os

from flask import Flask

from timtin.search_web import create_blueprint

HOME = """<!doctype html>
<html lang="vi">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Trang tin xã Mẫu</title>
<script src="/tim/embed.js" async></script>
<h1>Trang tin xã Mẫu</h1>
<timtin-search results="page"></timtin-search>
<p><a href="/tim/">Trang tìm kiếm</a> · <a href="/tim/api/search?q=dan+van">JSON</a></p>
"""


def create_app() -> Flask:
    """Create a site with a home page of its own and the search as a blueprint."""
    app = Flask(__name__)
    app.register_blueprint(create_blueprint(os.environ.get("TIMTIN_INDEX", "index")), url_prefix="/tim")

    @app.get("/")
    def home() -> str:
        """Return the home page of the site."""
        return HOME

    return app
