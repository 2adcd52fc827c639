"""The place an article is about, decided from its text and its publisher. The rules are described in `docs/places.md`.

Data flow: `provenance.read_zones` divides an article into title, lead, second lead and rest; `place_mentions` finds
the places each of these names, with every unit a name can mean; `evidence.gather` counts them and notes what narrows
an ambiguous name; `publisher_place` reads the publisher's place; `main_place.find_places` decides, with the weights of
`outstanding` if no rule of title or publisher does; `provenance.place_passages` states where the result was read.

Layers, top to bottom: main_place > outstanding | provenance > evidence | publisher_place > narrowing | address |
place_mentions > bare_names > typed_names > capital_runs.
"""
