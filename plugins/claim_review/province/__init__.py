"""The province: where batches come from, and a demo province to work with."""
