"""The Flask app: page and JSON API, served by waitress."""
