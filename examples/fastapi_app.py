"""A FastAPI service that opens an index in its own process, without Flask and without a second server.

    timtin demo --no-serve --index demo-index
    TIMTIN_INDEX=demo-index uvicorn --app-dir examples fastapi_app:app

It needs `pip install fastapi uvicorn`. The endpoints are plain `def` functions, which FastAPI runs in threads; an
opened index is safe to share between threads.
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
    """Open the index when the service starts, and close it when the service stops."""
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
    """Return the articles that match a query, filtered by places, with the number of articles per year."""
    index: timtin.Index = request.app.state.index
    index.refresh()  # open the last commit; costs next to nothing if nothing was committed
    page = index.search(q, filters={"place": place or []}, facets=["year"], limit=limit)
    return page.to_dict()


@app.get("/news/{id:path}")
def one(request: Request, id: str) -> dict[str, Any]:
    """Return one article, with the titles of similar articles."""
    index: timtin.Index = request.app.state.index
    try:
        article = index.article(id)
    except timtin.NotFound as error:
        raise HTTPException(404, str(error)) from error
    return article.to_dict() | {"similar": [hit.title for hit in index.similar(id, 3)]}
