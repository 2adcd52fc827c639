"""A FastAPI service with an index in its own process: no second server, no Flask.

    timtin demo --no-serve --index demo-index
    TIMTIN_INDEX=demo-index uvicorn --app-dir examples fastapi_app:app

Needs `pip install fastapi uvicorn`. Endpoints are plain `def`, which FastAPI runs in threads: an opened index is safe
to share between them.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Query, Request

import timtin


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the index once, for as long as the service runs."""
    with timtin.open_index(os.environ.get("TIMTIN_INDEX", "index")) as index:
        app.state.index = index
        yield


app = FastAPI(title="Tin xã Mẫu", lifespan=lifespan)


@app.get("/news")
def news(
    request: Request,
    q: str = "",
    place: Annotated[list[str] | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> dict[str, Any]:
    """News that match, narrowed by places, with counts by year."""
    index: timtin.Index = request.app.state.index
    index.refresh()  # see what was committed since; costs next to nothing when nothing was
    page = index.search(q, filters={"place": place or []}, facets=["year"], limit=limit)
    return page.to_dict()


@app.get("/news/{id:path}")
def one(request: Request, id: str) -> dict[str, Any]:
    """One article, with articles like it."""
    index: timtin.Index = request.app.state.index
    try:
        article = index.article(id)
    except timtin.NotFound as error:
        raise HTTPException(404, str(error)) from error
    return article.to_dict() | {"similar": [hit.title for hit in index.similar(id, 3)]}
