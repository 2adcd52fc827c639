"""The bundled sample: invented articles of our own writing in the layouts of real portals."""
