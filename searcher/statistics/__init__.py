"""Statistics of one committed state of a collection, which planning a query depends on. Modules: collection."""
