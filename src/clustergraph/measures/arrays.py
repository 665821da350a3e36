"""The types of arrays in this room, for type checkers. Knows no network and no measure."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
# Whole numbers of whatever width a library gives them.
Ints = NDArray[np.integer[Any]]
Mask = NDArray[np.bool_]
# A square sparse matrix by rows: the weights of ties.
Csr = csr_array[np.float64, tuple[int, int]]
# A sparse matrix of counts.
Counts = csr_array[np.int64, tuple[int, int]]
# Ones where there is a tie.
Pattern = csr_array[np.int8, tuple[int, int]]
