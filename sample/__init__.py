"""The bundled sample: 60 invented articles, written for this project, in the layouts of real portals."""
