"""What the pages share of Streamlit."""

import os

# Before NumPy is loaded: the matrices here are small, and threads of BLAS wait for each other longer than
# they work. The lab shares its nets out to processes instead.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
