"""The commands, one module each or one for a few related ones. `app` registers them; `serve` builds on `index`."""
