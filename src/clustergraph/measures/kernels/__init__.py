"""Compiled loops over CSR arrays (Numba): what no library does as fast.

They know arrays only. A kernel holds no state, releases the GIL and is compiled once for all
processes (`cache=True`). Floats are added in an order that neither the number of threads nor
their speed can change: work is cut into blocks of fixed size and reduced block by block.
"""
