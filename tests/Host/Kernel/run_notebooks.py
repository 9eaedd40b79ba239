"""Executes notebooks with nbclient and writes them to a folder. Called by NotebookAgreementTests.cs:

    python3 run_notebooks.py KERNEL FOLDER NOTEBOOK...
"""
import os
import sys

import nbformat
from nbclient import NotebookClient

kernel, folder = sys.argv[1:3]
for path in sys.argv[3:]:
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=600, startup_timeout=300, kernel_name=kernel, resources={"metadata": {"path": os.path.dirname(path)}}).execute()
    nbformat.write(notebook, os.path.join(folder, os.path.basename(path)))
