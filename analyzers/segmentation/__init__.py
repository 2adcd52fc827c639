"""Word segmentation: pyvi's CRF for text with diacritics, a unigram model for text without.

Layers, top to bottom: words > crf | truecasing | unigram > pyvi_tokenizer | pyvi_model.
"""
