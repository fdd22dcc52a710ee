"""How well customers are understood: figures, pictures and one page of them, and the same pipeline on public benchmarks.

Nothing here is needed to train or to serve.
"""
