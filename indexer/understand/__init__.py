"""Understanding: what an article's text means, added to it as dates, places, citations, organisations and topics.

Layers, top to bottom: understand > event_dates | places/ (the place an article is about) > mentions (where in the
article each of these was read).
"""

from .understand import understand

__all__ = ["understand"]
