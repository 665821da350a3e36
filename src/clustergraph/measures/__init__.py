"""Measures: networks as arrays, and all that is computed on them.

Knows arrays only: nothing of RDF graphs, queries, names or faces.
"""

import warnings

# Where there is no memory to share (/dev/shm) Numba speaks of locks, which nothing here needs.
warnings.filterwarnings("ignore", "Could not obtain multiprocessing lock")
