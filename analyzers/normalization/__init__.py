"""Unicode normalization and diacritic folding: the forms under which a token is indexed and looked up.

Layers, top to bottom: folding > normal_form > orthography | confusables > characters.
"""
