"""One narrow protocol and its rooms: where documents are kept and matched."""
