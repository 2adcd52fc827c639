"""Entities recognised by their shape before segmentation: document numbers, dates, amounts, phone numbers, URLs.

Layers, top to bottom: recognize > values | patterns.
"""
