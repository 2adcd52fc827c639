"""The version of timtin. A module of its own, so that packages need not import the root package for it."""

__version__ = "0.1.0"
