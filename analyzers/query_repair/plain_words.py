"""Words that mean something as they are and would be Vietnamese syllables if read as Telex (`test` would be `tét`).

Everyday English, borrowed words and abbreviations that Vietnamese queries hold; gathered by hand and kept only where
the decoder reads them. A word that is missing here is merely suggested to be something else.
"""

from __future__ import annotations

_BORROWED = """
air bar bee best boom boong bots box bus cast chef chips core ddos dex docs doong door eos es gas gis hits honor host
lens mary max mix moon moong of pharma post reset room sets soon sos sys tax taxi test tips tops town trust tw vest
vips visa war wi
"""
_ENGLISH = """
as ax bans bats been beer bets bins bits boast boats born bow buns burn bust cans caps car cats chair chaos char chose
coast coats corn cost cow cups cur cuts dad days deed deer defend deps dest did dir dist does down dust ex goats goes
guns gust guts hair has hasn hats hens her here hex hips his horn hots how hur if is isa isn its keeps kits laps last
lax lee lets lips list loans loops lose lost lots low lux maps mast mist moor more most mow must nest nets noon nor
norm nox nuns nuts or ore os own owns ox pair past pays peer pens per pest pets pieces pins poor pops pox puts queen
queue rats ref rest reuse rex roast rooms row runs rust says see seem seems seen sees sense seos sex sins sir sis sits
six suns tans taps tar tee teen tees tens term theme there these this thor those thus tins toast too tore torn tow
tree trees turn ups us vans ver vox was wax won worn wrong
"""

BORROWED_WORDS = frozenset(_BORROWED.split())
"""Those that stand in Vietnamese sentences too."""

PLAIN_WORDS = BORROWED_WORDS | frozenset(_ENGLISH.split())
