"""The fields of an article, each read from a page's lines or markup by rules that hold for any system.

Layers, top to bottom: details (section, tags, time of change and caption of an article) > section | caption | tags >
metadata (what the markup declares) ; head | body (flat pages) > publisher | dateline > byline.
"""
