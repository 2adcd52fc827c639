"""Extractors per content management system. Each returns the article on a page of its system, the reason why there is
none, or None for a page of another system.

Layers, top to bottom: nukeviet | liferay | wordpress | sharepoint | aspnet > named_parts (pages whose templates name
their parts) | generic (any other page) > main_text > class_names.
"""
