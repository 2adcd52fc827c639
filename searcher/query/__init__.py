"""The query language: the lexer, the parser, and the syntax tree that they make of a query's text.

Layers, top to bottom: parser, lexer and periods, combinators and word_groups, terms, nodes.
"""
