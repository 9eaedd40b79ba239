"""Writes jupyter.ipynb the way Jupyter's nbformat does: json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) and a newline.

python3 make.py        (CPython 3.11, standard library only; nbformat 5.x calls json.dumps with these arguments)
"""
import json
import os

notebook = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {"language_info": {"name": "C#"}, "kernelspec": {"name": ".net-csharp", "display_name": ".NET (C#)"}},
    "cells": [
        {"cell_type": "markdown", "id": "title", "metadata": {}, "source": ["# 00. “Ünïcode” & <tags> 'quotes' \"double\" ∑ 😀\n", "\n", "back\\slash\ttab"]},
        {
            "cell_type": "code",
            "id": "code-1",
            "execution_count": 1,
            "metadata": {},
            "source": ["Console.WriteLine(\"a\\n\");\n", "x + y"],
            "outputs": [
                {"output_type": "stream", "name": "stdout", "text": ["a\n", "last line without end"]},
                {
                    "output_type": "display_data",
                    "metadata": {},
                    "data": {
                        "text/html": ["<b>1</b>"],
                        "application/vnd.plotly.v1+json": {"layout": {}, "data": [{"y": [0.1, 1e-07, 3], "x": []}]},
                    },
                },
                {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["t1", "t2"]},
            ],
        },
        {"cell_type": "code", "id": "code-2", "execution_count": None, "metadata": {"tags": ["exercise"]}, "source": [], "outputs": []},
        {"cell_type": "raw", "id": "raw", "metadata": {}, "source": ["\x1b[0m\u2028\u00a0end"]},
    ],
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "jupyter.ipynb"), "w", encoding="utf-8") as file:
    file.write(json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
