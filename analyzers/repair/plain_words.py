"""Words that mean something as they are and would be Vietnamese syllables if read as Telex (`test` would be `tét`).

Everyday English, borrowed words and abbreviations that Vietnamese queries hold; gathered by hand and kept only where
the decoder reads them. A word that is missing here is merely suggested to be something else.
"""

from __future__ import annotations

_TABLE = """
air as ax bans bar bars bats bee been beer best bets bins bits boast boats boom born bots bow box buns burn bus bust
cans caps car cast cats chair chaos char chef chips chose coast coats core corn cost cow cups cur cuts dad days ddos
deed deer defend deps dest dex did dir dist docs does door doors down dust eos es ex gas gis goats goes guns gust guts
hair has hasn hats hens her here hers hex hips his hits honor horn host hosts hots how hur ids if ios is isa isn iso
its keeps kits laps last lax lee lens lets lips list lists loans loops lose loss lost lots low lux maps mast max mist
mix moon moor more most mow must nest nets noon nor norm nox nuns nuts of or ore os own owns ox pair past pays peer
pens per pest pets pieces pins poor pops post pox puts queen queue rats ref reset rest reuse rex roast room rooms row
runs rust says see seem seems seen sees sense seo seos sets sex sins sir sis sits six soon sos suns sys tans taps tar
tax taxi tee teen tees tens term test tests theme there these this thor those thus tins tips toast too tops tore torn
tow town tree trees trust turn ups us vans ver vest vips vox war was wax won worn wrong
"""
PLAIN_WORDS = frozenset(_TABLE.split())
