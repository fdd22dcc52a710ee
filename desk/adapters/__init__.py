"""The only place that imports a vendor's library: one package per outside system."""
