"""The bundled sample: invented articles, written for this project, in the layouts of real portals."""
