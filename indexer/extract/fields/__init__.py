"""The fields of an article, each read from a page's lines or markup by rules that hold for any system.

Layers, top to bottom: details (adds section, tags, time of change and caption to an article) > section | caption | tags >
metadata (what the markup declares) ; head | body (flat pages) > publisher | dateline > byline.
"""
